import Alerts
import Facility
import Hospital
import PatientFlow
import StayModels
import TestSupport
import Testing

@Suite struct VisitFoldTests {
    /// A visit with every trigger and a cancelled discharge, and two visits that are cancelled.
    private let story = [
        event(.register, "V1", 10, "ED", age: 70, acuity: 3), event(.update, "V1", 41, seenAt: 40),
        event(.admit, "V1", 95, "ED", "", age: 71), event(.transfer, "V1", 130, "AMU", "AMU-2"),
        event(.transfer, "V1", 180, "MED", "MED-4"), event(.update, "V1", 190, "AMU", "AMU-9", seenAt: 20),
        event(.discharge, "V1", 240), event(.cancelDischarge, "V1", 250),
        event(.transfer, "V1", 260, "MED", "MED-5"),
        event(.discharge, "V1", 300), event(.register, "V2", 15, "ED"),
        event(.admit, "V2", 60, "AMU", "AMU-3"),
        event(.cancelAdmit, "V2", 65), event(.discharge, "V2", 70), event(.admit, "V3", 30, "MED", "MED-1"),
        event(.transfer, "V3", 35, "AMU", "AMU-2"), event(.cancelAdmit, "V3", 55),
    ]

    private func kpis(_ run: FlowRun) -> [String] {
        run.kpiRows.map { "\($0.kpi) \($0.ward) \($0.bucketStart.iso8601) \($0.reading)" }.sorted()
    }

    private func visits(_ run: FlowRun) -> [String] {
        run.visitRows.map { row in
            let visit = row.visit
            let times = [
                visit.arrivedAt, visit.admittedAt, visit.seenAt, visit.edDepartedAt, visit.dischargedAt,
            ]
            return
                "\(visit.key) \(visit.patient) \(times) \(row.admissionWard) \(row.currentWard) \(row.stays)"
                + " \(visit.ageYears as Any) \(visit.acuity as Any) \(row.lastEventAt)"
        }.sorted()
    }

    @Test(arguments: UInt64(1)...40)
    func anyOrderOfArrivalGivesTheSameVisitsAndRows(seed: UInt64) {
        var ordered = FlowRun(smallSite())
        for event in story.sorted(by: { $0.at < $1.at }) { ordered.apply(event) }
        var random = SeededRandom(seed)
        var shuffled = FlowRun(smallSite())
        for event in story.shuffled(using: &random) { shuffled.apply(event) }
        #expect(shuffled.accepted.count == story.count, "seed \(seed)")
        #expect(visits(shuffled) == visits(ordered), "seed \(seed)")
        #expect(kpis(shuffled) == kpis(ordered), "seed \(seed)")
        #expect(shuffled.flow.occupied(ward: "MED") == ordered.flow.occupied(ward: "MED"), "seed \(seed)")
    }

    /// What remains of a visit: arrived, admitted, discharged as minutes, then its stays.
    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var events: [PatientEvent]
        var arrived: Int64?
        var admitted: Int64?
        var departed: Int64?
        var discharged: Int64?
        var stays: [String]
        var testDescription: String { name }
    }

    static let cases = [
        Case(
            name: "a direct admission that is cancelled never was",
            events: [event(.admit, "V", 10, "MED", "1"), event(.cancelAdmit, "V", 20)],
            stays: []
        ),
        Case(
            name: "a cancel that comes before its admission takes it all the same",
            events: [event(.cancelAdmit, "V", 20), event(.admit, "V", 10, "MED", "1")],
            stays: []
        ),
        Case(
            name: "a cancel does not take a later admission",
            events: [event(.cancelAdmit, "V", 20), event(.admit, "V", 30, "MED", "1")],
            admitted: 30,
            stays: ["MED/1 30-"]
        ),
        Case(
            name: "a registered patient whose admission is cancelled stays in the department",
            events: [
                event(.register, "V", 5, "ED"), event(.admit, "V", 10, "MED", "1"),
                event(.cancelAdmit, "V", 20),
            ],
            arrived: 5,
            stays: ["ED/ 5-"]
        ),
        Case(
            name: "a registration that is cancelled never was",
            events: [event(.register, "V", 5, "ED"), event(.cancelAdmit, "V", 20)],
            stays: []
        ),
        Case(
            name: "a cancelled discharge leaves the stay open",
            events: [
                event(.admit, "V", 10, "MED", "1"), event(.discharge, "V", 50),
                event(.cancelDischarge, "V", 60),
            ],
            admitted: 10,
            stays: ["MED/1 10-"]
        ),
        Case(
            name: "a cancel that comes before its discharge takes it all the same",
            events: [
                event(.admit, "V", 10, "MED", "1"), event(.cancelDischarge, "V", 60),
                event(.discharge, "V", 50),
            ],
            admitted: 10,
            stays: ["MED/1 10-"]
        ),
        Case(
            name: "a reopened visit closes again",
            events: [
                event(.admit, "V", 10, "MED", "1"), event(.discharge, "V", 50),
                event(.cancelDischarge, "V", 60),
                event(.discharge, "V", 70),
            ],
            admitted: 10,
            discharged: 70,
            stays: ["MED/1 10-70"]
        ),
        Case(
            name: "an update never moves",
            events: [event(.admit, "V", 10, "MED", "1"), event(.update, "V", 20, "AMU", "2")],
            admitted: 10,
            stays: ["MED/1 10-"]
        ),
        Case(
            name: "a transfer to the same bed begins no stay",
            events: [event(.admit, "V", 10, "MED", "1"), event(.transfer, "V", 20, "MED", "1")],
            admitted: 10,
            stays: ["MED/1 10-"]
        ),
        Case(
            name: "leaving the department is the first other ward",
            events: [
                event(.register, "V", 5, "ED"), event(.transfer, "V", 10, "ED", "9"),
                event(.transfer, "V", 30, "AMU", "1"), event(.transfer, "V", 40, "ED", "9"),
                event(.discharge, "V", 50),
            ],
            arrived: 5,
            departed: 30,
            discharged: 50,
            stays: ["ED/ 5-10", "ED/9 10-30", "AMU/1 30-40", "ED/9 40-50"]
        ),
        Case(
            name: "going home from the department is the departure",
            events: [event(.register, "V", 5, "ED"), event(.discharge, "V", 50)],
            arrived: 5,
            departed: 50,
            discharged: 50,
            stays: ["ED/ 5-50"]
        ),
        Case(
            name: "a discharged visit is neither admitted nor moved again",
            events: [
                event(.register, "V", 5, "ED"), event(.discharge, "V", 50),
                event(.admit, "V", 60, "MED", "1"),
                event(.transfer, "V", 70, "AMU", "1"),
            ],
            arrived: 5,
            departed: 50,
            discharged: 50,
            stays: ["ED/ 5-50"]
        ),
        Case(
            name: "a second admission does not move the first",
            events: [event(.admit, "V", 10, "MED", "1"), event(.admit, "V", 20, "AMU", "1")],
            admitted: 10,
            stays: ["MED/1 10-20", "AMU/1 20-"]
        ),
    ]

    @Test(arguments: cases)
    func eventsFoldToTheFactsOfTheVisit(_ example: Case) {
        var run = FlowRun(smallSite())
        for event in example.events { run.expect(event, .applied) }
        func minutes(_ moment: Timestamp?) -> Int64? {
            moment.map { $0.since(monday).microseconds / 60_000_000 }
        }
        let row = run.visitRows.first
        #expect(minutes(row?.visit.arrivedAt) == example.arrived)
        #expect(minutes(row?.visit.admittedAt) == example.admitted)
        #expect(minutes(row?.visit.edDepartedAt) == example.departed)
        #expect(minutes(row?.visit.dischargedAt) == example.discharged)
        let stays = (row?.stays ?? []).map { stay in
            let end = minutes(stay.endedAt).map { String($0) } ?? ""
            return "\(stay.ward)/\(stay.bed) \(minutes(stay.startedAt) ?? 0)-\(end)"
        }
        #expect(stays == example.stays)
    }

    @Test func aVisitWithTooManyEventsIsRefusedAndKeepsItsRow() {
        var run = FlowRun(smallSite())
        run.apply(event(.admit, "V", 0, "MED", "1"))
        for number in 1..<VisitRecord.eventLimit { run.apply(event(.update, "V", Int64(number % 300))) }
        run.expect(event(.discharge, "V", 300), .refused(reason: "visit_event_limit"))
        #expect(run.visitRows.first?.visit.dischargedAt == nil)
    }
}
