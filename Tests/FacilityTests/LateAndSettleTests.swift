import Alerts
import Facility
import Hospital
import PatientFlow
import StayModels
import Testing

@Suite struct LateAndSettleTests {
    /// A discharged patient and one on the ward, then a silence of twelve hours with a lateness of six.
    private func quietRun() -> FlowRun {
        var run = FlowRun(smallSite())
        run.apply(event(.register, "V1", 10, "ED", age: 50))
        run.apply(event(.discharge, "V1", 50))
        run.apply(event(.admit, "V2", 15, "MED", "1", age: 60))
        run.apply(event(.transfer, "V3", 15, "MED", "2"))
        run.apply(event(.discharge, "V3", 55))
        run.heartbeat(monday + .minutes(60 * 12 + 45))
        return run
    }

    /// Events that change what has settled, with the hours they name.
    static let lateEvents: [(PatientEvent, [String])] = [
        (
            event(.cancelDischarge, "V1", 760),
            ["ed_departures 2026-01-05T00:00:00Z", "gauges from 2026-01-05T00:50:00Z"]
        ),
        (
            event(.cancelAdmit, "V2", 760),
            ["admissions 2026-01-05T00:00:00Z", "gauges from 2026-01-05T00:15:00Z"]
        ),
        (
            event(.register, "V9", 300, "ED"),
            ["arrivals 2026-01-05T05:00:00Z", "gauges from 2026-01-05T05:00:00Z"]
        ),
    ]

    @Test(arguments: lateEvents)
    func anEventThatChangesASettledHourIsAppliedAndNamesIt(late: PatientEvent, keys: [String]) throws {
        var run = quietRun()
        let settled = run.output.settledKPIs
        guard case .late(let named) = run.apply(late) else {
            Issue.record("expected it to be late")
            return
        }
        #expect(Set(keys).isSubset(of: Set(named)), "\(named)")
        #expect(run.output.settledKPIs.map(\.row) == settled.map(\.row), "no settled row is told again")
        #expect(try #require(run.flow.visits[late.visit]).key == late.visit)
    }

    @Test func theHouseIsRightFromALateEventOn() throws {
        var run = quietRun()
        #expect(run.flow.visits.census.inDepartment == 0)
        run.apply(event(.register, "V9", 300, "ED"))
        #expect(run.flow.visits.census.inDepartment == 1)
        run.apply(event(.discharge, "V9", 310))
        #expect(run.flow.visits.census.inDepartment == 0)
    }

    @Test func theSameLateEventAgainIsARepetition() {
        var run = quietRun()
        let late = event(.register, "V9", 300, "ED")
        run.apply(late)
        let before = run.bytes
        run.expect(late, .repeated)
        #expect(run.bytes == before)
    }

    @Test func anEventOlderThanAnyVisitThatIsRememberedChangesNothing() {
        var run = quietRun()
        run.heartbeat(monday + .hours(24 * 9))
        let before = run.bytes
        run.expect(event(.register, "V9", 60, "ED"), .late(keys: []))
        #expect(run.bytes == before)
    }

    @Test func anOldVisitStillTakesNewEvents() {
        var run = quietRun()
        run.expect(event(.update, "V1", 760, age: 51), .applied)
        run.expect(event(.discharge, "V2", 760), .applied)
    }

    @Test func visitsAndBucketsSettleOnceAndLeaveMemory() {
        var run = quietRun()
        for hour in Int64(13)...40 { run.heartbeat(monday + .hours(hour)) }
        #expect(run.output.settledVisits.map(\.row.visit.key).sorted() == ["V1", "V3"])
        #expect(run.flow.visits.visits.keys.sorted() == ["V2"])
        let settled = run.output.settledKPIs.map(\.row)
        let keys = Set(run.kpiRows.map { "\($0.kpi) \($0.ward) \($0.bucketStart)" })
        #expect(keys.count == run.kpiRows.count)
        #expect(settled.contains { $0.kpi == "complexity_score" } == false)
        #expect(settled.contains { $0.kpi == "bed_turnaround_rate" && $0.bucketStart == monday })
        #expect(
            settled.filter { $0.kpi == "occupied_beds" && $0.ward == "MED" }.map(\.reading.value).first == 1
        )
        #expect(run.flow.kpis.ledger == KPILedger())
    }

    @Test func aSettledVisitIsNeitherReopenedNorBegunAnew() {
        var run = quietRun()
        run.heartbeat(monday + .hours(16))
        #expect(run.output.settledVisits.count == 2)
        run.expect(event(.cancelDischarge, "V1", 960), .late(keys: []))
        run.expect(event(.admit, "V1", 960, "MED", "3"), .late(keys: []))
        run.heartbeat(monday + .hours(24 * 8))
        run.expect(event(.admit, "V1", 24 * 8 * 60, "MED", "3"), .applied)
        #expect(run.flow.visits.visits.count == 2)
    }

    @Test func aVisitThatNeverBeganLeavesWithoutARow() {
        var run = FlowRun(smallSite())
        run.apply(event(.update, "V1", 10))
        run.apply(event(.register, "V2", 10, "ED"))
        run.apply(event(.cancelAdmit, "V2", 20))
        run.heartbeat(monday + .hours(15))
        #expect(run.flow.visits.visits.count == 2, "they wait a week for what may have been held up")
        run.heartbeat(monday + .hours(15 + 7 * 24))
        #expect(run.flow.visits.visits.isEmpty)
        #expect(run.output.settledVisits.isEmpty)
    }

    @Test func yearsOfSilenceWriteAtMostAMonthOfHours() {
        var run = FlowRun(smallSite())
        run.apply(event(.register, "V1", 10, "ED"))
        run.heartbeat(monday + .hours(24 * 4_000))
        #expect(run.output.settledKPIs.count { $0.row.kpi == "ed_census" } == 24 * 31)
    }

    @Test(arguments: [
        // Local midnights of 28, 29 and 30 March 2026 and 24, 25 and 26 October 2026 in London.
        (
            CivilTime(year: 2026, month: 3, day: 29).utc,
            CivilTime(year: 2026, month: 3, day: 29, hour: 23).utc
        ),
        (
            CivilTime(year: 2026, month: 10, day: 24, hour: 23).utc,
            CivilTime(year: 2026, month: 10, day: 26).utc
        ),
    ])
    func dayBucketsFollowTheLocalDayWhenTheClocksChange(start: Timestamp, end: Timestamp) {
        let london = SiteClock(changes: [
            .init(start: .distantPast, offsetSeconds: 0),
            .init(start: CivilTime(year: 2026, month: 3, day: 29, hour: 1).utc, offsetSeconds: 3_600),
            .init(start: CivilTime(year: 2026, month: 10, day: 25, hour: 1).utc, offsetSeconds: 0),
        ])
        let site = Site(facility: "RXA", layout: smallLayout, clock: london, lateness: .hours(30))
        var run = FlowRun(site)
        for (number, at) in [start - .second, start, end - .second, end].enumerated() {
            var admit = event(.admit, "V\(number)", 0, "MED", "bed \(number)")
            admit.at = at
            run.apply(admit)
        }
        let rates = run.kpiRows.filter { $0.kpi == "bed_turnaround_rate" }.sorted {
            $0.bucketStart < $1.bucketStart
        }
        #expect(rates.map(\.reading.numerator) == [1, 2, 1])
        #expect(rates.dropFirst().map(\.bucketStart) == [start, end])
        run.heartbeat(end + .hours(30))
        #expect(run.output.settledKPIs.filter { $0.row.kpi == "bed_turnaround_rate" }.count == 2)
    }
}
