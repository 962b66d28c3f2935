import Wiring
import Facility
import DeltaLake
import EventLog
import Hospital
import Pipeline
import Sites
import Testing

/// Two hospitals in one run, each with rules of its own.
@Suite struct TwoSitesTests {
    private func adt(
        _ facility: String,
        _ id: Int,
        _ trigger: String,
        _ at: String,
        _ visit: String,
        ward: String = "ED"
    )
        -> NewRecord
    {
        let place = facility == "EAST" ? "^^^\(ward)" : "\(ward)^^"
        let text = """
            MSH|^~\\&|PAS|\(facility)|WF|\(facility)|\(at)||ADT^\(trigger)|\(facility)\(id)|P|2.5.1\r\
            EVN|\(trigger)|\(at)\rPID|1||P\(visit)||Test^Person||19800615|F\r\
            PV1|1|E|\(place)||||||||||||||||\(visit)\r
            """
        // All arrive on the second of November; the zone of a message is the site's.
        return NewRecord(
            key: facility,
            kind: .message,
            receivedAt: CivilTime(year: 2026, month: 11, day: 2, hour: 12).utc.microseconds,
            payload: Array(text.utf8)
        )
    }

    private func configuration() throws -> PipelineConfiguration {
        var configuration = try standardConfiguration()
        try configuration.override(
            site: "EAST",
            """
            time_zone: Asia/Kolkata
            fields: {ward: PV1-3.4}
            wards: {EMERGENCY: {beds: 5, emergency: true}, W1: {beds: 10}}
            limits: {lateness: 2h}
            briefings: {at: ["06:00", "18:00"]}
            """
        )
        try configuration.override(site: "WEST", "time_zone: Europe/London\n")
        return configuration
    }

    @Test func eachSiteIsReadByItsOwnZoneFieldsAndLateness() throws {
        let workspace = try Workspace()
        let lake = workspace.lake("lake")
        var records: [NewRecord] = []
        for facility in ["EAST", "WEST"] {
            records += [
                adt(facility, 1, "A04", "20261102040000", "V1", ward: "EMERGENCY"),
                adt(facility, 2, "A04", "20261102100000", "V2", ward: "EMERGENCY"),
                // Three hours behind the newest: late where lateness is two hours.
                adt(facility, 3, "A04", "20261102063000", "V3", ward: "EMERGENCY"),
            ]
        }
        let log = try log(workspace, records)
        defer { log.close() }
        #expect(try runToEnd(log, lake, try configuration()).balances)
        let events = try rows(lake, "silver/events")
        func times(_ facility: String) -> [String?] {
            events.filter { $0["facility"] == facility }.map { $0["event_time"] }
        }
        func moment(_ hour: Int, _ minute: Int = 0) -> String {
            String(CivilTime(year: 2026, month: 11, day: 2, hour: hour, minute: minute).utc.microseconds)
        }
        let night = String(CivilTime(year: 2026, month: 11, day: 1, hour: 22, minute: 30).utc.microseconds)
        #expect(times("EAST") == [night, moment(4, 30)])
        #expect(times("WEST") == [moment(4), moment(10), moment(6, 30)])
        #expect(events.allSatisfy { $0["ward"] == "EMERGENCY" })
        #expect(try rows(lake, "silver/late").map { $0["facility"] } == ["EAST"])
    }

    @Test func withListedSitesAStrangerIsSetAsideAndCostsNobodyAPlace() throws {
        let workspace = try Workspace()
        let lake = workspace.lake("lake")
        var configuration = try configuration()
        try configuration.override(defaults: "sites: listed")
        let strangers = (0..<30).map { adt("JUNK\($0)", 1, "A04", "20261102040000", "V") }
        let log = try log(workspace, strangers + [adt("WEST", 1, "A04", "20261102040000", "V1")])
        defer { log.close() }
        let summary = try runToEnd(log, lake, configuration)
        #expect(summary.balances)
        #expect(try rows(lake, "silver/events").map { $0["facility"] } == ["WEST"])
        let reasons = try rows(lake, "silver/quarantine").map { $0["reason"] }
        #expect(reasons.count == 30 && Set(reasons) == ["site_unknown"])
    }

    @Test func aBriefingCoversTheTimeFromTheChangeBefore() throws {
        let london = BriefingDesk(try #require(try configuration().rules("WEST")))
        let clock = try #require(SiteClock.zone("Europe/London"))
        let morning = clock.moment(CivilTime(year: 2026, month: 10, day: 25, hour: 7))
        #expect(morning.since(london.periodStart(at: morning)) == .hours(13))
        let evening = clock.moment(CivilTime(year: 2026, month: 10, day: 25, hour: 19))
        #expect(evening.since(london.periodStart(at: evening)) == .hours(12))
        let spring = clock.moment(CivilTime(year: 2026, month: 3, day: 29, hour: 7))
        #expect(spring.since(london.periodStart(at: spring)) == .hours(11))
        let later = evening + .minutes(5)
        #expect(later.since(london.periodStart(at: later)) == .hours(12))
        var once = try configuration()
        try once.override(site: "WEST", "time_zone: Europe/London\nbriefings: {at: [\"08:00\"]}")
        let daily = BriefingDesk(try #require(once.rules("WEST")))
        let eight = clock.moment(CivilTime(year: 2026, month: 10, day: 25, hour: 8))
        #expect(eight.since(daily.periodStart(at: eight)) == .hours(25))
        try once.override(site: "WEST", "briefings: {at: []}")
        let never = BriefingDesk(try #require(once.rules("WEST")))
        #expect(eight.since(never.periodStart(at: eight)) == .hours(12))
    }
}
