package import Hospital
import Intake
import PatientFlow
package import Sites
package import Staffing
import StayModels

/// One site (a hospital or a home): everything remembered of it, and what each of its records does.
///
/// It only orders its parts. A record becomes a typed event or a fault (`Intake`), duplicates end there; then visits, KPIs,
/// forecasts and alerts follow (`SiteFlow`), or shifts (`ShiftBook`); then the briefing, when its time has come. A class, as
/// it owns its models: one owner, one thread, no copies.
///
/// For example: `let site = SiteProcessor(key: "RXA", rules: rules); let outcome = site.process(record)`.
package final class SiteProcessor: KeyedProcessor {
    /// The rules of sites.
    package typealias Book = SiteBook
    /// Rows on their way to the tables.
    package typealias Output = SiteOutput
    /// Rows that may still change.
    package typealias Live = SiteLive

    package let key: String
    package internal(set) var rules: SiteRules
    package let flow: SiteFlow
    package internal(set) var shifts: ShiftBook
    package internal(set) var accounting = Accounting()
    package internal(set) var outputCounts = OutputCounts()
    /// The newest briefing, for the screen.
    package internal(set) var lastBriefing: BriefingRow?

    var duplicates = DuplicateFilter()
    /// The lake's secret, for digests in commands; nil where there is none, and no part of the state.
    var digestKey: DigestKey?
    /// A trained model that has come in part.
    var delivery = ModelDelivery()
    /// The next shift change to be briefed; nil before the first event.
    var nextBriefing: Timestamp?
    /// Accounting at the last briefing, for what happened during a shift.
    var accountingAtBriefing = Accounting()
    private var decoder: PatientEventDecoder
    private var shiftDecoder: ShiftEventDecoder
    private var events: [Placed<EventRow>] = []
    private var briefings: [Placed<BriefingRow>] = []
    private var settledKPIs: [Settled<KPIRow>] = []
    /// Where the site's records lie in the log.
    private var partition = 0
    /// Whether live rows may have changed since they were last taken.
    private var isChanged = true

    package init(key: String, rules: SiteRules) {
        self.key = key
        self.rules = rules
        flow = SiteFlow(site: rules.site, seed: Self.seed(rules))
        shifts = ShiftBook(facility: key, clock: rules.clock, lateness: rules.lateness)
        decoder = PatientEventDecoder(rules)
        shiftDecoder = ShiftEventDecoder(rules)
    }

    init(key: String, rules: SiteRules, flow: SiteFlow, shifts: ShiftBook) {
        self.key = key
        self.rules = rules
        self.flow = flow
        self.shifts = shifts
        decoder = PatientEventDecoder(rules)
        shiftDecoder = ShiftEventDecoder(rules)
    }

    /// Seed of a site's models: sites must not learn in step.
    static func seed(_ rules: SiteRules) -> UInt64 {
        let code = Array(rules.code.utf8)
        return ContentHash.combine(rules.seed, ContentHash.hash(code, 0..<code.count))
    }

    // MARK: Records

    package func process(_ record: KeyedRecord) -> RecordOutcome {
        partition = record.partition
        let outcome: RecordOutcome
        switch record.kind {
        case .message: outcome = takeMessage(record)
        case .shift: outcome = takeShift(record)
        case .command: return obey(record)
        }
        accounting.note(outcome)
        isChanged = true
        brief(offset: record.offset)
        return outcome
    }

    package func advance(to moment: Timestamp, partition: Int, offset: Int64) {
        self.partition = partition
        let before = flow.watermark
        let isDue = flow.advance(to: moment, offset: offset)
        let isCounted = shifts.hasCounted(from: before, to: flow.watermark)
        if follow(offset: offset) || isDue || isCounted { isChanged = true }
        brief(offset: offset)
    }

    /// Notes that live rows may be others now.
    func noteChange() { isChanged = true }

    /// Lets shifts and the duplicate filter follow the flow's watermark; whether shifts settled.
    @discardableResult
    private func follow(offset: Int64) -> Bool {
        duplicates.forget(before: flow.horizon)
        return shifts.advance(to: flow.watermark, offset: offset)
    }

    package func adopt(_ rules: SiteRules, partition: Int, offset: Int64) {
        guard rules != self.rules else { return }
        self.partition = partition
        self.rules = rules
        decoder = PatientEventDecoder(rules)
        shiftDecoder = ShiftEventDecoder(rules)
        flow.adopt(rules.site, offset: offset)
        shifts.adopt(clock: rules.clock, lateness: rules.lateness, watermark: flow.watermark)
        if nextBriefing != nil { nextBriefing = BriefingDesk(rules).shiftChange(after: flow.watermark) }
        isChanged = true
    }

    private func takeMessage(_ record: KeyedRecord) -> RecordOutcome {
        do throws(RecordFault) {
            let header = try decoder.header(record.bytes, record.range, facility: key)
            let content = ContentHash.hash(record.bytes, record.range)
            switch duplicates.verdict(id: header.identity, content: content) {
            case .duplicate: return .duplicate
            case .reusedID:
                throw .init("control_id_reused", "MSH-10 was used before for another message of this sender")
            case .new: break
            }
            let event = try decoder.event(header, record.bytes, facility: key, receivedAt: record.receivedAt)
            switch flow.apply(event, offset: record.offset) {
            case .repeated: return .duplicate
            case .late(let keys):
                duplicates.remember(id: header.identity, content: content, at: max(event.at, flow.watermark))
                follow(offset: record.offset)
                return .late(
                    type: event.trigger.code,
                    at: event.at,
                    keys: keys.joined(separator: "; ")
                )
            case .refused(let reason): throw .init(reason, "a named limit of the facility is reached")
            case .applied: break
            }
            duplicates.remember(id: header.identity, content: content, at: event.at)
            follow(offset: record.offset)
            put(EventRow(event, controlID: header.controlID, record), record)
            return .accepted
        } catch {
            return .quarantined(error)
        }
    }

    private func takeShift(_ record: KeyedRecord) -> RecordOutcome {
        do throws(RecordFault) {
            let event = try shiftDecoder.event(record.payload, facility: key, receivedAt: record.receivedAt)
            let id = Array(event.eventID.utf8)
            let identity = ContentHash.hash(id, 0..<id.count)
            let content = ContentHash.hash(record.bytes, record.range)
            switch duplicates.verdict(id: identity, content: content) {
            case .duplicate: return .duplicate
            case .reusedID: throw .init("control_id_reused", "event_id was used before for another event")
            case .new: break
            }
            switch shifts.apply(event, watermark: flow.watermark, offset: record.offset) {
            case .late:
                duplicates.remember(id: identity, content: content, at: max(event.at, flow.watermark))
                return .late(type: event.status.rawValue, at: event.at, keys: "")
            case .full: throw .init("shift_limit", "a named limit of the facility is reached")
            case .applied: break
            }
            duplicates.remember(id: identity, content: content, at: event.at)
            flow.advance(to: event.at, offset: record.offset)
            follow(offset: record.offset)
            put(EventRow(event, record), record)
            return .accepted
        } catch {
            return .quarantined(error)
        }
    }

    private func put(_ row: EventRow, _ record: KeyedRecord) {
        events.append(Placed(row, partition: record.partition, offset: record.offset))
    }

    // MARK: Briefings

    /// Writes a briefing when a shift change has passed.
    private func brief(offset: Int64) {
        guard flow.watermark > .distantPast else { return }
        guard let next = nextBriefing else {
            nextBriefing = BriefingDesk(rules).shiftChange(after: flow.watermark)
            return
        }
        guard next <= flow.watermark else { return }
        let desk = BriefingDesk(rules)
        nextBriefing = desk.shiftChange(after: flow.watermark)
        // After a gap of days only the newest change is worth reading.
        let at = desk.lastShiftChange(before: flow.watermark) ?? next
        let row = desk.row(desk.facts(self, at: at))
        lastBriefing = row
        accountingAtBriefing = accounting
        briefings.append(Placed(row, partition: partition, offset: offset))
    }

    // MARK: Output

    package func takeOutput() -> SiteOutput {
        let flowed = flow.output
        flow.output = FlowOutput()
        let output = SiteOutput(
            events: events,
            briefings: briefings,
            flow: flowed,
            settledKPIs: flowed.settledKPIs + shifts.takeSettled(),
            partition: partition
        )
        events.removeAll(keepingCapacity: true)
        briefings.removeAll(keepingCapacity: true)
        outputCounts.note(output)
        return output
    }

    package func live() -> SiteLive {
        SiteLive(visits: flow.liveVisits(), kpis: tableKPIs())
    }

    package func takeLive() -> SiteLive? {
        guard isChanged else { return nil }
        isChanged = false
        return live()
    }

    /// Every live KPI as it is now, for screens and briefings.
    ///
    /// The table's rows differ in running shifts alone, whose hours they count up to the last change.
    package func liveKPIs() -> [KPIRow] { flow.liveKPIs() + shifts.liveKPIs(asOf: flow.watermark) }

    /// Every live KPI as `gold.kpis` has it.
    private func tableKPIs() -> [KPIRow] { flow.liveKPIs() + shifts.rows(at: flow.watermark) }

    package static let countNames = ["kpi_rows", "predictions", "alerts", "briefings"]

    package var counts: [String: Int64] {
        [
            "kpi_rows": outputCounts.settledKPIs + Int64(tableKPIs().count),
            "predictions": outputCounts.predictions, "alerts": outputCounts.alerts,
            "briefings": outputCounts.briefings,
        ]
    }
}
