import DeltaLake
import Foundation
import Parquet
import Testing

/// Nested columns, features and checkpoints to and from delta-rs; needs its Python package in `WARDFLOW_PYTHON`.
@Suite struct ForeignFeatureTests {
    /// The lines the script prints; nil when there is no Python, which is said.
    private func run(_ mode: String, _ table: String) throws -> [String]? {
        guard let python = ProcessInfo.processInfo.environment["WARDFLOW_PYTHON"] else {
            print("skipped: delta-rs features, WARDFLOW_PYTHON is not set")
            return nil
        }
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = ["\(folder)/foreign_features.py", mode, table]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private static let first = #"""
        {"id":1,"small":-300,"tiny":-128,"ratio":0.5,"price":"-12.50","local":"2026-01-01T07:00:00.123456",\#
        "visit":{"ward":"A","nurse":"Ann","bed":{"number":4}},"codes":["x",null],\#
        "scores":[["a",1.5],["b",null]],"moves":[{"to":"ICU","at":10},{"to":"ward","at":null}]}
        """#
    private static let second = #"""
        {"id":2,"small":null,"tiny":null,"ratio":null,"price":null,"local":null,"visit":null,"codes":null,\#
        "scores":null,"moves":null}
        """#
    private static let third = #"""
        {"id":3,"small":7,"tiny":127,"ratio":-2.0,"price":"99999999.99","local":"1970-01-01T00:00:00",\#
        "visit":{"ward":"B","nurse":"Bob","bed":null},"codes":[],"scores":[],"moves":[null]}
        """#

    @Test func nestedTableReadsBackEqual() throws {
        let folder = try TemporaryFolder()
        var table = try NestedSchemaTests.create(folder.table)
        guard let lines = try run("read", folder.table) else { return }
        #expect(lines.dropLast() == [Self.first, Self.second, Self.third])
        try table.writeCheckpoint()
        for version in 0...1 { try folder.removeLog(CheckpointForms.name(version, "json")) }
        #expect(try run("read", folder.table)?.dropLast() == [Self.first, Self.second, Self.third])
    }

    @Test func everyFeatureAtOnceReadsBackEqual() throws {
        let folder = try TemporaryFolder()
        var table = try DeltaTable.create(
            at: folder.table,
            schema: DeltaSchema(NestedSchemaTests.columns),
            configuration: [
                "delta.enableDeletionVectors": "true", "delta.enableChangeDataFeed": "true",
                "delta.enableInCommitTimestamps": "true", "delta.constraints.positive": "id > 0",
                "delta.feature.v2Checkpoint": "supported", "delta.feature.domainMetadata": "supported",
            ],
            options: SampleTable.options()
        )
        var transaction = Transaction()
        transaction.add(try table.stage(batch: try NestedSchemaTests.batch()))
        _ = try table.commit(transaction)
        _ = try table.delete(matching: RowFilter([.init("id", .equals(.int64(2)))]))
        #expect(table.files.values.first?.deletionVector?.cardinality == 1)
        #expect(try table.checksumVerdict() == .agrees)
        guard let lines = try run("read", folder.table) else { return }
        #expect(lines == [Self.first, Self.third, #"{"version": 2, "reader": 3, "writer": 7}"#])
        try table.writeCheckpoint()
        for version in 0...1 { try folder.removeLog(CheckpointForms.name(version, "json")) }
        #expect(try run("read", folder.table)?.dropLast() == [Self.first, Self.third])
    }

    @Test func tableOfDeltaRSWithCheckpointFeedAndConstraintIsReadAndWritten() throws {
        let folder = try TemporaryFolder()
        guard try run("write", folder.table) != nil else { return }
        var table = try DeltaTable.open(at: folder.table, options: SampleTable.options())
        #expect(table.readOnlyReason == nil)
        #expect(table.metadata.hasChangeDataFeed)
        #expect(try table.history().count == 5)
        var ids: [Int64] = []
        for batch in try table.read() {
            let column = try #require(batch["id"])
            for row in 0..<batch.rowCount {
                let id = try #require(column.int64(at: row))
                ids.append(id)
                #expect(batch["tiny"]?.int32(at: row) == Int32(id % 100))
                #expect(batch["small"]?.int32(at: row) == Int32(-id))
                #expect(batch["ratio"]?.float(at: row) == Float(id) / 2)
                #expect(batch["price"]?.decimal(at: row) == Int128(id * 25))
                #expect(batch["local"]?.int64(at: row) == 1_767_225_600_000_000 + id * 1_000_000)
                #expect(batch["visit.ward"]?.string(at: row) == (id % 3 == 0 ? nil : "w\(id)"))
                #expect(batch["visit.bed.number"]?.int32(at: row) == (id % 3 == 2 ? Int32(id) : nil))
            }
            #expect(batch["codes.list.element"]?.rowCount == batch.rowCount)
            #expect(batch["scores.key_value.value"]?.rowCount == batch.rowCount)
        }
        #expect(ids.sorted() == (Int64(0)..<30).filter { $0 != 3 })
        var rows = ColumnBatch(schema: Schema([.optional("id", .int64)]))
        rows.columns[0].append(Int64(-1))
        #expect(throws: DeltaError.constraintViolated(name: "positive", expression: "id >= 0", row: 0)) {
            try table.stage(batch: rows)
        }
        rows.removeAll()
        rows.columns[0].append(Int64(99))
        var transaction = Transaction()
        transaction.add(try table.stage(batch: rows))
        #expect(try table.commit(transaction) == .committed(version: 5))
        try table.writeCheckpoint()
        #expect(try run("read", folder.table)?.count == 31)
    }
}
