import Parquet
import Testing

/// The shape of a Delta checkpoint: optional structs with optional leaves, a list and a map.
struct NestedTests {
    static let schema = Schema([
        .structure("txn", [.optional("appId", .string), .optional("version", .int64)]),
        .structure(
            "add",
            [
                .optional("path", .string), .map("partitionValues"), .optional("size", .int64),
                .optional("dataChange", .boolean),
            ]
        ),
        .structure("metaData", [.list("partitionColumns", .optional("element", .string))]),
    ])

    @Test func levelsFollowTheSchema() {
        let leaves = Self.schema.leaves
        #expect(
            leaves.map(\.name) == [
                "txn.appId", "txn.version", "add.path", "add.partitionValues.key_value.key",
                "add.partitionValues.key_value.value", "add.size", "add.dataChange",
                "metaData.partitionColumns.list.element",
            ]
        )
        #expect(leaves.map(\.maxDefinition) == [2, 2, 2, 3, 4, 2, 2, 4])
        #expect(leaves.map(\.maxRepetition) == [0, 0, 0, 1, 1, 0, 0, 1])
    }

    /// Row 0 a txn, row 1 an add with two partition values, row 2 a metaData with two columns, and so on.
    static func checkpoint(rows: Int) -> ColumnBatch {
        var batch = ColumnBatch(schema: schema)
        for row in 0..<rows {
            switch row % 4 {
            case 0:
                batch.columns[0].append("wardflow/events/\(row)")
                batch.columns[1].append(Int64(row))
                for index in 2..<8 { batch.columns[index].appendNull(definition: 0) }
            case 1, 2:
                for index in [0, 1, 7] { batch.columns[index].appendNull(definition: 0) }
                batch.columns[2].append("part-\(row).parquet")
                if row % 8 == 2 {
                    batch.columns[3].appendNull(definition: 2)
                    batch.columns[4].appendNull(definition: 2)
                } else {
                    for (index, key) in ["site", "day"].enumerated() {
                        let repetition: UInt8 = index == 0 ? 0 : 1
                        batch.columns[3].append(key, repetition: repetition)
                        if row % 3 == index {
                            batch.columns[4].appendNull(definition: 3, repetition: repetition)
                        } else {
                            batch.columns[4].append("v\(row % 10)", repetition: repetition)
                        }
                    }
                }
                batch.columns[5].append(Int64(row) * 1000)
                batch.columns[6].append(row % 3 == 0)
            default:
                for index in 0..<7 { batch.columns[index].appendNull(definition: 0) }
                batch.columns[7].append("site")
                batch.columns[7].append("day", repetition: 1)
            }
        }
        return batch
    }

    @Test(arguments: [1, 2, 5, 4000, 30_001])
    func checkpointRowsReadBackWithTheirLevels(_ rows: Int) throws {
        let batch = Self.checkpoint(rows: rows)
        var options = WriterOptions()
        options.rowGroupRows = 13_000
        let read = try FileReader(bytes: encoded(batch, options).bytes).read()
        #expect(read.rowCount == rows)
        #expect(read.schema.leaves.map(\.name) == Self.schema.leaves.map(\.name))
        for (index, column) in batch.columns.enumerated() {
            #expect(read.columns[index].entries == column.entries, "\(Self.schema.leaves[index].name)")
        }
    }

    @Test func aGroupNameReadsAllItsLeaves() throws {
        let reader = try FileReader(bytes: encoded(Self.checkpoint(rows: 100)).bytes)
        let read = try reader.read(columns: ["txn", "add.path"])
        #expect(read.schema.leaves.map(\.name) == ["txn.appId", "txn.version", "add.path"])
        #expect(read["txn.version"]?.int64(at: 4) == 4)
        #expect(read["add.path"]?.string(at: 1) == "part-1.parquet")
    }
}
