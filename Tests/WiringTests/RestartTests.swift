import Lake
import Wiring
import EventLog
import Foundation
import Hospital
import Pipeline
import Simulator
import Testing

@Suite struct RestartTests {
    private let simulation = SimulatorConfiguration(
        seed: 11,
        length: .days(1),
        facilities: 2,
        arrivalsPerDay: 100,
        heartbeat: .minutes(5)
    )

    private func smallBeats(_ commit: Int, _ snapshot: Int) throws -> PipelineConfiguration {
        var configuration = try standardConfiguration()
        configuration.batchRecords = 97
        configuration.commitMaxRecords = commit
        configuration.snapshotMaxRecords = snapshot
        configuration.checkpointEvery = 3
        return configuration
    }

    private func expectEqualTables(_ left: String, _ right: String) throws {
        for table in tablePaths {
            let expected = try lines(left, table)
            let found = try lines(right, table)
            let isSame = expected == found
            #expect(isSame, "\(table): \(expected.count) and \(found.count) rows")
            if let place = zip(expected, found).first(where: { $0 != $1 }) {
                Issue.record("\(table)\n  \(place.0.prefix(600))\n  \(place.1.prefix(600))")
            }
        }
    }

    @Test func stoppingAndStartingAgainAtAnyBatchGivesTheSameRows() throws {
        let workspace = try Workspace()
        let (log, _, _) = try simulatedLog(workspace, simulation)
        let whole = try runToEnd(log, workspace.lake("whole"), try standardConfiguration())
        let configuration = try smallBeats(1_000, 1_500)
        var random = SeededRandom(3)
        var last = RunSummary()
        for _ in 0..<200 {
            var polls = Int.random(in: 1...25, using: &random)
            let pipeline = try Pipeline(
                log: log,
                lakePath: workspace.lake("cut"),
                configuration: configuration
            )
            last = try pipeline.run(untilEnd: true) {
                polls -= 1
                return polls < 0
            }
            if last.records == whole.records, last.processed == 0 { break }
        }
        #expect(last.records == whole.records)
        #expect(last.outputs["kpi_rows"] == whole.outputs["kpi_rows"])
        try expectEqualTables(workspace.lake("whole"), workspace.lake("cut"))
    }

    @Test func crashesBetweenCommitsAndSnapshotsNeitherLoseNorDoubleARow() throws {
        let workspace = try Workspace()
        let (log, _, _) = try simulatedLog(workspace, simulation)
        try runToEnd(log, workspace.lake("whole"), try standardConfiguration())
        let lake = workspace.lake("crashed")
        let configuration = try smallBeats(400, 850)
        for crash in [150, 1_200, 2_900, 60, 900, 700] {
            let failing = FailingLog(base: log, recordsUntilFailure: crash)
            #expect(throws: EventLogError.self) {
                try Pipeline(log: failing, lakePath: lake, configuration: configuration).run(untilEnd: true) {
                    false
                }
            }
        }
        let last = try runToEnd(log, lake, configuration)
        #expect(last.processed < (try log.endOffsets().reduce(0, +)))
        try expectEqualTables(workspace.lake("whole"), lake)
    }

    /// A crash in the middle of an epoch leaves some tables behind the others.
    @Test func tablesThatFellBehindCatchUpFromAReplayEvenIfItIsStoppedHalfWay() throws {
        let workspace = try Workspace()
        let (log, _, _) = try simulatedLog(workspace, simulation)
        try runToEnd(log, workspace.lake("whole"), try standardConfiguration())
        let lake = workspace.lake("behind")
        let configuration = try smallBeats(700, 1_000_000)
        let failing = FailingLog(base: log, recordsUntilFailure: 3_500)
        #expect(throws: EventLogError.self) {
            try Pipeline(log: failing, lakePath: lake, configuration: configuration).run(untilEnd: true) {
                false
            }
        }
        for table in ["silver/visits", "gold/kpis", "gold/predictions"] {
            try takeBackLastCommit("\(lake)/\(table)")
        }
        var polls = 28
        _ = try Pipeline(log: log, lakePath: lake, configuration: configuration).run(untilEnd: true) {
            polls -= 1
            return polls < 0
        }
        try runToEnd(log, lake, configuration)
        try expectEqualTables(workspace.lake("whole"), lake)
    }

    private func takeBackLastCommit(_ table: String) throws {
        let folder = "\(table)/_delta_log"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        let last = try #require(names.filter { $0.hasSuffix(".json") }.sorted().last)
        for name in names where name.hasPrefix(last.prefix(20)) || name == "_last_checkpoint" {
            try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
    }

    @Test func twoRunsOverTheSameLogWriteTheSameRows() throws {
        let workspace = try Workspace()
        let (log, _, _) = try simulatedLog(workspace, simulation)
        try runToEnd(log, workspace.lake("one"), try standardConfiguration())
        try runToEnd(log, workspace.lake("two"), try standardConfiguration())
        try expectEqualTables(workspace.lake("one"), workspace.lake("two"))
    }

    @Test func aWriterWhoseTablesMovedOnIsFenced() throws {
        let workspace = try Workspace()
        let (log, _, _) = try simulatedLog(workspace, simulation)
        let configuration = try standardConfiguration()
        let lake = workspace.lake("lake")
        let zombie = try Pipeline(log: log, lakePath: lake, configuration: configuration)
        for partition in 0..<log.partitionCount { try zombie.take(partition: partition) { false } }
        try runToEnd(log, lake, configuration)
        let before = try lines(lake, "gold/kpis")
        do {
            try zombie.work(untilEnd: true, progress: nil) { false }
            Issue.record("the zombie was let through")
        } catch let error as LakeError {
            guard case .fenced = error else { throw error }
        }
        #expect(try lines(lake, "gold/kpis") == before)
    }

    @Test func whoTakesItsPartitionsLaterGoesOnFromWhereTheOtherStopped() throws {
        let workspace = try Workspace()
        let (log, _, _) = try simulatedLog(workspace, simulation)
        let configuration = try standardConfiguration()
        let lake = workspace.lake("lake")
        let second = try Pipeline(log: log, lakePath: lake, configuration: configuration)
        let first = try runToEnd(log, lake, configuration)
        let before = try tablePaths.map { try lines(lake, $0) }
        let summary = try second.run(untilEnd: true) { false }
        #expect(summary.processed == 0)
        #expect(summary.records == first.records)
        #expect(try tablePaths.map { try lines(lake, $0) } == before)
    }

    @Test func aLakeThatIsAheadOfItsLogIsRefused() throws {
        let workspace = try Workspace()
        let (log, _, _) = try simulatedLog(workspace, simulation)
        let lake = workspace.lake("lake")
        try runToEnd(log, lake, try standardConfiguration())
        let other = try Workspace()
        let short = try WiringTests.log(
            other,
            [
                NewRecord(key: "", kind: .heartbeat, receivedAt: 0, payload: [], partition: 0)
            ],
            partitions: 2
        )
        #expect(throws: LakeError.self) {
            try Pipeline(log: short, lakePath: lake, configuration: try standardConfiguration())
        }
    }
}
