import Parquet
import Testing

struct RoundTripTests {
    @Test(arguments: everyType, NullPattern.allCases)
    func everyTypeAndNullPatternReadsBackAsWritten(_ type: ColumnType, _ nulls: NullPattern) throws {
        for variety in Variety.allCases {
            for rows in [0, 1, 7, 8, 9, 129, 1000, 20_001] {
                let batch = sampleBatch(type, rows: rows, nulls: nulls, variety: variety, seed: UInt64(rows))
                let file = try encoded(batch)
                let read = try FileReader(bytes: file.bytes).read()
                let context: Comment = "\(type) \(nulls) \(variety) \(rows) rows, seed \(rows)"
                #expect(file.rowCount == rows, context)
                #expect(read.schema.leaves[0].type == type, context)
                #expect(sameEntries(read.columns[0], batch.columns[0]), context)
            }
        }
    }

    @Test(arguments: [ColumnEncoding.plain, .dictionary, .delta])
    func everyEncodingReadsBackAsWritten(_ encoding: ColumnEncoding) throws {
        for type in everyType {
            let isInteger: Bool
            switch type {
            case .int32, .int64, .timestamp, .localTimestamp, .date: isInteger = true
            default: isInteger = false
            }
            if encoding == .delta && !isInteger { continue }
            for variety in Variety.allCases {
                let batch = sampleBatch(
                    type,
                    rows: 3000,
                    nulls: .random,
                    variety: variety,
                    encoding: encoding,
                    seed: 3
                )
                let read = try FileReader(bytes: encoded(batch).bytes).read()
                #expect(sameEntries(read.columns[0], batch.columns[0]), "\(type) \(encoding) \(variety)")
            }
        }
    }

    @Test func extremeIntegersSurviveDeltaEncoding() throws {
        let schema = Schema([.required("narrow", .int32, encoding: .delta), .required("wide", .int64)])
        var batch = ColumnBatch(schema: schema)
        for index in 0..<500 {
            batch.columns[0].append(index % 2 == 0 ? Int32.min : Int32.max)
            batch.columns[1].append(index % 3 == 0 ? Int64.min : Int64.max - Int64(index))
        }
        let read = try FileReader(bytes: encoded(batch).bytes).read()
        #expect(read.columns[0].int32Values == batch.columns[0].int32Values)
        #expect(read.columns[1].int64Values == batch.columns[1].int64Values)
    }

    @Test func manyBatchesBecomeRowGroupsOfTheStatedSize() throws {
        var options = WriterOptions()
        options.rowGroupRows = 1000
        options.codec = .uncompressed
        var writer = try FileWriter(
            schema: Schema([.optional("text", .string), .required("number", .int64)]),
            options: options
        )
        var expected: [[String]] = [[], []]
        var random = SeededRandom(seed: 11)
        for round in 0..<3 {
            for size in [1, 999, 1000, 1, 2500, 17] {
                var batch = ColumnBatch(schema: writer.schema)
                for index in 0..<size {
                    if index % 7 == round {
                        batch.columns[0].appendNull()
                    } else {
                        batch.columns[0].appendSample(.few, &random)
                    }
                    batch.columns[1].append(Int64(index))
                }
                for column in 0..<2 { expected[column] += batch.columns[column].entries }
                try writer.write(batch)
                batch.removeAll()
            }
            let file = try writer.finish()
            let read = try FileReader(bytes: file.bytes).read()
            #expect(file.rowCount == 4518)
            for column in 0..<2 { #expect(read.columns[column].entries == expected[column]) }
            expected = [[], []]
        }
    }

    @Test func longValuesSplitIntoPagesAndReadBack() throws {
        var batch = ColumnBatch(schema: Schema([.required("raw", .binary, encoding: .plain)]))
        for index in 0..<40 {
            batch.columns[0].append(bytes: [UInt8](repeating: UInt8(index), count: index * 10_000))
        }
        batch.columns[0].append(bytes: [UInt8](repeating: 9, count: 3 << 20))
        let read = try FileReader(bytes: encoded(batch).bytes).read()
        #expect(sameEntries(read.columns[0], batch.columns[0]))
    }

    @Test func onlyTheNamedColumnsAreRead() throws {
        let schema = Schema([.required("a", .int32), .required("b", .string), .required("c", .boolean)])
        var batch = ColumnBatch(schema: schema)
        batch.columns[0].append(Int32(1))
        batch.columns[1].append("x")
        batch.columns[2].append(true)
        let reader = try FileReader(bytes: encoded(batch).bytes)
        let read = try reader.read(columns: ["c", "a"])
        #expect(read.schema.leaves.map(\.name) == ["a", "c"])
        #expect(read["c"]?.boolean(at: 0) == true)
        #expect(throws: ParquetError.unknownColumn("d")) { try reader.read(columns: ["d"]) }
    }

    @Test func sameRowsGiveTheSameBytes() throws {
        let batch = sampleBatch(.string, rows: 5000, nulls: .random, variety: .few, seed: 5)
        #expect(try encoded(batch).bytes == encoded(batch).bytes)
    }

    @Test func unequalColumnsAndBadTextAreRefusedByName() throws {
        let schema = Schema([.required("a", .int32), .required("b", .string)])
        var writer = try FileWriter(schema: schema)
        var batch = ColumnBatch(schema: schema)
        batch.columns[0].append(Int32(1))
        #expect(throws: ParquetError.invalidBatch("column b has 0 rows, expected 1")) {
            try writer.write(batch)
        }
        batch.columns[1].append(bytes: [0x4D, 0xFF])
        try writer.write(batch)
        #expect(throws: ParquetError.invalidUTF8(column: "b", entry: 0)) { try writer.finish() }
    }

    @Test func schemasThatCannotBeWrittenAreRefused() {
        let bad: [Schema] = [
            Schema([.required("a", .string, encoding: .delta)]),
            Schema([.required("a", .unsupported("DECIMAL column"))]),
            Schema([.required("a", .int32), .required("a", .int32)]),
        ]
        for schema in bad {
            #expect(throws: ParquetError.self) { try FileWriter(schema: schema) }
        }
    }
}
