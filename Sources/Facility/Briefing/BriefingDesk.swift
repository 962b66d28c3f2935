package import Alerts
package import Hospital
package import Narrator
import PatientFlow
package import StayModels
package import Sites

/// What a briefing is written from: rows of gold, whether still in memory or read back from the lake.
package struct BriefingSources: Sendable {
    package var facility: String
    /// Rows of `gold.kpis` of at least the last 24 hours.
    package var kpis: [KPIRow]
    /// Alerts that are not cleared.
    package var openAlerts: [Alert]
    /// Newest row of `gold.model_quality` per model and metric.
    package var quality: [ModelQuality]
    /// Outcomes since the last briefing; nil when not known.
    package var shiftAccounting: Accounting?
    /// What was counted over exactly the two periods; nil where only the rows of whole hours are known.
    package var counted: (shift: [KPIRow], before: [KPIRow])?
    /// The last change that the rows could know of, where they are read back from the lake.
    package var newest: Timestamp?

    package init(
        facility: String,
        kpis: [KPIRow],
        openAlerts: [Alert],
        quality: [ModelQuality],
        shiftAccounting: Accounting? = nil
    ) {
        self.facility = facility
        self.kpis = kpis
        self.openAlerts = openAlerts
        self.quality = quality
        self.shiftAccounting = shiftAccounting
    }
}

/// Turns KPI rows into the facts of a briefing; the same code serves the stream, the screen and `wardflow brief`.
///
/// Where the visits are in memory, the two periods are counted from them to the minute; from the tables by whole hours.
package struct BriefingDesk: Sendable {
    /// The period of a briefing where no shift changes.
    private static let period = TimeSpan.hours(12)

    private let layout: HospitalLayout
    private let clock: SiteClock
    private let changeMinutes: [Int]
    private let thresholds: KPIThresholds
    private let criticalStayHours: Double

    package init(_ rules: SiteRules) {
        layout = rules.layout
        clock = rules.clock
        changeMinutes = rules.briefingMinutes
        thresholds = rules.thresholds
        criticalStayHours = rules.alerts.criticalStayHours
    }

    // MARK: When

    /// The first shift change after `moment`.
    package func shiftChange(after moment: Timestamp) -> Timestamp {
        changes(around: moment).first { $0 > moment } ?? moment + .day
    }

    /// The last shift change at or before `moment`; nil when the pipeline has none.
    package func lastShiftChange(before moment: Timestamp) -> Timestamp? {
        changes(around: moment).last { $0 <= moment }
    }

    /// The start of the period that ends at `moment`: the change before, when a shift changes then.
    ///
    /// At any other moment the period is as long as the last whole shift was.
    package func periodStart(at moment: Timestamp) -> Timestamp {
        let changes = changes(around: moment).filter { $0 <= moment }
        guard changes.count >= 2 else { return moment - Self.period }
        return moment - changes[changes.count - 1].since(changes[changes.count - 2])
    }

    /// The changes of two days before `moment` and one after, ascending.
    private func changes(around moment: Timestamp) -> [Timestamp] {
        var changes: Set<Timestamp> = []
        // Half-day steps: a day of 23 hours must not be stepped over.
        for halfDays in Int64(-5)...2 {
            var civil = clock.local(moment + .hours(12 * halfDays))
            for minute in changeMinutes {
                civil.hour = minute / 60
                civil.minute = minute % 60
                civil.second = 0
                changes.insert(clock.moment(civil))
            }
        }
        return changes.sorted()
    }

    // MARK: What

    /// What a site whose state is in memory counted over the period that ends at `moment`, and over the one before.
    ///
    /// A period of which visits have left memory has no rows: none is better than a part of them. Nil when all borders
    /// are whole hours: then the rows of the hours say the same.
    func counted(_ flow: SiteFlow, at moment: Timestamp) -> (shift: [KPIRow], before: [KPIRow])? {
        func rows(from start: Timestamp, to end: Timestamp) -> [KPIRow] {
            guard PeriodKPIs.isKnown(since: start, horizon: flow.horizon), flow.kpis.hasBegun(before: end)
            else { return [] }
            return PeriodKPIs.rows(flow.visits, flow.site, from: start, to: end)
        }
        let start = periodStart(at: moment)
        let before = periodStart(at: start)
        guard [before, start, moment].contains(where: { $0 != Timestamp(hourNumber: $0.hourNumber) }) else {
            return nil
        }
        return (rows(from: start, to: moment), rows(from: before, to: start))
    }

    /// The facts of a facility whose state is in memory.
    func facts(_ state: SiteProcessor, at moment: Timestamp) -> BriefingFacts {
        var sources = BriefingSources(
            facility: state.key,
            kpis: state.liveKPIs(),
            openAlerts: state.flow.alertsNow.sorted { ($0.raisedAt, $0.id) < ($1.raisedAt, $1.id) },
            quality: state.flow.quality(at: moment),
            shiftAccounting: state.accounting - state.accountingAtBriefing
        )
        sources.counted = counted(state.flow, at: moment)
        return facts(sources, at: moment)
    }

    /// The facts at `moment` from gold rows.
    ///
    /// Without `counted` they are of the hours that begin in the period, and the period named is that of these hours.
    package func facts(_ sources: BriefingSources, at moment: Timestamp) -> BriefingFacts {
        let start = periodStart(at: moment)
        let shift = KPIWindow(sources.kpis, counted: sources.counted?.shift, from: start, to: moment)
        let before = KPIWindow(
            sources.kpis,
            counted: sources.counted?.before,
            from: periodStart(at: start),
            to: start
        )
        let period =
            sources.counted == nil
            ? Self.hours(start, moment, newest: sources.newest ?? moment) : start..<moment
        var figures = emergencyFigures(shift, before)
        figures += layout.wards.flatMap { wardFigures($0, shift, before) }
        figures += alertFigures(sources.openAlerts)
        figures += sources.quality.compactMap(qualityFigure)
        if let accounting = sources.shiftAccounting {
            figures.append(Figure(.quarantined, window: .shift, value: Double(accounting.quarantined)))
            figures.append(Figure(.late, window: .shift, value: Double(accounting.late)))
            figures.append(Figure(.duplicates, window: .shift, value: Double(accounting.duplicates)))
        }
        return BriefingFacts(
            facility: sources.facility,
            at: moment,
            localTime: clock.local(moment),
            periodStart: period.lowerBound,
            periodEnd: period.upperBound,
            startOffsetSeconds: clock.offsetSeconds(at: period.lowerBound),
            wards: layout.wards.map { .init(code: $0.code, isEmergency: $0.isEmergency) },
            figures: figures,
            alerts: sources.openAlerts.map(Self.alert),
            thresholds: thresholds,
            criticalStayHours: criticalStayHours
        )
    }

    /// The period of the hours that begin from `start` on and before `end`, not further than is known.
    private static func hours(_ start: Timestamp, _ end: Timestamp, newest: Timestamp) -> Range<Timestamp> {
        func next(_ moment: Timestamp) -> Timestamp {
            let hour = Timestamp(hourNumber: moment.hourNumber)
            return hour == moment ? moment : hour + .hour
        }
        return next(start)..<max(next(start), min(next(end), max(newest, end)))
    }

    /// The row of `gold.briefings` for `facts`.
    func row(_ facts: BriefingFacts) -> BriefingRow {
        let briefing = BriefingWriter(facts).briefing()
        let json = (try? JSONRenderer.render(briefing)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
        return BriefingRow(
            facility: facts.facility,
            at: facts.at,
            level: briefing.level.rawValue,
            markdown: MarkdownRenderer.render(briefing),
            html: HTMLRenderer.render(briefing),
            json: json
        )
    }

    private func emergencyFigures(_ shift: KPIWindow, _ before: KPIWindow) -> [Figure] {
        var figures: [Figure] = []
        for id in [FigureID.arrivals, .departures, .fourHourBreaches, .admissions, .discharges] {
            figures.append(contentsOf: shift.sum(id, before: before))
        }
        figures += shift.ratio(.fourHourPercent, scale: 100, unit: .percent, before: before)
        figures += shift.latest(.chaos, unit: .minutes, window: .now, closedOnly: true, before: before)
        for id in [FigureID.census, .waitingOver210, .boarders] {
            figures += shift.latest(id, unit: .count, window: .now, before: before)
        }
        figures += shift.ratio(.stayHours, overWards: true, unit: .hours, before: before)
        return figures
    }

    private func wardFigures(_ ward: HospitalLayout.Ward, _ shift: KPIWindow, _ before: KPIWindow) -> [Figure]
    {
        var figures = [Figure(.beds, ward: ward.code, bucket: "layout", value: Double(ward.beds))]
        figures += shift.latest(.occupiedBeds, ward: ward.code, unit: .count, window: .now, before: before)
        for id in [FigureID.transfers, .netFlow, .admissions, .discharges] {
            figures += shift.sum(id, ward: ward.code, before: before)
        }
        for id in [FigureID.nurseFill, .supportFill] {
            figures += shift.latest(id, ward: ward.code, unit: .percent, window: .shift, before: before)
        }
        return figures
    }

    private func alertFigures(_ alerts: [Alert]) -> [Figure] {
        let bucket = "alerts open at the briefing"
        var figures = layout.wards.filter { !$0.isEmergency }.map { ward in
            let count = alerts.count { $0.rule == .criticalRisk && $0.ward == ward.code }
            return Figure(.predictedLongStays, ward: ward.code, bucket: bucket, value: Double(count))
        }
        let long = alerts.count { $0.rule == .criticalRisk }
        figures.append(Figure(.predictedLongStays, bucket: bucket, value: Double(long)))
        let breaches = Set(
            alerts.filter { $0.rule == .likelyBreach || $0.rule == .imminentBreach }.map(\.visit)
        ).count
        figures.append(Figure(.likelyBreaches, bucket: bucket, value: Double(breaches)))
        return figures
    }

    private func qualityFigure(_ row: ModelQuality) -> Figure? {
        switch (row.model, row.metric, row.window) {
        case (StayKind.inpatient.name, "mae_hours", .all):
            Figure(.stayError, bucket: row.at.iso8601, value: row.value, unit: .hours)
        case (StayKind.department.name, "auc", .last1000):
            Figure(.breachAUC, bucket: row.at.iso8601, value: row.value, unit: .ratio)
        default: nil
        }
    }

    private static func alert(_ alert: Alert) -> BriefingFacts.Alert {
        // Long stays are told as a figure by ward; they are no emergency of the moment.
        let severity: BriefingFacts.Alert.Severity =
            switch alert.rule.severity {
            case .critical, .watch, .normal: .info
            case .high: .warning
            }
        return BriefingFacts.Alert(
            severity: severity,
            rule: alert.rule.name,
            ward: alert.ward,
            message: alert.message,
            since: alert.raisedAt
        )
    }
}
