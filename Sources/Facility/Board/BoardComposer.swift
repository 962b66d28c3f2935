package import Alerts
package import Board
import Hospital
import Narrator
import PatientFlow
import Sites
import StayModels

/// Draws the control room's numbers from the sites in memory.
package struct BoardComposer {
    /// How many alert steps the tail shows.
    static let tailLength = 40
    /// Hours in a tile's trend.
    static let trendHours: Int64 = 12

    private var tails: [String: [AlertLine]] = [:]

    package init() {}

    /// Adds transitions to the tail and returns them as lines, in order.
    package mutating func note(_ transitions: [AlertTransition]) -> [AlertLine] {
        let lines = transitions.map(Self.line)
        for line in lines { tails[line.facility, default: []].insert(line, at: 0) }
        for facility in Set(lines.map(\.facility)) {
            let tail = tails[facility] ?? []
            if tail.count > Self.tailLength { tails[facility] = Array(tail[..<Self.tailLength]) }
        }
        return lines
    }

    /// The board of one facility.
    package func board(_ state: SiteProcessor) -> FacilityBoard {
        let rows = state.liveKPIs()
        let moment = state.flow.watermark
        let model = state.flow.quality(at: moment)
        let desk = BriefingDesk(state.rules)
        var sources = BriefingSources(
            facility: state.key,
            kpis: rows,
            openAlerts: state.flow.alerts.open.values.sorted {
                ($0.raisedAt, $0.id) < ($1.raisedAt, $1.id)
            },
            quality: model
        )
        sources.counted = desk.counted(state.flow, at: moment)
        let facts = desk.facts(sources, at: moment)
        let briefing = BriefingWriter(facts).briefing()
        return FacilityBoard(
            facility: state.key,
            asOf: moment,
            level: .init(briefing.level),
            levelReasons: briefing.readReasons.map { $0.sentence.rendered() },
            tiles: BoardTiles(state.rules).tiles(
                TrendRows(rows, now: moment, hours: Self.trendHours),
                facts.completed()
            ),
            wards: wards(state),
            activeAlerts: active(state),
            alertTail: tails[state.key] ?? [],
            model: model.compactMap(Self.modelLine),
            briefing: state.lastBriefing.map {
                BriefingLine(
                    at: $0.at,
                    level: FacilityBoard.Level(rawValue: $0.level) ?? .green,
                    html: $0.html,
                    markdown: $0.markdown
                )
            }
        )
    }

    /// One line a model, over its last thousand outcomes.
    private static func modelLine(_ row: ModelQuality) -> ModelLine? {
        let names =
            switch (row.model, row.metric, row.window) {
            case (StayKind.department.name, "mae_hours", .last1000): ("Stay in department", "error, h")
            case (StayKind.inpatient.name, "mae_hours", .last1000): ("Stay, admitted", "error, h")
            case (StayKind.department.name, "auc", .last1000): ("Four-hour breach", "AUC")
            case (StayKind.inpatient.name, "auc", .last1000): ("Critical stay", "AUC")
            default: ("", "")
            }
        guard !names.0.isEmpty else { return nil }
        return ModelLine(model: names.0, metric: names.1, value: row.value, count: row.count)
    }

    private func wards(_ state: SiteProcessor) -> [WardCell] {
        state.rules.layout.wards.map { ward in
            let occupied =
                ward.isEmergency ? state.flow.censusNow : state.flow.occupied(ward: ward.code)
            let percent = ward.beds > 0 ? 100 * Double(occupied) / Double(ward.beds) : 0
            return WardCell(
                ward: ward.code,
                occupied: occupied,
                beds: ward.beds,
                percent: percent,
                severity: BoardSeverity(state.rules.thresholds[.wardOccupancy].band(percent)),
                leaving: state.flow.newestDischarges(ward: ward.code).map {
                    .init(
                        horizonHours: $0.horizon,
                        expected: $0.expected,
                        lower: $0.lower,
                        upper: $0.upper
                    )
                }
            )
        }
    }

    private func active(_ state: SiteProcessor) -> [AlertLine] {
        state.flow.alertsNow
            .map {
                Self.line(
                    AlertTransition(
                        facility: state.key,
                        alert: $0,
                        at: $0.raisedAt,
                        actor: "",
                        offset: 0
                    )
                )
            }
            .sorted { ($1.severity, $1.raisedAt, $1.id) < ($0.severity, $0.raisedAt, $0.id) }
    }

    static func line(_ transition: AlertTransition) -> AlertLine {
        let alert = transition.alert
        return AlertLine(
            id: alert.id,
            rule: alert.rule.name,
            severity: BoardSeverity(alert.rule.severity),
            facility: transition.facility,
            ward: alert.ward.isEmpty ? nil : alert.ward,
            bed: alert.bed.isEmpty ? nil : alert.bed,
            visit: alert.visit.isEmpty ? nil : alert.visit,
            state: AlertLine.State(alert.state),
            at: transition.at,
            raisedAt: alert.raisedAt,
            message: alert.words,
            value: alert.value,
            reasons: alert.reasons.isEmpty ? nil : alert.reasons
        )
    }
}

extension BoardSeverity {
    init(_ band: KPIThreshold.Band) {
        switch band {
        case .normal: self = .normal
        case .watch: self = .watch
        case .high: self = .high
        case .critical: self = .critical
        }
    }

    init(_ severity: AlertSeverity) {
        switch severity {
        case .normal: self = .normal
        case .watch: self = .watch
        case .high: self = .high
        case .critical: self = .critical
        }
    }
}

extension AlertLine.State {
    init(_ state: AlertState) {
        switch state {
        case .raised: self = .raised
        case .acknowledged: self = .acknowledged
        case .escalated: self = .escalated
        case .cleared: self = .cleared
        }
    }
}

extension FacilityBoard.Level {
    init(_ level: BriefingLevel) {
        self = FacilityBoard.Level(rawValue: level.rawValue) ?? .green
    }
}
