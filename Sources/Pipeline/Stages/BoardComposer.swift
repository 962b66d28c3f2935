import Hospital
import Narrator
import PatientFlow

/// Draws the control room's numbers from the states in memory.
struct BoardComposer {
    /// How many alert steps the tail shows.
    static let tailLength = 40
    /// Hours in a tile's trend.
    static let trendHours: Int64 = 12

    private let configuration: PipelineConfiguration
    private let desk: BriefingDesk
    private var tails: [String: [AlertLine]] = [:]

    init(_ configuration: PipelineConfiguration) {
        self.configuration = configuration
        desk = BriefingDesk(configuration)
    }

    /// Adds transitions to the tail and returns them as lines, in order.
    mutating func note(_ transitions: [AlertTransition]) -> [AlertLine] {
        let lines = transitions.map(Self.line)
        for line in lines { tails[line.facility, default: []].insert(line, at: 0) }
        for facility in Set(lines.map(\.facility)) {
            let tail = tails[facility] ?? []
            if tail.count > Self.tailLength { tails[facility] = Array(tail[..<Self.tailLength]) }
        }
        return lines
    }

    /// The board of one facility.
    func board(_ state: FacilityState) -> FacilityBoard {
        let rows = state.liveKPIs()
        let moment = state.flow.watermark
        let facts = desk.facts(
            BriefingSources(
                facility: state.facility,
                kpis: rows,
                openAlerts: state.flow.alerts.open.values.sorted {
                    ($0.raisedAt, $0.id) < ($1.raisedAt, $1.id)
                },
                quality: state.flow.predictor.quality(facility: state.facility, at: moment, offset: 0)
            ),
            at: moment
        )
        let briefing = BriefingWriter(facts).briefing()
        let model = state.flow.predictor.quality(facility: state.facility, at: moment, offset: 0)
        return FacilityBoard(
            facility: state.facility,
            asOf: moment,
            level: .init(briefing.level),
            levelReasons: briefing.readReasons.map { $0.sentence.rendered() },
            tiles: tiles(TrendRows(rows, now: moment, hours: Self.trendHours), facts.completed()),
            wards: wards(state),
            activeAlerts: active(state),
            alertTail: tails[state.facility] ?? [],
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
            switch (row.model, row.metric) {
            case ("stay_from_arrival", "mae_hours_last_1000"): ("Stay, at arrival", "error, h")
            case ("stay_from_admission", "mae_hours_last_1000"): ("Stay, admitted", "error, h")
            case ("four_hour_breach", "auc_last_1000"): ("Four-hour breach", "AUC")
            default: ("", "")
            }
        guard !names.0.isEmpty else { return nil }
        return ModelLine(model: names.0, metric: names.1, value: row.value, count: row.count)
    }

    private func wards(_ state: FacilityState) -> [WardCell] {
        configuration.layout.wards.map { ward in
            let occupied =
                ward.isEmergency ? state.flow.gauges().census : state.flow.occupied(ward: ward.code)
            let percent = ward.beds > 0 ? 100 * Double(occupied) / Double(ward.beds) : 0
            return WardCell(
                ward: ward.code,
                occupied: occupied,
                beds: ward.beds,
                percent: percent,
                severity: BoardSeverity(percent, watch: 85, high: 92, critical: 98)
            )
        }
    }

    private func active(_ state: FacilityState) -> [AlertLine] {
        state.flow.alerts.open.values
            .map {
                Self.line(
                    AlertTransition(
                        facility: state.facility,
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
            rule: alert.rule.rawValue,
            severity: BoardSeverity(alert.rule.severity),
            facility: transition.facility,
            ward: alert.ward.isEmpty ? nil : alert.ward,
            bed: alert.bed.isEmpty ? nil : alert.bed,
            visit: alert.visit.isEmpty ? nil : alert.visit,
            state: AlertLine.State(alert.state),
            at: transition.at,
            raisedAt: alert.raisedAt,
            message: words(alert),
            value: alert.value
        )
    }

    /// The message with its figure.
    private static func words(_ alert: Alert) -> String {
        switch alert.rule {
        case .criticalRisk:
            "\(alert.message) (\(Int(alert.value.rounded())) h)"
        case .likelyBreach:
            "\(alert.message) (\(Int((100 * alert.value).rounded())) %)"
        case .wardOccupancy:
            "\(alert.message) (\(Int(alert.value.rounded())) %)"
        case .imminentBreach:
            alert.message
        }
    }

    // MARK: Tiles

    private func tiles(_ trend: TrendRows, _ facts: BriefingFacts) -> [Tile] {
        let spaces = configuration.layout.wards.filter(\.isEmergency).reduce(0) { $0 + $1.beds }
        let fourHour = facts.figure(.fourHourPercent, window: .shift)?.value
        let waiting = facts.figure(.waitingOver210)?.value
        let boarders = facts.figure(.boarders)?.value
        let occupancy = facts.figure(.occupancy)?.value
        let census = facts.figure(.census)?.value
        let fill = trend.ratio("fill_rate_rn_percent")
        return [
            Tile(
                id: "ed_census",
                label: "In the department",
                value: census,
                unit: "patients",
                target: "under \(spaces) spaces",
                severity: BoardSeverity(
                    census.map { 100 * $0 / Double(max(1, spaces)) },
                    watch: 80,
                    high: 100,
                    critical: 130
                ),
                trend: trend.values("ed_census")
            ),
            Tile(
                id: "four_hour",
                label: "Four-hour standard",
                value: fourHour,
                unit: "%",
                target: "78 % or more",
                severity: BoardSeverity(fourHour.map { 100 - $0 }, watch: 15, high: 22, critical: 40),
                trend: trend.values("four_hour_percent")
            ),
            Tile(
                id: "waiting_over_210",
                label: "Over 3 h 30 in ED",
                value: waiting,
                unit: "patients",
                target: "0 patients",
                severity: BoardSeverity(waiting, watch: 1, high: 10, critical: 20),
                trend: trend.values("waiting_over_210")
            ),
            Tile(
                id: "boarders",
                label: "Waiting for a bed",
                value: boarders,
                unit: "patients",
                target: "under 10 % of spaces",
                severity: BoardSeverity(
                    boarders.map { 100 * $0 / Double(max(1, spaces)) },
                    watch: 5,
                    high: 10,
                    critical: 20
                ),
                trend: trend.values("boarders")
            ),
            Tile(
                id: "occupancy",
                label: "Beds occupied",
                value: occupancy,
                unit: "%",
                target: "under 92 %",
                severity: BoardSeverity(occupancy, watch: 88, high: 92, critical: 98),
                trend: trend.summed("occupied_beds")
            ),
            Tile(
                id: "arrivals",
                label: "Arrivals this shift",
                value: facts.figure(.arrivals, window: .shift)?.value,
                unit: "patients",
                trend: trend.values("arrivals")
            ),
            Tile(
                id: "net_flow",
                label: "Admitted less discharged",
                value: facts.figure(.netFlow, window: .shift)?.value,
                unit: "patients",
                target: "0 or less",
                trend: trend.values("net_flow")
            ),
            Tile(
                id: "transfers",
                label: "Transfers this shift",
                value: facts.figure(.transfers, window: .shift)?.value,
                unit: "moves",
                trend: trend.summed("transfers")
            ),
            Tile(
                id: "los_hours",
                label: "Average stay",
                value: facts.figure(.stayHours, window: .shift)?.value,
                unit: "hours",
                trend: []
            ),
            Tile(
                id: "chaos",
                label: "Chaos (spread of waits)",
                value: facts.figure(.chaos)?.value,
                unit: "min",
                target: "under 45",
                severity: BoardSeverity(facts.figure(.chaos)?.value, watch: 45, high: 90, critical: 150),
                trend: trend.values("chaos_score")
            ),
            Tile(
                id: "bed_turnaround",
                label: "Patients per bed today",
                value: trend.ratio("bed_turnaround_rate"),
                unit: "per bed",
                trend: []
            ),
            Tile(
                id: "complexity",
                label: "Complexity today",
                value: trend.ratio("complexity_score"),
                unit: "of 1",
                trend: []
            ),
            Tile(
                id: "fill_rate",
                label: "RN fill rate today",
                value: fill.map { 100 * $0 },
                unit: "%",
                target: "90 % or more",
                severity: BoardSeverity(fill.map { 100 - 100 * $0 }, watch: 10, high: 15, critical: 25),
                trend: []
            ),
        ]
    }
}

/// KPI rows arranged for tiles: hourly values up to now, and today's ratios over all wards.
struct TrendRows {
    private var hourly: [String: [Int64: Double]] = [:]
    private var today: [String: (upper: Double, lower: Double)] = [:]
    private let lastHour: Int64
    private let hours: Int64

    init(_ rows: [KPIRow], now: Timestamp, hours: Int64) {
        lastHour = now.hourNumber
        self.hours = hours
        var newestDay: [String: Timestamp] = [:]
        for row in rows {
            switch row.grain {
            case .hour:
                let hour = row.bucketStart.hourNumber
                guard hour > lastHour - hours, hour <= lastHour else { continue }
                if row.ward.isEmpty {
                    hourly[row.kpi, default: [:]][hour] = row.reading.value
                } else {
                    hourly["\(row.kpi) of wards", default: [:]][hour, default: 0] += row.reading.value
                }
            case .day:
                guard row.bucketStart <= now else { continue }
                let newest = newestDay[row.kpi] ?? .distantPast
                if row.bucketStart > newest {
                    newestDay[row.kpi] = row.bucketStart
                    today[row.kpi] = (0, 0)
                }
                guard row.bucketStart == newestDay[row.kpi] else { continue }
                today[row.kpi]?.upper += row.reading.numerator
                today[row.kpi]?.lower += row.reading.denominator
            }
        }
    }

    /// Facility values by hour, oldest first; hours without a row count as 0 for counts and are left out otherwise.
    func values(_ kpi: String) -> [Double] {
        let values = hourly[kpi] ?? [:]
        return (lastHour - hours + 1...lastHour).compactMap { values[$0] }
    }

    /// Sum over wards by hour.
    func summed(_ kpi: String) -> [Double] { values("\(kpi) of wards") }

    /// Today's figure over all wards: numerators over denominators.
    func ratio(_ kpi: String) -> Double? {
        guard let sums = today[kpi], sums.lower > 0 else { return nil }
        return sums.upper / sums.lower
    }
}

extension BoardSeverity {
    /// Severity of a figure that is worse the larger it is; normal when unknown.
    init(_ value: Double?, watch: Double, high: Double, critical: Double) {
        guard let value else {
            self = .normal
            return
        }
        self = value >= critical ? .critical : value >= high ? .high : value >= watch ? .watch : .normal
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
