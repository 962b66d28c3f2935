import Facility
package import Hospital
import Sites
import Staffing

/// Everything the pipeline remembers of one facility.
struct FacilityState {
    let rules: SiteRules
    var flow: SiteFlow
    var shifts: ShiftBook
    var duplicates = DuplicateFilter()
    /// The next shift change to be briefed; nil before the first event.
    var nextBriefing: Timestamp?
    /// Accounting at the last briefing, for what happened during a shift.
    var accountingAtBriefing = Accounting()
    var accounting = Accounting()
    /// Rows given out to gold since the first record.
    var counts = OutputCounts()
    /// A trained model that has come in part.
    var delivery = ModelDelivery()
    /// The newest briefing, for the screen.
    var lastBriefing: BriefingRow?
    /// Whether live rows must be written again.
    var isDirty = false
    /// Read this site's messages and shift events.
    var decoder: PatientEventDecoder
    let shiftDecoder: ShiftEventDecoder

    init(_ rules: SiteRules) {
        self.rules = rules
        flow = SiteFlow(site: rules.site, seed: Self.seed(rules))
        shifts = ShiftBook(facility: rules.code, clock: rules.clock, lateness: rules.lateness)
        decoder = PatientEventDecoder(rules)
        shiftDecoder = ShiftEventDecoder(rules)
    }

    /// The code of the site.
    var facility: String { rules.code }

    /// Writes this site's briefings.
    var desk: BriefingDesk { BriefingDesk(rules) }

    private static func seed(_ rules: SiteRules) -> UInt64 {
        ContentHash.combine(
            rules.seed,
            ContentHash.hash(Array(rules.code.utf8), 0..<rules.code.utf8.count)
        )
    }

    /// Everything live, as rows of `gold.kpis`.
    func liveKPIs() -> [KPIRow] {
        flow.liveKPIs() + shifts.liveKPIs(asOf: flow.watermark)
    }

    /// Moves event time on; shifts and the duplicate filter follow.
    mutating func advance(to moment: Timestamp, offset: Int64) {
        flow.advance(to: moment, offset: offset)
        follow(offset: offset)
    }

    /// Lets shifts and the duplicate filter follow the flow's watermark.
    mutating func follow(offset: Int64) {
        shifts.advance(to: flow.watermark, offset: offset)
        duplicates.forget(before: flow.horizon)
        isDirty = true
    }
}

extension FacilityState {
    func write(to writer: inout StateWriter) {
        writer.write(facility)
        flow.snapshot().write(to: &writer)
        shifts.write(to: &writer)
        duplicates.write(to: &writer)
        writer.write(nextBriefing)
        accountingAtBriefing.write(to: &writer)
        accounting.write(to: &writer)
        for count in [counts.predictions, counts.alerts, counts.settledKPIs, counts.briefings] {
            writer.write(count)
        }
        writer.write(lastBriefing)
        delivery.write(to: &writer)
    }

    init(configuration: PipelineConfiguration, from reader: inout StateReader) throws(StateError) {
        let code = try reader.string()
        guard let rules = configuration.rules(code) else {
            throw StateError("saved state of a site that is not listed")
        }
        self.rules = rules
        decoder = PatientEventDecoder(rules)
        shiftDecoder = ShiftEventDecoder(rules)
        flow = try SiteFlow(
            site: rules.site,
            seed: Self.seed(rules),
            restoring: try StateParts(from: &reader)
        )
        shifts = try ShiftBook(
            facility: code,
            clock: rules.clock,
            lateness: rules.lateness,
            from: &reader
        )
        duplicates = try DuplicateFilter(from: &reader)
        nextBriefing = try reader.optional()
        accountingAtBriefing = try Accounting(from: &reader)
        accounting = try Accounting(from: &reader)
        counts = OutputCounts(
            predictions: try reader.integer(),
            alerts: try reader.integer(),
            settledKPIs: try reader.integer(),
            briefings: try reader.integer()
        )
        lastBriefing = try reader.optional()
        delivery = try ModelDelivery(from: &reader)
    }
}

extension BriefingRow: StateCoded {
    func write(to writer: inout StateWriter) {
        for text in [facility, level, markdown, html, json] { writer.write(text) }
        writer.write(at)
    }

    init(from reader: inout StateReader) throws(StateError) {
        facility = try reader.string()
        level = try reader.string()
        markdown = try reader.string()
        html = try reader.string()
        json = try reader.string()
        at = try reader.timestamp()
    }
}

extension Accounting: StateCoded {
    package func write(to writer: inout StateWriter) {
        for count in [records, silver, quarantined, duplicates, late] { writer.write(count) }
    }

    package init(from reader: inout StateReader) throws(StateError) {
        self.init(
            records: try reader.integer(),
            silver: try reader.integer(),
            quarantined: try reader.integer(),
            duplicates: try reader.integer(),
            late: try reader.integer()
        )
    }

    static func + (left: Accounting, right: Accounting) -> Accounting {
        Accounting(
            records: left.records + right.records,
            silver: left.silver + right.silver,
            quarantined: left.quarantined + right.quarantined,
            duplicates: left.duplicates + right.duplicates,
            late: left.late + right.late
        )
    }

    static func - (left: Accounting, right: Accounting) -> Accounting {
        Accounting(
            records: left.records - right.records,
            silver: left.silver - right.silver,
            quarantined: left.quarantined - right.quarantined,
            duplicates: left.duplicates - right.duplicates,
            late: left.late - right.late
        )
    }
}
