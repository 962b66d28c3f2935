import Foundation
import Parquet
import Testing

/// Compares with pyarrow, when the environment variable WARDFLOW_PYTHON names a python that has it.
struct ForeignReaderTests {
    private static let schema = Schema([
        .required("text", .string), .optional("few", .string), .optional("flag", .boolean),
        .optional("narrow", .int32), .optional("wide", .int64), .optional("real", .double),
        .optional("bytes", .binary), .optional("time", .timestamp), .optional("day", .date),
    ])

    private static func batch(rows: Int) -> ColumnBatch {
        var batch = ColumnBatch(schema: schema)
        for row in 0..<rows {
            batch.columns[0].append("row-\(row)-é")
            for index in 1..<9 where (row + index) % 5 == 0 { batch.columns[index].appendNull() }
            if (row + 1) % 5 != 0 { batch.columns[1].append("W\(row % 3)") }
            if (row + 2) % 5 != 0 { batch.columns[2].append(row % 3 == 0) }
            if (row + 3) % 5 != 0 { batch.columns[3].append(Int32(row % 900) - 450) }
            if (row + 4) % 5 != 0 { batch.columns[4].append(Int64(row) * 7_000_000_000) }
            if (row + 5) % 5 != 0 { batch.columns[5].append(Double(row) / 4) }
            if (row + 6) % 5 != 0 { batch.columns[6].append(bytes: [UInt8(row % 256), 0xFF]) }
            if (row + 7) % 5 != 0 { batch.columns[7].append(1_700_000_000_000_000 + Int64(row) * 1_234_567) }
            if (row + 8) % 5 != 0 { batch.columns[8].append(Int32(19_000 + row % 3000)) }
        }
        return batch
    }

    /// One JSON array per row, integers for times and days, bytes as hex.
    private static func lines(_ batch: ColumnBatch) -> [String] {
        (0..<batch.rowCount).map { row in
            "["
                + batch.columns.map { column -> String in
                    if column.isNull(at: row) { return "null" }
                    switch column.type {
                    case .boolean: return "\(column.booleanValues[row])"
                    case .int8, .int16, .int32, .date: return "\(column.int32Values[row])"
                    case .int64, .timestamp, .localTimestamp, .time: return "\(column.int64Values[row])"
                    case .float: return "\(column.floatValues[row])"
                    case .double: return "\(column.doubleValues[row])"
                    case .decimal: return "\(column.decimalValues[row])"
                    case .string: return "\"\(String(decoding: column.bytes(at: row), as: UTF8.self))\""
                    case .binary, .fixedBinary, .uuid, .unsupported:
                        let hex = column.bytes(at: row).map {
                            String($0 >> 4, radix: 16) + String($0 & 15, radix: 16)
                        }
                        return "\"\(hex.joined())\""
                    }
                }.joined(separator: ", ") + "]"
        }
    }

    /// Prints a file's rows in the form of `lines`.
    private static let dump = """
        import sys, json, pyarrow as pa, pyarrow.parquet as pq
        def plain(column):
            t = column.type
            if pa.types.is_timestamp(t): column = column.cast(pa.int64())
            if pa.types.is_date(t): column = column.cast(pa.int32())
            values = column.to_pylist()
            return [v.hex() if isinstance(v, bytes) else v for v in values]
        table = pq.read_table(sys.argv[1])
        table.validate(full=True)
        for row in zip(*[plain(c) for c in table.columns]): print(json.dumps(list(row), ensure_ascii=False))
        """

    /// Rewrites a file by another writer: the arguments are input, output and the writer's name.
    private static let rewrite = """
        import sys, pyarrow.parquet as pq
        source, target, writer = sys.argv[1:4]
        table = pq.read_table(source)
        if writer == 'zstd': pq.write_table(table, target, compression='zstd')
        if writer == 'snappy': pq.write_table(table, target, compression='snappy')
        if writer == 'none': pq.write_table(table, target, compression='none', use_dictionary=False)
        if writer == 'v2': pq.write_table(table, target, data_page_version='2.0', compression='zstd')
        if writer == 'delta': pq.write_table(table, target, use_dictionary=False, data_page_version='2.0',
            column_encoding={'text': 'DELTA_BYTE_ARRAY', 'few': 'DELTA_LENGTH_BYTE_ARRAY', 'flag': 'RLE',
            'narrow': 'DELTA_BINARY_PACKED', 'wide': 'DELTA_BINARY_PACKED', 'real': 'BYTE_STREAM_SPLIT'})
        if writer == 'polars':
            import polars
            polars.read_parquet(source).write_parquet(target)
        if writer == 'duckdb':
            import duckdb
            duckdb.sql("SET TimeZone = 'UTC'")
            duckdb.sql(f"COPY (FROM '{source}') TO '{target}' (FORMAT parquet)")
        """

    private static var python: String? { ProcessInfo.processInfo.environment["WARDFLOW_PYTHON"] }

    private static func run(_ script: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(python))
        process.arguments = ["-c", script] + arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: text, as: UTF8.self)
    }

    private static func withFolder(_ body: (URL) throws -> Void) throws {
        guard python != nil else {
            print(
                "skipped: set WARDFLOW_PYTHON to a python with pyarrow, polars and duckdb"
            )
            return
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: "parquet-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    @Test(arguments: [0, 1, 25_000])
    func pyarrowReadsWhatWeWrite(_ rows: Int) throws {
        try Self.withFolder { folder in
            let path = folder.appending(path: "ours.parquet")
            let batch = Self.batch(rows: rows)
            try Data(encoded(batch).bytes).write(to: path)
            let found = try Self.run(Self.dump, [path.path]).split(separator: "\n").map(String.init)
            #expect(found == Self.lines(batch))
        }
    }

    @Test(arguments: ["zstd", "snappy", "none", "v2", "delta", "polars", "duckdb"])
    func weReadWhatOthersWrite(_ writer: String) throws {
        try Self.withFolder { folder in
            let ours = folder.appending(path: "ours.parquet")
            let theirs = folder.appending(path: "theirs.parquet")
            let batch = Self.batch(rows: 25_000)
            try Data(encoded(batch).bytes).write(to: ours)
            _ = try Self.run(Self.rewrite, [ours.path, theirs.path, writer])
            let read = try FileReader(bytes: [UInt8](Data(contentsOf: theirs))).read()
            #expect(Self.lines(read) == Self.lines(batch))
        }
    }

    @Test func pyarrowReadsNestedRows() throws {
        try Self.withFolder { folder in
            let path = folder.appending(path: "nested.parquet")
            try Data(encoded(NestedTests.checkpoint(rows: 5)).bytes).write(to: path)
            let script =
                "import sys, pyarrow.parquet as pq\nfor r in pq.read_table(sys.argv[1]).to_pylist(): print(r)"
            let lines = try Self.run(script, [path.path]).split(separator: "\n")
            let second =
                "{'txn': None, 'add': {'path': 'part-1.parquet', 'partitionValues': "
                + "[('site', 'v1'), ('day', None)], "
                + "'size': 1000, 'dataChange': False}, 'metaData': None}"
            #expect(lines.count == 5)
            #expect(lines[1] == second)
            #expect(
                lines[3] == "{'txn': None, 'add': None, 'metaData': {'partitionColumns': ['site', 'day']}}"
            )
        }
    }
}
