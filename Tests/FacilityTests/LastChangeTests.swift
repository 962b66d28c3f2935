import Alerts
import Facility
import Hospital
import PatientFlow
import StayModels
import TestSupport
import Testing

/// `as_of` of a KPI row: when it last changed.
@Suite struct LastChangeTests {
    private struct Key: Hashable, CustomStringConvertible {
        var kpi: String
        var ward: String
        var bucket: Timestamp
        var description: String { "\(kpi) [\(ward)] \(bucket.iso8601)" }
    }

    /// KPIs whose rows may be dated anew without another value: those of a family share their sums, and patients pass the
    /// limit and leave at the same moment.
    private static let sharing: Set<String> = [
        "ed_departures", "four_hour_percent", "four_hour_breaches", "admissions", "discharges", "net_flow",
        "waiting_over_210",
    ]

    private func byKey(_ rows: [KPIRow]) -> [Key: KPIRow] {
        Dictionary(
            uniqueKeysWithValues: rows.map { (Key(kpi: $0.kpi, ward: $0.ward, bucket: $0.bucketStart), $0) }
        )
    }

    private func firstHour(_ rows: [Key: KPIRow]) -> Timestamp? {
        rows.keys.filter { $0.kpi == "ed_census" }.map(\.bucket).min()
    }

    @Test(arguments: UInt64(1)...8)
    func aRowIsDatedAnewWhenItsValueChangesAndOnlyThen(seed: UInt64) {
        var run = FlowRun(smallSite())
        var before: [Key: KPIRow] = [:]
        var checked = 0
        for step in RandomStream.steps(seed: seed) {
            let start = run.flow.watermark
            let settledBefore = run.output.settledKPIs.count
            run.take(step)
            let now = run.flow.watermark
            let settled = byKey(run.output.settledKPIs[settledBefore...].map(\.row))
            let live = byKey(run.flow.liveKPIs())
            // Rows of hours before the first one so far come all at once.
            let isEarlier = settled.isEmpty && firstHour(live) ?? now < firstHour(before) ?? now
            for (key, row) in live.merging(settled, uniquingKeysWith: { $1 }) {
                let old = before[key]
                #expect(row.asOf <= now, "\(key), seed \(seed)")
                if let old, old.reading == row.reading {
                    // A ward nobody described has its rows all at once, and again after some hours without a change.
                    guard !isEarlier, key.ward != "OFF", !Self.sharing.contains(key.kpi) else { continue }
                    #expect(row.asOf == old.asOf, "\(key), seed \(seed)")
                } else if old != nil || key.ward != "OFF" {
                    guard !before.isEmpty else { continue }
                    checked += 1
                    #expect(row.asOf >= start, "\(key) at \(now.iso8601), seed \(seed)")
                }
            }
            before = live
        }
        #expect(checked > 1_000, "seed \(seed)")
    }

    @Test func aLateEventDatesEveryHourItChangesAndNoOther() {
        var run = FlowRun(smallSite())
        run.apply(event(.register, "V1", 30, "ED"))
        run.apply(event(.admit, "V2", 40, "MED", "1"))
        run.heartbeat(monday + .minutes(250))
        run.apply(event(.discharge, "V1", 110))
        let told = monday + .minutes(250)
        let rows = byKey(run.flow.liveKPIs())
        func asOf(_ kpi: String, _ hour: Int64, _ ward: String = "") -> Timestamp? {
            rows[Key(kpi: kpi, ward: ward, bucket: monday + .hours(hour))]?.asOf
        }
        #expect(asOf("ed_census", 0) == monday + .minutes(30))
        for hour in Int64(1)...4 { #expect(asOf("ed_census", hour) == told) }
        // He had passed 3 h 30 by 04:00, as it seemed.
        #expect(asOf("waiting_over_210", 2) == monday + .hours(2))
        #expect(asOf("waiting_over_210", 3) == told)
        #expect(asOf("occupied_beds", 0, "MED") == monday + .minutes(40))
        #expect(asOf("occupied_beds", 4, "MED") == monday + .hours(4))
        #expect(asOf("ed_departures", 1) == told)
        #expect(asOf("arrivals", 0) == monday + .minutes(30))
    }

    @Test func aPatientWhoReachesTheLimitDatesTheRowWithThatMoment() {
        var run = FlowRun(smallSite())
        run.apply(event(.register, "V1", 10, "ED"))
        run.heartbeat(monday + .minutes(215))
        let before = run.flow.liveKPIs()
        run.heartbeat(monday + .minutes(225))
        let changed = zip(before, run.flow.liveKPIs()).filter { $0 != $1 }.map(\.1)
        #expect(changed.map(\.kpi) == ["waiting_over_210"])
        #expect(changed.map(\.asOf) == [monday + .minutes(220)])
    }

    @Test func aHeartbeatThatMakesNothingDueSaysSo() {
        var run = FlowRun(smallSite())
        run.apply(event(.register, "V1", 5, "ED"))
        run.apply(event(.discharge, "V1", 25))
        run.apply(event(.register, "V2", 27, "ED"))
        let due = [28, 29, 60, 61, 236, 237, 238].map {
            run.flow.advance(to: monday + .minutes($0), offset: $0)
        }
        // At 01:00 an hour begins, later hours do, at 03:57 the second patient reaches 3 h 30.
        #expect(due == [false, false, true, false, true, true, false])
    }

    @Test func otherBedsDateEveryGaugeThatHasNotSettled() {
        var run = FlowRun(smallSite())
        run.apply(event(.admit, "V1", 5, "MED", "1"))
        run.heartbeat(monday + .minutes(130))
        var site = smallSite()
        site.layout = HospitalLayout(wards: [
            .init(code: "ED", beds: 10, isEmergency: true), .init(code: "AMU", beds: 5),
            .init(code: "MED", beds: 40),
        ])
        run.flow.adopt(site, offset: 9)
        let shares = run.flow.liveKPIs().filter { $0.kpi == "occupancy_percent" && $0.ward == "MED" }
        #expect(shares.map(\.reading.value) == [2.5, 2.5, 2.5])
        #expect(shares.allSatisfy { $0.asOf == monday + .minutes(130) })
    }

    @Test func aLedgerOfTheVersionBeforeIsOutdated() throws {
        var run = FlowRun(smallSite())
        run.apply(event(.register, "V1", 5, "ED"))
        var parts = run.flow.snapshot()
        let ledger = try #require(parts["ledger"])
        parts.add(.init(name: "ledger", version: ledger.version - 1, bytes: ledger.bytes))
        let error = #expect(throws: StateError.self) {
            try SiteFlow(site: smallSite(), seed: 7, restoring: parts)
        }
        #expect(error?.reason == .outdated)
        #expect(error?.part == "ledger")
    }
}
