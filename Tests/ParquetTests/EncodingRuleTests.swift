import Parquet
import Testing

struct EncodingRuleTests {
    private static func batch(rows: Int) -> ColumnBatch {
        let schema = Schema([
            .required("ward", .string), .required("event", .string), .required("raw", .string),
            .required("time", .timestamp), .required("noise", .int64), .required("acuity", .int32),
            .required("hours", .double), .required("reading", .double), .required("flag", .boolean),
            .required("plainWard", .string, encoding: .plain),
            .required("longText", .binary, encoding: .deltaLength), .required("key", .uuid),
        ])
        var batch = ColumnBatch(schema: schema)
        var random = SeededRandom(seed: 23)
        for row in 0..<rows {
            let noise = random.next()
            batch.columns[0].append("W\(noise % 40)")
            batch.columns[1].append("event-\(noise)")
            batch.columns[2].append("MSH|^~\\&|\(noise)|" + String(repeating: "x", count: 80 + row % 9))
            batch.columns[3].append(Int64(1_700_000_000_000_000 + row * 1_500_000))
            batch.columns[4].append(Int64(bitPattern: noise))
            batch.columns[5].append(Int32(noise % 5))
            batch.columns[6].append(Double(noise % 300) / 4)
            batch.columns[7].append(Double(noise) / 3)
            batch.columns[8].append(noise % 2 == 0)
            batch.columns[9].append("W1")
            batch.columns[10].append(bytes: [UInt8](repeating: UInt8(row % 200), count: 90 + row % 5))
            batch.columns[11].append(bytes: (0..<16).map { UInt8(truncatingIfNeeded: noise >> ($0 % 8 * 8)) })
        }
        return batch
    }

    @Test func eachColumnGetsTheEncodingOfTheStatedRule() throws {
        guard ForeignPython.isThere() else { return }
        let script = """
            import sys, pyarrow.parquet as pq
            group = pq.read_metadata(sys.argv[1]).row_group(0)
            for k in range(group.num_columns):
                column = group.column(k)
                print(column.path_in_schema, *sorted(set(column.encodings) - {'RLE'}))
            """
        let found = try ForeignPython.run(script, on: encoded(Self.batch(rows: 5_000)).bytes)
        let expected = [
            "ward PLAIN RLE_DICTIONARY", "event DELTA_LENGTH_BYTE_ARRAY", "raw PLAIN",
            "time DELTA_BINARY_PACKED", "noise PLAIN", "acuity PLAIN RLE_DICTIONARY",
            "hours PLAIN RLE_DICTIONARY", "reading PLAIN", "flag PLAIN", "plainWard PLAIN",
            "longText DELTA_LENGTH_BYTE_ARRAY", "key PLAIN",
        ]
        #expect(found.split(separator: "\n").map(String.init) == expected)
    }

    @Test func theBytesDoNotDependOnTheNumberOfThreads() throws {
        let batch = Self.batch(rows: 9_000)
        var files: [[UInt8]] = []
        for threads in [1, 2, 5] {
            var options = WriterOptions()
            options.rowGroupRows = 2_000
            options.threads = threads
            var writer = try FileWriter(schema: batch.schema, options: options)
            for _ in 0..<2 {
                try writer.write(batch)
                try writer.write(batch)
                files.append(try writer.finish().bytes)
            }
        }
        #expect(Set(files).count == 1)
        let read = try FileReader(bytes: files[0]).read()
        #expect(read.rowCount == 18_000)
        for (column, written) in zip(read.columns, batch.columns) {
            #expect(column.entries == written.entries + written.entries)
        }
    }

    @Test(arguments: [1, 3])
    func badTextIsNamedWhateverTheNumberOfThreads(_ threads: Int) throws {
        var options = WriterOptions()
        options.threads = threads
        let schema = Schema([.required("a", .int32), .required("b", .string)])
        var writer = try FileWriter(schema: schema, options: options)
        var batch = ColumnBatch(schema: schema)
        batch.columns[0].append(Int32(1))
        batch.columns[1].append(bytes: [0x4D, 0xFF])
        try writer.write(batch)
        #expect(throws: ParquetError.invalidUTF8(column: "b", entry: 0)) { try writer.finish() }
        writer.reset()
        batch.removeAll()
        batch.columns[0].append(Int32(2))
        batch.columns[1].append("x")
        try writer.write(batch)
        let read = try FileReader(bytes: writer.finish().bytes).read()
        #expect(read.columns.map(\.entries) == batch.columns.map(\.entries))
    }

    @Test func optionsThatDoNotFitTheirColumnAreRefused() {
        let bad: [Schema] = [
            Schema([.required("a", .int32, encoding: .deltaLength)]),
            Schema([.required("a", .uuid, encoding: .deltaLength)]),
            Schema([.required("a", .double, bloomFilter: true)]),
            Schema([.required("a", .boolean, bloomFilter: true)]),
        ]
        for schema in bad {
            #expect(throws: ParquetError.self) { try FileWriter(schema: schema) }
        }
        var options = WriterOptions()
        options.sortingColumns = [.init("b")]
        #expect(throws: ParquetError.unknownColumn("b")) {
            try FileWriter(schema: Schema([.required("a", .int32)]), options: options)
        }
    }
}
