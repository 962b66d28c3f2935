import EventLog
import Foundation
import Hospital
import Pipeline
import Simulator
import Testing
import Wiring

/// An interface engine stands for some hours and sends what it kept days later, behind the horizon.
@Suite struct LateFeedTests {
    private let simulation = SimulatorConfiguration(
        seed: 61,
        length: .days(7),
        facilities: 1,
        arrivalsPerDay: 150,
        heartbeat: .minutes(30)
    )

    /// The same records, but messages of six hours come two days after the others.
    private func delayed(_ records: [NewRecord]) throws -> (records: [NewRecord], moved: Int) {
        let start = (simulation.start + .hours(36)).microseconds
        let end = start + TimeSpan.hours(6).microseconds
        let sent = end + TimeSpan.hours(48).microseconds
        func isMoved(_ record: NewRecord) -> Bool {
            record.kind == .message && (start..<end).contains(record.receivedAt)
        }
        let moved = records.filter(isMoved).map { record in
            var record = record
            record.receivedAt = sent
            return record
        }
        let rest = records.filter { !isMoved($0) }
        let place = rest.firstIndex { $0.receivedAt > sent } ?? rest.endIndex
        return (Array(rest[..<place]) + moved + Array(rest[place...]), moved.count)
    }

    @Test func theHouseIsRightAgainOnceTheyCame() throws {
        let (_, _, records) = try simulatedLog(try Workspace(), simulation, partitions: 1)
        let (late, moved) = try delayed(records)
        #expect(moved > 100)
        var lakes: [String] = []
        let workspaces = [try Workspace(), try Workspace()]
        defer { withExtendedLifetime(workspaces) {} }
        for (workspace, records) in zip(workspaces, [records, late]) {
            let summary = try runToEnd(
                try log(workspace, records),
                workspace.lake("lake"),
                try standardConfiguration()
            )
            #expect(summary.balances)
            lakes.append(workspace.lake("lake"))
        }
        // Who is here, where and since when.
        func present(_ lake: String) throws -> [String] {
            try rows(lake, "silver/visits").filter { $0["discharged_at"] == nil }.map { visit in
                ["visit", "arrived_at", "admitted_at", "ed_departed_at", "current_ward", "current_bed"]
                    .map { visit[$0] ?? "" }.joined(separator: " ")
            }.sorted()
        }
        let others = try Set(present(lakes[1])).symmetricDifference(present(lakes[0])).sorted()
        #expect(others == [])
        // What the screens show of the last hours.
        let gauges: Set = ["ed_census", "waiting_over_210", "boarders", "occupied_beds", "occupancy_percent"]
        func readings(_ lake: String) throws -> [String] {
            let kpis = try rows(lake, "gold/kpis").filter { gauges.contains($0["kpi"] ?? "") }
            let newest = try #require(kpis.compactMap { Int64($0["bucket_start"] ?? "") }.max())
            let first = newest - TimeSpan.hours(12).microseconds
            return kpis.filter { Int64($0["bucket_start"] ?? "") ?? 0 >= first }.map { row in
                ["kpi", "ward", "bucket_start", "value"].map { row[$0] ?? "" }.joined(separator: " ")
            }.sorted()
        }
        let wrong = try Set(readings(lakes[1])).symmetricDifference(readings(lakes[0])).sorted()
        #expect(wrong == [])
        // What had settled stays, and is named.
        let named = try rows(lakes[1], "silver/late")
        #expect(named.contains { $0["keys"]?.contains("gauges from") == true })
        let ids = try rows(lakes[1], "silver/visits").compactMap { $0["visit"] }
        #expect(Set(ids).count == ids.count, "no visit twice")
    }

    @Test func sentOnceMoreTheyAreRepetitions() throws {
        let (_, _, records) = try simulatedLog(try Workspace(), simulation, partitions: 1)
        let (late, moved) = try delayed(records)
        let end = (simulation.start + .hours(36 + 6 + 48)).microseconds
        let again = late.filter { $0.kind == .message && $0.receivedAt == end }
        #expect(again.count >= moved)
        let place = try #require(late.lastIndex { $0.receivedAt == end })
        var twice = late
        twice.insert(contentsOf: again, at: place + 1)
        let workspaces = [try Workspace(), try Workspace()]
        defer { withExtendedLifetime(workspaces) {} }
        var lakes: [String] = []
        for (workspace, records) in zip(workspaces, [late, twice]) {
            lakes.append(workspace.lake("lake"))
            _ = try runToEnd(try log(workspace, records), workspace.lake("lake"), try standardConfiguration())
        }
        #expect(try lines(lakes[0], "silver/visits") == lines(lakes[1], "silver/visits"))
        func values(_ lake: String) throws -> [String] {
            try rows(lake, "gold/kpis").map { row in
                ["kpi", "ward", "bucket_start", "value"].map { row[$0] ?? "" }.joined(separator: " ")
            }.sorted()
        }
        #expect(try values(lakes[0]) == values(lakes[1]))
    }
}
