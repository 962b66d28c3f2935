import Lake
import Wiring
import Board
import DeltaLake
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
        let table = try DeltaTable.open(at: bronze)
        #expect(table.version > 20)
        #expect(table.files.count <= 24)
        // Files and commits that are not kept are gone; a few of the last are not due yet.
        let names = try files(bronze)
        #expect(names.count { $0.hasSuffix(".parquet") && !$0.hasPrefix("_delta_log") } < 60)
        #expect(names.count { $0.hasSuffix(".json") } < Int(table.version))
    }

    @Test func aTableThatCannotBeLookedAfterIsNamedAndCommitsGoOn() throws {
        let workspace = try Workspace()
        let (log, _, _) = try simulatedLog(workspace, simulation)
        let board = LiveBoard()
        // Commits that are kept for no time at all may be gone under a round that began before them.
        var configuration = try busy()
        configuration.housekeeping.keepFacts = .seconds(3_600)
        configuration.housekeeping.keepLive = .seconds(3_600)
        let pipeline = try Pipeline(
            log: log,
            lakePath: workspace.lake("lake"),
            configuration: configuration,
            board: board
        )
        // A file that its table names but that is not there: merging it fails.
        var broken: String?
        let summary = try pipeline.run(untilEnd: true) {
            if broken == nil { broken = Self.removeADataFile(of: workspace.lake("lake") + "/silver/events") }
            return false
        }
        #expect(broken != nil)
        #expect(summary.records > 0)
        let upkeep = try #require(board.current?.snapshot.health.upkeep)
        #expect(upkeep.faults.map(\.table) == ["silver/events"])
        #expect(upkeep.filesMerged > 0)
    }

    private static func removeADataFile(of table: String) -> String? {
        guard let file = try? DeltaTable.open(at: table).files.values.first else { return nil }
        try? FileManager.default.removeItem(atPath: "\(table)/\(file.path)")
        return file.path
    }
}
