import DeltaLake
import Foundation
import Parquet
import Testing

/// Tables read back by other engines; needs a Python with deltalake, pyarrow and polars in `WARDFLOW_PYTHON`.
@Suite struct ForeignReaderTests {
    private struct Answer: Decodable {
        var reader: String
        var ids: [Int64]?
        var facilities: [String]?
        var waits: Int?
        var version: Int64?
        var app: Int64?
        var description: String?
        var fields: [String]?
        var pruned: Int?
    }

    private static var python: String? {
        let path = ProcessInfo.processInfo.environment["WARDFLOW_PYTHON"]
        if path == nil { print("skipped: foreign readers of Delta tables, WARDFLOW_PYTHON is not set") }
        return path
    }

    private func run(_ python: String, _ script: String, _ table: String) throws -> Data {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = ["\(folder)/\(script)", table]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return data
    }

    private func ask(_ python: String, _ table: String) throws -> [Answer] {
        try run(python, "foreign_readers.py", table).split(separator: 0x0A).map {
            try JSONDecoder().decode(Answer.self, from: $0)
        }
    }

    /// Appends with odd partition values, a removed file and progress, in seven versions.
    private func makeTable(_ folder: TemporaryFolder, interval: Int64) throws -> [Int64] {
        var table = try SampleTable.create(folder.table, SampleTable.options(interval: interval))
        let facilities: [String?] = ["north", "a b/c%d=e:ü\"'", nil, "", "100%"]
        for (index, facility) in facilities.enumerated() {
            let first = Int64(index) * 10
            _ = try SampleTable.append(
                &table,
                ids: first..<(first + 10),
                version: Int64(index) + 1,
                facility: facility
            )
        }
        let doomed = try #require(table.files.values.first { $0.tags == ["slice": "s1"] })
        var transaction = Transaction(operation: "REPLACE")
        transaction.remove(doomed.path)
        transaction.setTransaction("app", version: 77)
        transaction.add(
            try table.stage(batch: SampleTable.batch(0..<4), partitionValues: ["facility": "north"])
        )
        #expect(try table.commit(transaction) == .committed(version: 6))
        return try SampleTable.ids(table)
    }

    @Test(arguments: [0, 2, 4, 6] as [Int64])
    func otherEnginesSeeTheSameRowsWithAndWithoutCheckpoint(interval: Int64) throws {
        guard let python = Self.python else { return }
        let folder = try TemporaryFolder()
        let ids = try makeTable(folder, interval: interval)
        if interval == 6 {
            // Only the checkpoint is left, as after a clean-up of the log.
            for version in 0..<6 { try folder.removeLog("0000000000000000000\(version).json") }
        }
        let answers = try ask(python, folder.table)
        #expect(answers.count >= 2)
        for answer in answers {
            if answer.reader == "delta-rs-log" {
                #expect(answer.version == 6)
                #expect(answer.app == 77)
                #expect(answer.description == "arrivals")
                #expect(answer.fields == SampleTable.schema.columns.map(\.name))
                #expect(answer.pruned == 1)
            } else {
                #expect(answer.ids == ids, "\(answer.reader)")
                #expect(answer.facilities == ["", "100%", "a b/c%d=e:ü\"'", "north"], "\(answer.reader)")
                #expect(answer.waits == ids.count { $0 % 5 != 0 }, "\(answer.reader)")
            }
        }
    }

    @Test func tableOfAnotherWriterIsReadContinuedAndReadBack() throws {
        guard let python = Self.python else { return }
        let folder = try TemporaryFolder()
        _ = try run(python, "foreign_writer.py", folder.table)
        var table = try DeltaTable.open(at: folder.table, options: SampleTable.options(interval: 1))
        #expect(table.version == 3)
        #expect(table.transactionVersion("app") == 2)
        let expected = (Int64(0)..<30).filter { $0 != 3 }
        #expect(try SampleTable.ids(table) == expected)
        let odd = try table.read(columns: ["facility", "at", "wait", "raw"]) {
            $0.partitionValues["facility"] == "a b/c%d=e:ü"
        }
        #expect(odd.map(\.rowCount) == [10])
        #expect(odd[0]["facility"]?.string(at: 0) == "a b/c%d=e:ü")
        #expect(odd[0]["at"]?.int64(at: 0) == 1_767_250_810_000_000)
        #expect(odd[0]["wait"]?.isNull(at: 0) == true)
        #expect(odd[0]["raw"].map { Array($0.bytes(at: 9)) } == [0, 255])
        var batch = ColumnBatch(schema: Schema([.required("id", .int64)]))
        batch.columns[0].append(Int64(99))
        var transaction = Transaction()
        transaction.add(try table.stage(batch: batch, partitionValues: ["facility": "east"]))
        #expect(try table.commit(transaction) == .committed(version: 4))
        #expect(table.checkpointFailure == nil)
        var checker = try DeltaTable.open(at: folder.table, options: SampleTable.options())
        try checker.refresh()
        #expect(try SampleTable.ids(checker) == expected + [99])
        let readers = try ask(python, folder.table).filter { $0.ids != nil }
        #expect(!readers.isEmpty)
        for answer in readers { #expect(answer.ids == expected + [99], "\(answer.reader)") }
    }
}
