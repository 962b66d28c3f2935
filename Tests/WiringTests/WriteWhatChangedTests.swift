import DeltaLake
import EventLog
import Hospital
import Lake
import Pipeline
import Simulator
import Testing
import Wiring

/// A commit writes what changed and nothing else.
@Suite struct WriteWhatChangedTests {
    private static let keyed = ["gold/kpis", "silver/visits", "silver/bed_stays"]

    /// The standard pipeline with a commit after each record.
    private func everyRecord() throws -> PipelineConfiguration {
        var configuration = try standardConfiguration()
        configuration.batchRecords = 1
        configuration.commitMaxRecords = 1
        return configuration
    }

    /// Versions of the keyed tables after a message, a shift event and a heartbeat in each of `minutes` after 08:05.
    private func versions(heartbeats minutes: Range<Int64>) throws -> [Int64] {
        let workspace = try Workspace()
        let records =
            [record(.message, message("1")), record(.shift, shiftEvent("1"))]
            + minutes.map { record(.heartbeat, [], key: "", at: receivedAt + .minutes($0)) }
        let log = try log(workspace, records)
        defer { log.close() }
        let summary = try runToEnd(log, workspace.lake("lake"), try everyRecord())
        #expect(summary.balances && summary.processed > minutes.count + 2)
        return try Self.keyed.map { try DeltaTable.open(at: "\(workspace.lake("lake"))/\($0)").version }
    }

    @Test func aHeartbeatThatChangesNoRowMakesNoVersionOfAKeyedTable() throws {
        // 08:05: the hour has begun in which the patient is still there.
        let before = try versions(heartbeats: 0..<1)
        #expect(try versions(heartbeats: 0..<55) == before)
        // 09:00: gauges have a row more, and hours worked are counted.
        #expect(try versions(heartbeats: 0..<57) == [before[0] + 1, before[1], before[2]])
    }

    @Test func theBeatShowsInNoRowAndMostRowsAreWrittenFewTimes() throws {
        let workspace = try Workspace()
        let simulator = SimulatorConfiguration(
            seed: 3,
            length: .events(400),
            arrivalsPerDay: 60,
            heartbeat: .minutes(1)
        )
        let (log, _, _) = try simulatedLog(workspace, simulator, partitions: 1)
        defer { log.close() }
        let whole = try runToEnd(log, workspace.lake("whole"), try standardConfiguration())
        let beats = try runToEnd(log, workspace.lake("lake"), try everyRecord())
        for table in Self.keyed {
            let expected = try lines(workspace.lake("whole"), table)
            #expect(try lines(workspace.lake("lake"), table) == expected, "\(table)")
        }
        // Written whole at each of the beats, the live rows of KPIs alone would be so many.
        let kpis = try rows(workspace.lake("lake"), "gold/kpis").count
        let atEachBeat = beats.processed * Int64(kpis) / 2
        #expect(beats.written.rows * 10 < atEachBeat, "\(beats.written.rows) of \(atEachBeat)")
        #expect(whole.records == beats.records)
    }
}
