import DeltaLake
import EventLog
import Foundation
import Hospital
import Parquet
import Pipeline
import Testing
import Wiring

/// A lake and a log as the version before partition runners left them.
///
/// Keyed tables have no `open`, bronze is one table, and state is one file a partition. Written by that version's own
/// program from 1,300 simulated events.
@Suite struct UpgradeTests {
    private func fixture(_ workspace: Workspace) throws {
        let archive = "\(repository)/Tests/WiringTests/Fixtures/lake-before-the-engine.tar.gz"
        let tar = Process()
        tar.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        tar.arguments = ["tar", "-xzf", archive, "-C", workspace.path]
        try tar.run()
        tar.waitUntilExit()
        try #require(tar.terminationStatus == 0)
    }

    @Test func theLakeOfTheVersionBeforeIsTakenOver() throws {
        let old = try Workspace()
        let new = try Workspace()
        try fixture(old)
        try fixture(new)
        try FileManager.default.removeItem(atPath: new.lake("lake"))
        let facts = [
            "bronze/messages", "silver/events", "silver/quarantine", "silver/late", "gold/predictions",
            "gold/alerts",
            "gold/briefings",
        ]
        let before = try facts.map { try DeltaTable.open(at: "\(old.lake("lake"))/\($0)").read() }
            .map { $0.reduce(0) { $0 + $1.rowCount } }
        #expect(before[1] == 1_300)
        for workspace in [old, new] {
            let log = try LogURL.open("log:\(workspace.path)/log", create: false)
            let summary = try runToEnd(log, workspace.lake("lake"), try standardConfiguration())
            #expect(summary.balances && summary.records == 1_304)
        }
        for table in ["silver/visits", "silver/bed_stays", "gold/kpis"] {
            let others = try Set(lines(old.lake("lake"), table))
                .symmetricDifference(lines(new.lake("lake"), table)).sorted()
            #expect(others == [], "\(table)")
        }
        // What was said stays said, once.
        for (table, count) in zip(facts, before).dropFirst() {
            #expect(try rows(old.lake("lake"), table).count == count, "\(table)")
            #expect(try rows(new.lake("lake"), table).count == count, "\(table)")
        }
        // Every record lies in bronze once; heartbeats in the table that was theirs when they came.
        func places(_ lake: String) throws -> [String] {
            try ["bronze/messages", "bronze/control"].flatMap { table in
                try rows(lake, table).map { "\($0["partition"] ?? "") \($0["offset"] ?? "")" }
            }.sorted()
        }
        let found = try places(old.lake("lake"))
        #expect(try found == places(new.lake("lake")) && Set(found).count == found.count)
        let left = try FileManager.default.subpathsOfDirectory(atPath: old.lake("lake") + "/_wardflow")
        #expect(!left.contains { $0.hasSuffix(".state") }, "nothing of the older form is left")
    }

    @Test func itGoesOnAsANewOneDoes() throws {
        let old = try Workspace()
        let new = try Workspace()
        try fixture(old)
        try fixture(new)
        try FileManager.default.removeItem(atPath: new.lake("lake"))
        for workspace in [old, new] {
            let log = try LogURL.open("log:\(workspace.path)/log", create: false)
            try runToEnd(log, workspace.lake("lake"), try standardConfiguration())
            // Two days on, visits and hours settle.
            let newest = try #require(
                rows(workspace.lake("lake"), "silver/events").compactMap { Int64($0["received_at"] ?? "") }
                    .max()
            )
            for hour in Int64(1)...60 {
                _ = try log.append(
                    (0..<log.partitionCount).map { partition in
                        NewRecord(
                            key: "",
                            kind: .heartbeat,
                            receivedAt: newest + TimeSpan.hours(hour).microseconds,
                            payload: [],
                            partition: partition
                        )
                    }
                )
            }
            try runToEnd(log, workspace.lake("lake"), try standardConfiguration())
        }
        for table in ["silver/visits", "silver/bed_stays", "gold/kpis"] {
            let found = try lines(old.lake("lake"), table)
            #expect(found == (try lines(new.lake("lake"), table)), "\(table)")
            #expect(found.contains { $0.contains("open=false") })
        }
    }
}
