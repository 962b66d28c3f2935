import Wiring
import Sites
import EventLog
import Facility
import Foundation
import Hospital
import Pipeline
import Simulator
import Testing

@Suite struct EndToEndTruthTests {
    struct Key: Hashable, CustomStringConvertible {
        var facility: String
        var ward: String
        var kpi: String
        var bucket: Timestamp
        var description: String { "\(kpi) \(facility) [\(ward)] \(bucket.iso8601)" }
    }

    @Test(arguments: [UInt64(5), 6])
    func theTablesHoldTheTruthOfASimulatedHospital(seed: UInt64) throws {
        try check(twoDays(seed: seed), try standardConfiguration(), seed)
    }

    @Test func theTablesHoldTheTruthWhenLondonsClocksChange() throws {
        var simulation = twoDays(seed: 9, facilities: 1)
        var configuration = try standardConfiguration()
        try configuration.override(defaults: "time_zone: Europe/London")
        let clock = configuration.rulesForReading("RXA").clock
        simulation.clock = clock
        simulation.start = clock.moment(CivilTime(year: 2026, month: 3, day: 28, hour: 12))
        try check(simulation, configuration, 9)
    }

    private func check(
        _ simulation: SimulatorConfiguration,
        _ configuration: PipelineConfiguration,
        _ seed: UInt64
    ) throws {
        let workspace = try Workspace()
        let lake = workspace.lake("lake")
        let (log, truth, _) = try simulatedLog(workspace, simulation)
        let summary = try runToEnd(log, lake, configuration)
        #expect(summary.balances)
        #expect(summary.records == Int64(truth.counts.records), "seed \(seed)")
        // Of what lies behind the horizon, what is of a visit in memory is taken in; the rest is late.
        let accounting = summary.accounting
        #expect(truth.counts.late > 0, "seed \(seed)")
        #expect(accounting.late <= Int64(truth.counts.late), "seed \(seed)")
        #expect(
            accounting.silver + accounting.late == Int64(truth.counts.silver + truth.counts.late),
            "seed \(seed)"
        )
        #expect(summary.accounting.duplicates == Int64(truth.counts.duplicates), "seed \(seed)")
        #expect(summary.accounting.quarantined == Int64(truth.counts.quarantined), "seed \(seed)")
        let bronze = try ["bronze/messages", "bronze/control"].map { try rows(lake, $0).count }
        #expect(Int64(bronze[0] + bronze[1]) == (try log.endOffsets().reduce(0, +)))
        #expect(try rows(lake, "silver/events").count == Int(accounting.silver))
        #expect(try rows(lake, "silver/quarantine").count == truth.counts.quarantined)
        #expect(try rows(lake, "silver/late").count == Int(accounting.late))
        try checkVisits(lake, truth)
        let kpis = try rows(lake, "gold/kpis")
        #expect(summary.outputs["kpi_rows"] == Int64(kpis.count))
        compare(kpis, truth, seed)
    }

    private func checkVisits(_ lake: String, _ truth: TruthLog) throws {
        let visits = try rows(lake, "silver/visits")
        #expect(Set(visits.map { "\($0["facility"] ?? "")/\($0["visit"] ?? "")" }).count == visits.count)
        #expect(visits.count { $0["arrived_at"] != nil } == truth.counts.arrivals)
        #expect(visits.count { $0["admitted_at"] != nil } == truth.counts.admissions)
        #expect(visits.count { $0["discharged_at"] != nil } == truth.counts.departures)
        #expect(
            try rows(lake, "silver/bed_stays").count
                == visits.reduce(0) { $0 + (Int($1["stays"] ?? "") ?? 0) }
        )
        #expect(
            try rows(lake, "silver/bed_stays").count { $0["by_transfer"] == "true" } == truth.counts.transfers
        )
    }

    private func compare(_ rows: [[String: String]], _ truth: TruthLog, _ seed: UInt64) {
        var found: [Key: Double] = [:]
        for row in rows {
            let key = Key(
                facility: row["facility"] ?? "",
                ward: row["ward"] ?? "",
                kpi: row["kpi"] ?? "",
                bucket: Timestamp(microseconds: Int64(row["bucket_start"] ?? "") ?? 0)
            )
            #expect(found[key] == nil, "two rows for \(key), seed \(seed)")
            found[key] = Double(row["value"] ?? "") ?? .nan
        }
        var expected: [Key: Double] = [:]
        for row in truth.kpis {
            expected[Key(facility: row.facility, ward: row.ward, kpi: row.kpi, bucket: row.bucket)] =
                row.value
        }
        #expect(expected.count > 2_500, "seed \(seed)")
        var wrong: [String: Int] = [:]
        for key in Set(found.keys).union(expected.keys) {
            guard KPINames.daily.contains(key.kpi) || key.bucket + .hour <= truth.closedThrough else {
                continue
            }
            let missing: Double? = KPINames.counts.contains(key.kpi) ? 0 : nil
            let left = found[key] ?? missing
            let right = expected[key] ?? missing
            if let left, let right, abs(left - right) < 1e-5 { continue }
            wrong[key.kpi, default: 0] += 1
            guard wrong[key.kpi] ?? 0 < 4 else { continue }
            Issue.record("\(key): found \(left as Any), truth \(right as Any), seed \(seed)")
        }
        #expect(wrong.isEmpty, "wrong rows by KPI, seed \(seed)")
    }
}
