import Parquet
import Testing

/// Bugs that other Parquet libraries had; each test names the issue it comes from.
///
/// Those of pruning are in `FilterPitfallTests`.
struct PitfallTests {
    private static let number = HandmadeFile.Element(name: "n", physical: 1)
    private static let text = HandmadeFile.Element(name: "s", physical: 6, converted: 0)
    private static let optionalText = HandmadeFile.Element(
        name: "s",
        repetition: 1,
        physical: 6,
        converted: 0
    )

    private static func column(_ file: HandmadeFile) throws -> Column {
        try FileReader(bytes: file.bytes()).read().columns[0]
    }

    private static func strings(_ file: HandmadeFile) throws -> [String?] {
        let column = try column(file)
        return (0..<column.count).map { column.string(at: $0) }
    }

    @Test("parquet-java #2817, parquet-format #216: a cut bound says that it is not exact")
    func cutBoundsAreMarkedInexact() throws {
        var batch = ColumnBatch(schema: Schema([.required("s", .string), .required("short", .string)]))
        batch.columns[0].append(String(repeating: "b", count: 100))
        batch.columns[1].append("b")
        let reader = try FileReader(bytes: encoded(batch).bytes)
        let cut = try #require(try reader.statistics(ofColumn: "s"))
        #expect(!cut.minimumIsExact && !cut.maximumIsExact)
        #expect(cut.maximum == .bytes([UInt8](repeating: 0x62, count: 63) + [0x63]))
        let whole = try #require(try reader.statistics(ofColumn: "short"))
        #expect(whole.minimumIsExact && whole.maximumIsExact)
    }

    @Test("parquet-java #2068, datafusion #1359: INT96 reaches the year 9999 and its bounds are ignored")
    func int96ReachesTheYear9999() throws {
        // Noon of 9999-12-31, then the first moment of 1600-01-01.
        let body =
            littleEndian(43_200_000_000_000, 8) + littleEndian(5_373_484)
            + littleEndian(0, 8) + littleEndian(2_305_448)
        var file = HandmadeFile(
            HandmadeFile.Element(name: "t", physical: 3),
            rows: 2,
            [HandmadeFile.Page(values: 2, body: body)]
        )
        let bound = [UInt8](repeating: 0, count: 12)
        file.chunks[0].statistics = ThriftBytes.structure { statistics in
            statistics.binary(1, bound)
            statistics.binary(2, bound)
            statistics.int64(3, 0)
            statistics.binary(5, bound)
            statistics.binary(6, bound)
        }
        let column = try Self.column(file)
        #expect(column.type == .timestamp)
        #expect(column.int64Values == [253_402_257_600_000_000, -11_676_096_000_000_000])
        let statistics = try FileReader(bytes: file.bytes()).statistics(ofColumn: "t")
        #expect(statistics?.minimum == nil && statistics?.maximum == nil)
    }

    @Test("parquet-java #2068, datafusion #1359: INT96 beyond the range of microseconds is an error")
    func int96BeyondMicrosecondsIsAnError() throws {
        for day in [Int(Int32.max), Int(Int32.min)] {
            let file = HandmadeFile(
                HandmadeFile.Element(name: "t", physical: 3),
                rows: 1,
                [HandmadeFile.Page(values: 1, body: littleEndian(0, 8) + littleEndian(day))]
            )
            #expect(throws: ParquetError.self) { try Self.column(file) }
        }
    }

    @Test("hardwood #901: a dictionary of one entry is read with a run header and no index bytes")
    func aDictionaryOfOneEntryHasIndicesOfNoBits() throws {
        let pages = [
            HandmadeFile.Page(kind: 2, values: 1, body: littleEndian(42)),
            HandmadeFile.Page(values: 3, encoding: 8, body: [0, 3 << 1]),
        ]
        #expect(try Self.column(HandmadeFile(Self.number, rows: 3, pages)).int32Values == [42, 42, 42])
    }

    @Test("hardwood #901: a column of one value is written with an index width that all readers take")
    func aColumnOfOneValueHasIndicesOfOneBit() throws {
        var batch = ColumnBatch(schema: Schema([.required("n", .int32, encoding: .dictionary)]))
        for _ in 0..<1000 { batch.columns[0].append(Int32(42)) }
        var options = WriterOptions()
        options.codec = .uncompressed
        let bytes = try encoded(batch, options).bytes
        // The width 1, a run of 1,000 and its index 0.
        let page: [UInt8] = [1] + ThriftBytes.varint(2000) + [0]
        #expect(bytes.indices.dropLast(page.count).contains { bytes[$0...].starts(with: page) })
    }

    @Test("parquet-java #2660: dictionary indices have a width and no length, levels of V1 a length")
    func dictionaryIndicesHaveNoLength() throws {
        let levels = prefixed([0x03, 0b0000_1011])
        let pages = [
            HandmadeFile.Page(kind: 2, values: 2, body: littleEndian(1) + [0x61] + littleEndian(1) + [0x62]),
            HandmadeFile.Page(values: 4, encoding: 8, body: levels + [1, 0x03, 0b0000_0110]),
        ]
        let file = HandmadeFile(Self.optionalText, rows: 4, pages)
        #expect(try Self.strings(file) == ["a", "b", nil, "b"])
    }

    @Test("arrow-go #1027, arrow #20374: differences of INT32 wrap at 32 bits")
    func int32DifferencesTakeAtMost32Bits() throws {
        var batch = ColumnBatch(schema: Schema([.required("n", .int32, encoding: .delta)]))
        let values: [Int32] = (0..<40).map { $0 % 2 == 0 ? .min : .max }
        for value in values { batch.columns[0].append(value) }
        var options = WriterOptions()
        options.codec = .uncompressed
        let bytes = try encoded(batch, options).bytes
        let start = ThriftBytes.varint(128) + [4, 40] + ThriftBytes.zigzag(Int(Int32.min))
        let place = try #require(bytes.indices.first { bytes[$0...].starts(with: start) })
        // The smallest difference comes next: -1 as the odd steps wrap, or +1.
        let widths = bytes[(place + start.count + 1)...].prefix(4)
        #expect(widths.allSatisfy { $0 <= 32 })
        #expect(try FileReader(bytes: bytes).read().columns[0].int32Values == values)
    }

    @Test("arrow-go #1027: differences of INT32 in 33 bits, as others wrote them, are read")
    func int32DifferencesOf33BitsAreRead() throws {
        // Block of 128 in 4; two values, the first Int32.min; smallest difference 0; one miniblock of 33 bits
        // that holds 2^32 - 1.
        let body =
            ThriftBytes.varint(128) + [4, 2] + ThriftBytes.zigzag(Int(Int32.min)) + [0, 33, 0, 0, 0]
            + littleEndian(0xFFFF_FFFF, 8) + [UInt8](repeating: 0, count: 124)
        let file = HandmadeFile(Self.number, rows: 2, [HandmadeFile.Page(values: 2, encoding: 5, body: body)])
        #expect(try Self.column(file).int32Values == [.min, .max])
    }

    @Test("arrow #14923, arrow-rs #1417: widths of unused miniblocks are arbitrary, their bodies absent")
    func unusedMiniblocksAreIgnored() throws {
        let body = ThriftBytes.varint(128) + [4, 3] + ThriftBytes.zigzag(5) + [2, 0, 0xFF, 77, 65]
        let file = HandmadeFile(Self.number, rows: 3, [HandmadeFile.Page(values: 3, encoding: 5, body: body)])
        #expect(try Self.column(file).int32Values == [5, 6, 7])
    }

    @Test(
        "parquet-java #3122, duckdb #17029, polars #22170: a V2 page of nulls has no bytes to decompress",
        arguments: [0, 1, 2, 6, 7]
    )
    func aPageOfNullsHasNoBytes(_ codec: Int) throws {
        let page = HandmadeFile.Page(
            kind: 3,
            values: 3,
            encoding: 8,
            body: [3 << 1, 0],
            nulls: 3,
            definitionBytes: 2
        )
        let file = HandmadeFile(Self.optionalText, rows: 3, codec: codec, [page])
        #expect(try Self.strings(file) == [nil, nil, nil])
    }

    @Test("cudf #19756: a V2 page that says it is not compressed is not", arguments: [1, 2, 6, 7])
    func anUncompressedPageOfACompressedChunkIsRead(_ codec: Int) throws {
        let page = HandmadeFile.Page(
            kind: 3,
            values: 2,
            body: [2 << 1, 1] + littleEndian(1) + [0x61] + littleEndian(0),
            definitionBytes: 2,
            isCompressed: false
        )
        let file = HandmadeFile(Self.optionalText, rows: 2, codec: codec, [page])
        #expect(try Self.strings(file) == ["a", ""])
    }

    @Test("deephaven-core #3651: a data page offset that leaves out the dictionary's header is not followed")
    func pagesAreReadFromTheDictionaryOn() throws {
        let pages = [
            HandmadeFile.Page(kind: 2, values: 2, body: littleEndian(10) + littleEndian(20)),
            HandmadeFile.Page(values: 2, encoding: 2, body: [1, 0x03, 0b10]),
        ]
        for (dictionary, data): (Int?, Int) in [(0, 0), (0, -9), (0, 5), (nil, -18)] {
            var file = HandmadeFile(Self.number, rows: 2, pages)
            file.chunks[0].dictionaryOffset = dictionary
            // Without a dictionary offset the data page offset is that of the first page of any kind.
            file.chunks[0].dataOffset = dictionary == nil ? 4 - file.firstDataPage : data
            #expect(try Self.column(file).int32Values == [10, 20])
        }
    }

    @Test("parquet-java #2640, trino #26064: a wrong file_offset of a row group loses no rows")
    func theOffsetOfARowGroupIsNotUsed() throws {
        for offset in [0, 4, 1 << 40] {
            var file = HandmadeFile(
                Self.number,
                rows: 1,
                [HandmadeFile.Page(values: 1, body: littleEndian(7))]
            )
            file.groupOffset = offset
            #expect(try Self.column(file).int32Values == [7])
        }
    }

    @Test("duckdb #7083, #23053: both delta encodings of byte arrays are read, each page by itself")
    func deltaByteArraysAreReadPageByPage() throws {
        func packed(_ values: [Int]) -> [UInt8] {
            // One miniblock of 8-bit differences from the smallest.
            let steps = zip(values.dropFirst(), values).map { $0 - $1 }
            let least = steps.min() ?? 0
            let deltas = steps.map { UInt8($0 - least) }
            let start = ThriftBytes.varint(128) + [4, UInt8(values.count)] + ThriftBytes.zigzag(values[0])
            return steps.isEmpty
                ? start
                : start + ThriftBytes.zigzag(least) + [8, 0, 0, 0] + deltas
                    + [UInt8](repeating: 0, count: 32 - deltas.count)
        }
        let prefixes = HandmadeFile.Page(
            values: 4,
            encoding: 7,
            body: packed([0, 2, 0, 0]) + packed([3, 1, 0, 2]) + Array("abccde".utf8)
        )
        let restart = HandmadeFile.Page(
            values: 1,
            encoding: 7,
            body: packed([0]) + packed([1]) + Array("z".utf8)
        )
        let file = HandmadeFile(Self.text, rows: 5, [prefixes, restart])
        #expect(try Self.strings(file) == ["abc", "abc", "", "de", "z"])
        let lengths = HandmadeFile.Page(
            values: 3,
            encoding: 6,
            body: packed([2, 0, 1]) + Array("abc".utf8)
        )
        #expect(try Self.strings(HandmadeFile(Self.text, rows: 3, [lengths])) == ["ab", "", "c"])
        var reaching = restart
        reaching.body = packed([1]) + packed([1]) + Array("z".utf8)
        #expect(throws: ParquetError.self) {
            try Self.strings(HandmadeFile(Self.text, rows: 1, [reaching]))
        }
    }
}
