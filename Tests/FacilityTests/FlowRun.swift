import Alerts
import Facility
import Hospital
import PatientFlow
import StayModels
import Testing

/// Monday 5 January 2026, the midnight all streams of these tests begin at.
let monday = CivilTime(year: 2026, month: 1, day: 5).utc

/// A small hospital: a department without beds of its own and two wards.
let smallLayout = HospitalLayout(wards: [
    .init(code: "ED", beds: 10, isEmergency: true), .init(code: "AMU", beds: 5), .init(code: "MED", beds: 20),
])

/// A site of the small hospital.
func smallSite(
    lateness: TimeSpan = .hours(6),
    clock: SiteClock = .utc,
    rules: AlertRules = AlertRules()
) -> Site {
    Site(facility: "RXA", layout: smallLayout, clock: clock, lateness: lateness, rules: rules)
}

/// An event `minutes` after Monday midnight.
func event(
    _ trigger: PatientEvent.Trigger,
    _ visit: String,
    _ minutes: Int64,
    _ ward: String = "",
    _ bed: String = "",
    age: Int? = nil,
    acuity: Int? = nil,
    seenAt: Int64? = nil
) -> PatientEvent {
    PatientEvent(
        trigger: trigger,
        facility: "RXA",
        visit: visit,
        patient: "P-\(visit)",
        at: monday + .minutes(minutes),
        location: Location(ward: ward, bed: bed),
        ageYears: age,
        acuity: acuity,
        seenAt: seenAt.map { monday + .minutes($0) }
    )
}

/// One step of a log: an event or a heartbeat.
enum Step {
    case event(PatientEvent)
    case heartbeat(Timestamp)
}

/// A flow fed step by step, with everything it ever put out.
struct FlowRun {
    var flow: SiteFlow
    var offset: Int64 = 0
    var accepted: [(event: PatientEvent, offset: Int64)] = []
    var late = 0
    /// Buckets that had settled when an event came that changes them.
    var settled: Set<String> = []
    /// Gauges of the hours before had settled when an event came that changes them.
    var gaugesUntil = Int64.min
    var refused = 0
    var output = FlowOutput()

    init(_ site: Site, seed: UInt64 = 7) {
        flow = SiteFlow(site: site, seed: seed)
    }

    @discardableResult
    mutating func apply(_ event: PatientEvent) -> SiteFlow.Outcome {
        let outcome = flow.apply(event, offset: offset)
        switch outcome {
        case .applied: accepted.append((event, offset))
        case .late(let keys):
            late += 1
            guard !keys.isEmpty else { break }
            // The visit is right; what had settled of it stays.
            accepted.append((event, offset))
            settled.formUnion(keys)
            if keys.contains(where: { $0.hasPrefix("gauges from ") }) {
                gaugesUntil = max(gaugesUntil, (flow.kpis.openHour ?? 0))
            }
        case .repeated: late += 1
        case .refused: refused += 1
        }
        offset += 1
        drain()
        return outcome
    }

    /// Applies `event` and expects `outcome`.
    mutating func expect(
        _ event: PatientEvent,
        _ outcome: SiteFlow.Outcome,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let found = apply(event)
        #expect(found == outcome, sourceLocation: sourceLocation)
    }

    mutating func heartbeat(_ moment: Timestamp) {
        flow.advance(to: moment, offset: offset)
        offset += 1
        drain()
    }

    mutating func take(_ step: Step) {
        switch step {
        case .event(let event): apply(event)
        case .heartbeat(let moment): heartbeat(moment)
        }
    }

    private mutating func drain() {
        output.predictions += flow.output.predictions
        output.transitions += flow.output.transitions
        output.quality += flow.output.quality
        output.dischargeForecasts += flow.output.dischargeForecasts
        output.settledKPIs += flow.output.settledKPIs
        output.settledVisits += flow.takeSettledVisits()
        flow.output = FlowOutput()
    }

    /// The saved state.
    var bytes: [UInt8] {
        var writer = StateWriter()
        flow.snapshot().write(to: &writer)
        return writer.bytes
    }

    /// Saves and restores the flow in place.
    mutating func restart() throws {
        let output = flow.output
        flow = try SiteFlow(site: flow.site, seed: 7, restoring: flow.snapshot())
        flow.output = output
    }

    /// Settled and live KPI rows together.
    var kpiRows: [KPIRow] { output.settledKPIs.map(\.row) + flow.liveKPIs() }

    /// Settled and live visit rows together.
    var visitRows: [VisitRow] { output.settledVisits.map(\.row) + flow.liveVisits() }

    /// The transitions of one rule as words, `raised 09:30`.
    func steps(_ rule: AlertRule) -> [String] {
        output.transitions.filter { $0.alert.rule == rule }
            .map { "\($0.alert.state.rawValue) \($0.at.iso8601.dropFirst(11).prefix(5))" }
    }
}
