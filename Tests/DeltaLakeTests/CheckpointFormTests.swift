import DeltaLake
import Foundation
import Testing

/// Checkpoints and compacted logs of other writers.
@Suite struct CheckpointFormTests {
    private static let uuid = "80a083e8-7026-4e79-81be-64bd76c43a11"

    private func expectThreeFiles(_ folder: TemporaryFolder) throws {
        let table = try DeltaTable.open(at: folder.table, options: SampleTable.options())
        #expect(table.version == 2)
        #expect(table.files.keys.sorted() == ["a", "b", "c"])
        #expect(table.files["a"]?.rowCount == 3)
        #expect(table.files["a"]?.partitionValues == [:])
    }

    private func removeCommits(_ folder: TemporaryFolder) throws {
        for version in 0...2 { try folder.removeLog(CheckpointForms.name(version, "json")) }
    }

    @Test(arguments: [true, false], ["", "_sidecars/", "file:/somewhere/_delta_log/_sidecars/"])
    func secondVersionCheckpointWithSidecarsIsRead(isJSON: Bool, prefix: String) throws {
        let folder = try TemporaryFolder()
        try CheckpointForms.writeCommits(folder)
        try CheckpointForms.write(folder, "_sidecars/one.parquet", CheckpointForms.addRows(["a", "c"]))
        try CheckpointForms.write(folder, "_sidecars/two.parquet", CheckpointForms.addRows(["b"]))
        let sidecars = ["\(prefix)one.parquet", "\(prefix)two.parquet"]
        let name = CheckpointForms.name(2, "checkpoint.\(Self.uuid).\(isJSON ? "json" : "parquet")")
        try CheckpointForms.write(
            folder,
            name,
            isJSON
                ? Array(CheckpointForms.topLines(sidecars: sidecars).utf8)
                : CheckpointForms.topRows(folder, sidecars: sidecars)
        )
        try expectThreeFiles(folder)
        try removeCommits(folder)
        try expectThreeFiles(folder)
        try FileManager.default.removeItem(atPath: folder.table + "/_delta_log/_sidecars/two.parquet")
        #expect(
            throws: DeltaError.corruptCheckpoint(file: "_sidecars/two.parquet", reason: "is missing")
        ) { try DeltaTable.open(at: folder.table) }
        try CheckpointForms.writeCommits(folder)
        try expectThreeFiles(folder)
    }

    @Test func classicCheckpointOfTheSecondVersionIsRead() throws {
        let folder = try TemporaryFolder()
        try CheckpointForms.writeCommits(folder)
        try CheckpointForms.write(folder, "_sidecars/s.parquet", CheckpointForms.addRows(["a", "b", "c"]))
        try CheckpointForms.write(
            folder,
            CheckpointForms.name(2, "checkpoint.parquet"),
            CheckpointForms.topRows(folder, sidecars: ["s.parquet"])
        )
        try removeCommits(folder)
        try expectThreeFiles(folder)
    }

    @Test(arguments: ["../outside.parquet", "..", "a%2Fb.parquet", ""])
    func sidecarOutsideItsFolderIsCorruption(path: String) throws {
        let folder = try TemporaryFolder()
        try CheckpointForms.writeCommits(folder)
        try folder.writeLog(
            CheckpointForms.name(2, "checkpoint.\(Self.uuid).json"),
            CheckpointForms.topLines(sidecars: [path])
        )
        try expectThreeFiles(folder)
        try removeCommits(folder)
        do {
            _ = try DeltaTable.open(at: folder.table)
            Issue.record("opened")
        } catch {
            guard case .corruptCheckpoint = error else {
                Issue.record("\(error)")
                return
            }
        }
    }

    @Test func multiPartCheckpointIsReadWhenAllPartsAreThere() throws {
        let folder = try TemporaryFolder()
        try CheckpointForms.writeCommits(folder, protocolLine: OpenTests.protocolLine)
        try CheckpointForms.write(
            folder,
            CheckpointForms.name(2, "checkpoint.0000000001.0000000002.parquet"),
            CheckpointForms.topRows(folder, sidecars: [])
        )
        try expectThreeFiles(folder)
        try CheckpointForms.write(
            folder,
            CheckpointForms.name(2, "checkpoint.0000000002.0000000002.parquet"),
            CheckpointForms.addRows(["a", "b", "c"])
        )
        try removeCommits(folder)
        try expectThreeFiles(folder)
    }

    @Test func checkpointWithParsedStatisticsOnlyKeepsTheRowCounts() throws {
        let folder = try TemporaryFolder()
        try CheckpointForms.writeCommits(folder)
        try CheckpointForms.write(
            folder,
            "_sidecars/s.parquet",
            CheckpointForms.addRows(["a", "b", "c"], parsedStats: true)
        )
        try folder.writeLog(
            CheckpointForms.name(2, "checkpoint.\(Self.uuid).json"),
            CheckpointForms.topLines(sidecars: ["s.parquet"])
        )
        try removeCommits(folder)
        try expectThreeFiles(folder)
    }

    @Test func oneReadableCheckpointOfAVersionIsEnough() throws {
        let folder = try TemporaryFolder()
        try CheckpointForms.writeCommits(folder)
        var table = try DeltaTable.open(at: folder.table, options: SampleTable.options())
        try table.writeCheckpoint()
        try removeCommits(folder)
        try folder.writeLog(CheckpointForms.name(2, "checkpoint.\(Self.uuid).json"), "broken")
        try expectThreeFiles(folder)
        let classic = folder.table + "/_delta_log/" + CheckpointForms.name(2, "checkpoint.parquet")
        try FileManager.default.moveItem(
            atPath: classic,
            toPath: classic.replacing("checkpoint.", with: "checkpoint.\(Self.uuid).")
        )
        try expectThreeFiles(folder)
    }

    @Test(arguments: [
        ["0000000000000000000\(0).0000000000000000000\(2).compacted.json"],
        ["00000000000000000001.00000000000000000002.compacted.json"],
    ])
    func compactedCommitsStandForTheirRange(names: [String]) throws {
        let folder = try TemporaryFolder()
        try CheckpointForms.writeCommits(folder)
        let lines = [
            CheckpointForms.add("a"), CheckpointForms.add("b"), CheckpointForms.add("c"),
            #"{"remove":{"path":"gone","deletionTimestamp":4102444800000,"dataChange":true}}"#,
            #"{"txn":{"appId":"x","version":7}}"#,
        ]
        let head =
            names[0].hasPrefix("00000000000000000000")
            ? [CheckpointForms.protocolLine, OpenTests.metadataLine] : []
        try folder.writeLog(names[0], (head + lines).joined(separator: "\n"))
        try expectThreeFiles(folder)
        try folder.writeLog(CheckpointForms.name(2, "json"), "unread")
        try expectThreeFiles(folder)
        try CheckpointForms.writeCommits(folder)
        try folder.writeLog(names[0], "broken")
        try expectThreeFiles(folder)
        #expect(try DeltaTable.open(at: folder.table, version: 1).files.keys.sorted() == ["a", "gone"])
    }

    @Test func tableThatWantsStatisticsAsAStructIsWrittenWithoutCheckpoints() throws {
        let folder = try TemporaryFolder()
        var table = try DeltaTable.create(
            at: folder.table,
            schema: SampleTable.schema,
            partitionColumns: ["facility"],
            configuration: ["delta.checkpoint.writeStatsAsStruct": "true"],
            options: SampleTable.options(interval: 1)
        )
        _ = try SampleTable.append(&table, ids: 0..<3, version: 1)
        #expect(table.checkpointFailure == nil)
        #expect(!folder.files(includingLog: true).contains { $0.contains("checkpoint") })
        #expect(throws: DeltaError.self) { try table.writeCheckpoint() }
    }

    @Test func longLogIsReadOnTwoThreadsAsOnOne() throws {
        let folder = try TemporaryFolder()
        try CheckpointForms.writeCommits(folder)
        for version in 3..<300 {
            let name = String(repeating: "0", count: 20 - "\(version)".count) + "\(version).json"
            try folder.writeLog(
                name,
                CheckpointForms.add("f\(version)") + "\n" + #"{"remove":{"path":"f\#(version - 1)"}}"#
            )
        }
        let table = try DeltaTable.open(at: folder.table)
        #expect(table.version == 299)
        #expect(table.files.keys.sorted() == ["a", "b", "c", "f299"])
        try folder.writeLog("00000000000000000100.json", "broken")
        try folder.writeLog("00000000000000000200.json", "broken")
        #expect(
            throws: DeltaError.corruptLog(
                file: "_delta_log/00000000000000000100.json",
                line: 1,
                reason: "expected '{'"
            )
        ) { try DeltaTable.open(at: folder.table) }
    }
}
