import DeltaLake
import Foundation
import Parquet
import Testing

/// Tables after deletions, merges and restores, read by other engines in `WARDFLOW_PYTHON`.
@Suite struct ForeignMaintenanceTests {
    private struct Answer: Decodable {
        var reader: String
        /// The ids found; nil when the reader refuses the table.
        var ids: [Int64]?
        var refusal: String?
    }

    private func ask(_ table: DeltaTable) throws -> [String: Answer] {
        guard let python = ProcessInfo.processInfo.environment["WARDFLOW_PYTHON"] else {
            print("skipped: foreign readers of maintained tables, WARDFLOW_PYTHON is not set")
            return [:]
        }
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        let files = table.files.values.map { "\(table.path)/\($0.path)" }
        process.arguments = ["\(folder)/foreign_maintenance.py", table.path, "\(table.version)"] + files
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let answers = try data.split(separator: 0x0A).map { try JSONDecoder().decode(Answer.self, from: $0) }
        return Dictionary(answers.map { ($0.reader, $0) }) { $1 }
    }

    private func table(
        _ folder: TemporaryFolder,
        facility: String = "a b",
        configuration: [String: String] = [:]
    ) throws -> DeltaTable {
        var table = try SampleTable.create(folder.table, configuration: configuration)
        for number in Int64(0)..<4 {
            var transaction = Transaction()
            transaction.add(
                try table.stage(
                    batch: SampleTable.batch(number * 2_000..<number * 2_000 + 2_000),
                    partitionValues: ["facility": number % 2 == 0 ? "north" : facility]
                )
            )
            _ = try table.commit(transaction)
        }
        return table
    }

    /// Every reader of the log finds `ids`, and those of the bare files too when no vector hides rows.
    private func expectSame(_ table: DeltaTable, readers: Set<String>) throws {
        let ids = try SampleTable.ids(table)
        let answers = try ask(table)
        for (reader, answer) in answers where readers.contains(reader) {
            #expect(answer.ids == ids, "\(reader) \(answer.refusal ?? "")")
        }
        // Whoever reads the log must show these rows or refuse the table.
        for (reader, answer) in answers where !reader.hasSuffix("files") {
            #expect(answer.ids == nil || answer.ids == ids, "\(reader) shows rows that are deleted")
        }
    }

    @Test func rewrittenMergedAndRestoredTablesReadTheSameEverywhere() throws {
        let folder = try TemporaryFolder()
        var table = try table(folder, configuration: ["delta.enableChangeDataFeed": "true"])
        try table.delete(matching: RowFilter([.init("ward", .equals(.text("ward-2")))]))
        try expectSame(table, readers: Self.allReaders)
        var options = OptimizeOptions()
        options.sortedBy = ["ward", "at"]
        #expect(try table.optimize(options).filesRemoved == 4)
        try expectSame(table, readers: Self.allReaders)
        try table.restore(toVersion: 3)
        try expectSame(table, readers: Self.allReaders)
    }

    @Test(arguments: [false, true])
    func deletionVectorsHideTheSameRowsFromEveryReaderThatTakesThem(isLarge: Bool) throws {
        let folder = try TemporaryFolder()
        // Polars 2.1 does not apply vectors to files whose paths are percent-encoded, delta-rs's own included.
        var table = try table(folder, facility: "south", configuration: SampleTable.vectors)
        let filter: RowFilter =
            isLarge
            ? RowFilter([.init("open", .equals(.boolean(true)))])
            : RowFilter([.init("id", .oneOf([.int64(3), .int64(2_017), .int64(7_999)]))])
        try table.erase(matching: filter, by: "dpo", reason: "test")
        #expect(
            table.files.values.compactMap(\.deletionVector).allSatisfy {
                ($0.storage == .relative) == isLarge
            }
        )
        try expectSame(table, readers: Self.vectorReaders)
        try table.writeCheckpoint()
        try expectSame(table, readers: Self.vectorReaders)
        _ = try table.optimize()
        try expectSame(table, readers: Self.vectorReaders.union(["pyarrow files", "duckdb files"]))
        var options = OptimizeOptions()
        options.deletedShare = 0
        try table.optimize(options)
        #expect(try table.dropDeletionVectors() != nil)
        try expectSame(table, readers: Self.allReaders)
        _ = try SampleTable.append(&table, ids: 9_000..<9_010, version: 1)
        try expectSame(table, readers: Self.allReaders)
    }

    @Test func everyReaderOfATableReadsItAfterAnErasureToo() throws {
        let folder = try TemporaryFolder()
        var table = try table(folder)
        try expectSame(table, readers: Self.allReaders)
        let filter = RowFilter([.init("id", .oneOf([.int64(3), .int64(2_017), .int64(7_999)]))])
        try table.erase(matching: filter, by: "dpo", reason: "test")
        try expectSame(table, readers: Self.allReaders)
        try table.purge(matching: filter, by: "dpo", reason: "test")
        try expectSame(table, readers: Self.allReaders)
    }

    @Test func aPointerMendedByTheNextCommitLetsOtherReadersIn() throws {
        let folder = try TemporaryFolder()
        var table = try table(folder)
        try table.writeCheckpoint()
        try folder.writeLog("_last_checkpoint", "{\"version\":")
        let options = SampleTable.options(interval: 100)
        table = try DeltaTable.open(at: folder.table, options: options)
        _ = try SampleTable.append(&table, ids: 9_000..<9_010, version: 1)
        try expectSame(table, readers: Self.allReaders)
    }

    @Test func aReplacedPartitionAndLayoutReadTheSameEverywhereBeforeAndAfter() throws {
        let folder = try TemporaryFolder()
        var table = try SampleTable.create(folder.table)
        for number in Int64(1)...4 {
            _ = try SampleTable.append(&table, ids: number * 10..<number * 10 + 10, version: number)
        }
        var partition = Transaction(operation: "REBUILD")
        partition.replacePartition(["facility": "north"])
        partition.add(
            try table.stage(batch: SampleTable.batch(0..<5), partitionValues: ["facility": "north"])
        )
        #expect(try table.commit(partition) == .committed(version: 5))
        #expect(try table.commit(ReplacementTests.overwrite(&table, ids: 0..<7)) == .committed(version: 6))
        try table.writeCheckpoint()
        for version in Int64(3)...6 {
            let old = try DeltaTable.open(at: folder.table, version: version)
            try expectSame(old, readers: Self.allReaders)
        }
    }

    private static let allReaders: Set<String> = [
        "delta-rs", "delta-rs sql", "polars", "pyarrow files", "duckdb files",
    ]

    /// Readers that take deletion vectors; delta-rs refuses them when it reads through pyarrow.
    private static let vectorReaders: Set<String> = ["delta-rs sql", "polars"]
}
