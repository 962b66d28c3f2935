import Hospital
import Simulator
import Testing

/// The truth, counted from patient histories, against a slow recount from the messages.
@Suite struct TruthLogTests {
    private struct Key: Hashable {
        var kpi: String
        var facility: String
        var ward: String
        var bucket: Int64
    }

    private func hour(_ time: Int64) -> Int64 { time - ((time % 3_600) + 3_600) % 3_600 }

    /// KPI sums by (facility, ward, hour) as the messages tell them; gauges up to `end`.
    private func recount(_ fold: SilverFold, end: Int64) -> [Key: Double] {
        var sums: [Key: Double] = [:]
        for (name, visit) in fold.visits where !visit.neverWas {
            let facility = String(name.prefix(3))
            func add(_ kpi: String, in ward: String = "", at time: Int64, _ amount: Double = 1) {
                sums[Key(kpi: kpi, facility: facility, ward: ward, bucket: hour(time)), default: 0] += amount
            }
            func gauge(_ kpi: String, in ward: String = "", from start: Int64, to stop: Int64) {
                var at = hour(start + 3_599)
                while at < stop, at <= end {
                    add(kpi, in: ward, at: at - 3_600)
                    at += 3_600
                }
            }
            if let arrivedAt = visit.arrivedAt {
                add("arrivals", at: arrivedAt)
                let departed = visit.stays.first { $0.ward != "ED" }?.start ?? visit.dischargedAt
                if let departed {
                    add("ed_departures", at: departed)
                    add("four_hour_breaches", at: departed, departed - arrivedAt > 14_400 ? 1 : 0)
                }
                let stop = departed ?? .max
                gauge("ed_census", from: arrivedAt, to: stop)
                gauge("waiting_over_210", from: arrivedAt + 12_600, to: stop)
                if let admittedAt = visit.admittedAt { gauge("boarders", from: admittedAt, to: stop) }
                if let seenAt = visit.seenAt {
                    add("chaos_score", at: seenAt, Double(seenAt - arrivedAt) / 60)
                }
            }
            if let admittedAt = visit.admittedAt {
                for ward in ["", visit.admissionWard] { add("admissions", in: ward, at: admittedAt) }
                if let left = visit.dischargedAt, let last = visit.stays.last?.ward {
                    for ward in ["", last] { add("discharges", in: ward, at: left) }
                    add("los_hours", in: last, at: left, Double(left - admittedAt) / 3_600)
                }
            }
            for (index, stay) in visit.stays.enumerated() {
                if stay.isTransfer { add("transfers", in: stay.ward, at: stay.start) }
                if stay.ward != "ED" {
                    gauge(
                        "occupied_beds",
                        in: stay.ward,
                        from: stay.start,
                        to: visit.end(ofStay: index) ?? .max
                    )
                }
            }
        }
        return sums
    }

    @Test(arguments: [UInt64(31), 32])
    func truthAgreesWithASlowRecountFromTheMessages(seed: UInt64) {
        let configuration = SimulatorConfiguration(
            seed: seed,
            length: .days(5),
            facilities: 2,
            keepsHistory: true
        )
        let (records, truth) = run(configuration)
        let fold = folded(records)
        let counted = recount(fold, end: truth.closedThrough.microseconds / 1_000_000)
        let kpis = Set(counted.keys.map(\.kpi))
        #expect(kpis.count == 12)
        var expected: [Key: Double] = [:]
        for row in truth.kpis where kpis.contains(row.kpi) {
            let key = Key(
                kpi: row.kpi,
                facility: row.facility,
                ward: row.ward,
                bucket: row.bucket.microseconds / 1_000_000
            )
            expected[key] = row.numerator
        }
        for key in Set(counted.keys).union(expected.keys) {
            let difference = abs((counted[key] ?? 0) - (expected[key] ?? 0))
            if difference > 1e-6 { Issue.record("seed \(seed): \(key) differs by \(difference)") }
        }
    }

    @Test func dayFiguresAgreeWithARecountInLocalDays() {
        let start = CivilTime(year: 2026, month: 3, day: 27).utc
        let summer = CivilTime(year: 2026, month: 3, day: 29, hour: 1).utc
        let clock = SiteClock(changes: [
            SiteClock.Change(start: .distantPast, offsetSeconds: 0),
            SiteClock.Change(start: summer, offsetSeconds: 3_600),
        ])
        let (records, truth) = run(
            SimulatorConfiguration(seed: 35, start: start, length: .days(4), clock: clock, keepsHistory: true)
        )
        var visits: [Key: Set<String>] = [:]
        var beds: [Key: Set<String>] = [:]
        var scores: [Key: [Double]] = [:]
        func key(_ kpi: String, _ ward: String, _ time: Int64) -> Key {
            let day = clock.startOfDay(Timestamp(seconds: time)).microseconds / 1_000_000
            return Key(kpi: kpi, facility: "RXA", ward: ward, bucket: day)
        }
        for (name, visit) in folded(records).visits where !visit.neverWas {
            for stay in visit.stays where !stay.bed.isEmpty {
                visits[key("bed_turnaround_rate", stay.ward, stay.start), default: []].insert(name)
                beds[key("bed_turnaround_rate", stay.ward, stay.start), default: []].insert(stay.bed)
            }
            guard let admitted = visit.admittedAt, let left = visit.dischargedAt, let age = visit.age,
                let last = visit.stays.last
            else { continue }
            let score = 0.5 * min(1, Double(age) / 100) + 0.5 * min(1, Double(left - admitted) / 864_000)
            scores[key("complexity_score", last.ward, left), default: []].append(score)
        }
        var rows = 0
        for row in truth.kpis where row.kpi == "bed_turnaround_rate" || row.kpi == "complexity_score" {
            let at = row.bucket.microseconds / 1_000_000
            let key = Key(kpi: row.kpi, facility: "RXA", ward: row.ward, bucket: at)
            rows += 1
            if let list = scores[key] {
                #expect(abs(list.reduce(0, +) / Double(list.count) - row.value) < 1e-9)
            } else {
                #expect(Double(visits[key]?.count ?? 0) == row.numerator)
                #expect(Double(beds[key]?.count ?? 0) == row.denominator)
            }
        }
        #expect(rows == scores.count + visits.count)
        #expect(rows > 40)
    }

    @Test func countsAgreeWithTheHourlyRows() {
        let truth = run(SimulatorConfiguration(seed: 33, length: .days(5), keepsHistory: true)).truth
        func total(_ kpi: String, facilityOnly: Bool = true) -> Int {
            Int(
                truth.kpis.filter { $0.kpi == kpi && $0.ward.isEmpty == facilityOnly }.reduce(0) {
                    $0 + $1.value
                }
            )
        }
        #expect(total("arrivals") == truth.counts.arrivals)
        #expect(total("admissions") == truth.counts.admissions)
        #expect(total("discharges") == truth.counts.discharges)
        #expect(total("net_flow") == truth.counts.admissions - truth.counts.discharges)
        #expect(total("net_flow", facilityOnly: false) == total("net_flow"))
        #expect(total("transfers", facilityOnly: false) == truth.counts.transfers)
    }

    @Test func everyKPIOfTheDocumentHasRowsInItsGrain() {
        let truth = run(SimulatorConfiguration(seed: 34, length: .days(3), keepsHistory: true)).truth
        let days = [
            "bed_turnaround_rate", "complexity_score", "fill_rate_rn_percent", "fill_rate_hcsw_percent",
        ]
        let hours = [
            "arrivals", "ed_departures", "four_hour_percent", "four_hour_breaches", "ed_census",
            "waiting_over_210", "boarders", "occupied_beds", "occupancy_percent", "admissions", "discharges",
            "net_flow", "transfers", "los_hours", "chaos_score",
        ]
        #expect(Set(truth.kpis.filter { $0.grain == .day }.map(\.kpi)) == Set(days))
        #expect(Set(truth.kpis.filter { $0.grain == .hour }.map(\.kpi)) == Set(hours))
        #expect(truth.kpis.allSatisfy { $0.value.isFinite })
    }

    @Test func aRowInJSONNamesItsBucketInISO8601() {
        let row = KPITruth(
            facility: "RXA",
            ward: "MED",
            kpi: "los_hours",
            grain: .hour,
            bucket: CivilTime(year: 2026, month: 1, day: 6, hour: 14).utc,
            value: 30.5,
            numerator: 61,
            denominator: 2
        )
        #expect(
            row.json == """
                {"facility":"RXA","ward":"MED","kpi":"los_hours","grain":"hour","bucket":"2026-01-06T14:00:00Z",\
                "value":30.5,"numerator":61.0,"denominator":2.0}
                """
        )
    }
}
