import Lake
import Wiring
import Board
import DeltaLake
import EventLog
import Facility
import Foundation
import Hospital
import Pipeline
import Simulator
import Testing

@Suite struct HousekeepingTests {
    private let simulation = SimulatorConfiguration(
        seed: 17,
        length: .days(3),
        facilities: 2,
        arrivalsPerDay: 100,
        heartbeat: .minutes(5)
    )

    /// A commit every few hundred records, and a round after each.
    private func busy() throws -> PipelineConfiguration {
        var configuration = try standardConfiguration()
        configuration.batchRecords = 97
        configuration.commitMaxRecords = 200
        configuration.snapshotMaxRecords = 1_000
        configuration.checkpointEvery = 5
        configuration.housekeeping.every = .zero
        configuration.housekeeping.compactFiles = 4
        configuration.housekeeping.keepFacts = .zero
        configuration.housekeeping.keepLive = .zero
        return configuration
    }

    private func files(_ folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder)
    }

    @Test func aLakeThatLooksAfterItselfHoldsTheSameRowsInFewFiles() throws {
        let workspace = try Workspace()
        let (log, _, _) = try simulatedLog(workspace, simulation)
        var untidy = try busy()
        untidy.housekeeping = HousekeepingRules()
        let expected = try runToEnd(log, workspace.lake("untidy"), untidy)
        let found = try runToEnd(log, workspace.lake("tidy"), try busy())
        #expect(found.outputs["kpi_rows"] == expected.outputs["kpi_rows"])
        for table in tablePaths {
            let isSame = try lines(workspace.lake("untidy"), table) == lines(workspace.lake("tidy"), table)
            #expect(isSame, "\(table)")
            let opened = try DeltaTable.open(at: "\(workspace.lake("tidy"))/\(table)")
            #expect(try opened.verify(readsRows: true).problems == [], "\(table)")
        }
        let bronze = "\(workspace.lake("tidy"))/bronze/messages"
        // Which of the last files were due depends on two threads; rounds in silence do all that is left to do.
        while try round(log, workspace.lake("tidy"), try busy()).filesMerged > 0 {}
        _ = try round(log, workspace.lake("tidy"), try busy())
        let table = try DeltaTable.open(at: bronze)
        #expect(table.version > 20)
        #expect(table.files.count <= 24)
        // Files and commits that are not kept are gone.
        let names = try files(bronze)
        #expect(
            names.count { $0.hasSuffix(".parquet") && !$0.hasPrefix("_delta_log") } == table.files.count
        )
        #expect(names.count { $0.hasSuffix(".json") } < Int(table.version))
    }

    /// One round over a lake that nobody writes to.
    private func round(
        _ log: any EventLog,
        _ lake: String,
        _ configuration: PipelineConfiguration
    ) throws -> Upkeep {
        let tables = try LakeTables<SiteProcessor>(
            path: lake,
            identity: LakeIdentity(
                pipeline: configuration.engine.name,
                topic: log.identity,
                partitionCount: log.partitionCount,
                origin: log.origin
            ),
            settings: configuration.engine.pipeline.lake
        )
        let housekeeping = Housekeeping(configuration.housekeeping)
        housekeeping.offer(tables.committers)
        housekeeping.wait()
        return housekeeping.upkeep
    }

    @Test func aTableThatCannotBeLookedAfterIsNamedAndCommitsGoOn() throws {
        let workspace = try Workspace()
        let (log, _, records) = try simulatedLog(workspace, simulation)
        var configuration = try busy()
        configuration.housekeeping = HousekeepingRules()
        try runToEnd(log, workspace.lake("lake"), configuration)
        // A file that its table names but that is not there: merging it fails.
        try Self.removeADataFile(of: workspace.lake("lake") + "/silver/events")
        // Commits that are kept for no time at all may be gone under a round that began before them.
        configuration = try busy()
        configuration.commitMaxRecords = 1
        configuration.housekeeping.keepFacts = .seconds(3_600)
        configuration.housekeeping.keepLive = .seconds(3_600)
        let board = LiveBoard()
        let pipeline = try Pipeline(
            log: log,
            lakePath: workspace.lake("lake"),
            configuration: configuration,
            board: board
        )
        // Records, each with its commit, until the screen shows what a round has found.
        var heartbeat = try #require(records.last { $0.kind == .heartbeat })
        heartbeat.partition = 0
        var sent = 0
        let summary = try pipeline.run(untilEnd: false) {
            let faults = board.current?.snapshot.health.upkeep.faults ?? []
            if !faults.isEmpty || sent == Self.patience { return true }
            sent += (try? log.append([heartbeat])) == nil ? 0 : 1
            return false
        }
        #expect(summary.records > 0)
        let upkeep = try #require(board.current?.snapshot.health.upkeep)
        #expect(upkeep.faults.map(\.table) == ["silver/events"])
        #expect(upkeep.filesMerged > 0)
    }

    /// Records after which the screen will never show it.
    private static let patience = 20_000

    private static func removeADataFile(of table: String) throws {
        let file = try #require(try DeltaTable.open(at: table).files.values.min { $0.size < $1.size })
        try FileManager.default.removeItem(atPath: "\(table)/\(file.path)")
    }
}
