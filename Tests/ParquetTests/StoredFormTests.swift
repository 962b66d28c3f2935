import Parquet
import Testing

/// Values that a file stores in another form than they are held in.
struct StoredFormTests {
    private static func read(_ leaf: HandmadeFile.Element, _ values: Int, _ body: [UInt8]) throws -> Column {
        let file = HandmadeFile(leaf, rows: values, [HandmadeFile.Page(values: values, body: body)])
        return try FileReader(bytes: file.bytes()).read().columns[0]
    }

    private static func integer(_ converted: Int, wide: Bool = false) -> HandmadeFile.Element {
        HandmadeFile.Element(name: "n", physical: wide ? 2 : 1, converted: converted)
    }

    @Test func unsignedIntegersReadAsTheNextWiderType() throws {
        let bytes = try Self.read(Self.integer(11), 2, littleEndian(255) + littleEndian(0))
        #expect(bytes.type == .int16 && bytes.int32Values == [255, 0])
        let shorts = try Self.read(Self.integer(12), 1, littleEndian(65535))
        #expect(shorts.type == .int32 && shorts.int32Values == [65535])
        let words = try Self.read(Self.integer(13), 1, littleEndian(0xFFFF_FFFF))
        #expect(words.type == .int64 && words.int64Values == [0xFFFF_FFFF])
        let longs = try Self.read(Self.integer(14, wide: true), 1, littleEndian(-1, 8))
        #expect(longs.type == .decimal(precision: 20, scale: 0))
        #expect(longs.decimalValues == [Int128(UInt64.max)])
    }

    @Test(arguments: [(15, 128), (15, -129), (16, 32768), (11, 256), (11, -1), (12, 65536)])
    func aNumberTooWideForItsAnnotationIsAnError(_ converted: Int, _ value: Int) {
        #expect(throws: ParquetError.self) {
            try Self.read(Self.integer(converted), 1, littleEndian(value))
        }
    }

    private static func decimal(_ physical: Int, length: Int? = nil, precision: Int) -> HandmadeFile.Element {
        HandmadeFile.Element(
            name: "d",
            physical: physical,
            length: length,
            converted: 5,
            scale: 2,
            precision: precision
        )
    }

    @Test func decimalsReadFromEveryPhysicalType() throws {
        let type = ColumnType.decimal(precision: 5, scale: 2)
        let stored: [(HandmadeFile.Element, [UInt8])] = [
            (Self.decimal(1, precision: 5), littleEndian(-12345)),
            (Self.decimal(2, precision: 5), littleEndian(-12345, 8)),
            (Self.decimal(7, length: 3, precision: 5), [0xFF, 0xCF, 0xC7]),
            (Self.decimal(7, length: 20, precision: 5), [UInt8](repeating: 0xFF, count: 18) + [0xCF, 0xC7]),
            (Self.decimal(6, precision: 5), littleEndian(2) + [0xCF, 0xC7]),
        ]
        for (leaf, body) in stored {
            let column = try Self.read(leaf, 1, body)
            #expect(column.type == type && column.decimalValues == [-12345])
        }
        #expect(try Self.read(Self.decimal(6, precision: 5), 1, littleEndian(0)).decimalValues == [0])
    }

    @Test func aDecimalOfTooManyDigitsIsAnError() {
        for body in [littleEndian(100_000), littleEndian(-100_000)] {
            #expect(throws: ParquetError.self) { try Self.read(Self.decimal(1, precision: 5), 1, body) }
        }
        #expect(throws: ParquetError.self) {
            try Self.read(Self.decimal(7, length: 17, precision: 38), 1, [UInt8](repeating: 0x11, count: 17))
        }
    }

    @Test func decimalsWiderThan38DigitsAreRefusedByName() throws {
        let leaf = Self.decimal(7, length: 32, precision: 76)
        #expect(throws: ParquetError.unsupported(feature: "DECIMAL(76, 2) column (column d)")) {
            try Self.read(leaf, 1, [UInt8](repeating: 0, count: 32))
        }
    }

    @Test func timesOfEveryUnitReadAsMicroseconds() throws {
        let millis = try Self.read(
            HandmadeFile.Element(name: "t", physical: 1, converted: 7),
            1,
            littleEndian(86_399_999)
        )
        #expect(millis.type == .time && millis.int64Values == [86_399_999_000])
        let stamps = try Self.read(Self.integer(9, wide: true), 2, littleEndian(-1, 8) + littleEndian(5, 8))
        #expect(stamps.type == .timestamp && stamps.int64Values == [-1000, 5000])
        #expect(throws: ParquetError.self) {
            try Self.read(Self.integer(9, wide: true), 1, littleEndian(.max, 8))
        }
        // TIMESTAMP(isAdjustedToUTC = false, NANOS)
        let nanos = ThriftBytes.structure { logical in
            let stamp = ThriftBytes.structure { stamp in
                stamp.boolean(1, false)
                stamp.structure(2, ThriftBytes.structure { $0.structure(3, [0]) })
            }
            logical.structure(8, stamp)
        }
        let local = try Self.read(
            HandmadeFile.Element(name: "t", physical: 2, logical: nanos),
            2,
            littleEndian(-1, 8) + littleEndian(1999, 8)
        )
        #expect(local.type == .localTimestamp && local.int64Values == [-1, 1])
    }

    @Test func valuesThatDoNotFitTheirTypeAreNotWritten() throws {
        let bad: [(ColumnType, (inout Column) -> Void)] = [
            (.int8, { $0.append(Int32(128)) }),
            (.int16, { $0.append(Int32(-32769)) }),
            (.decimal(precision: 3, scale: 1), { $0.append(unscaled: 1000) }),
            (.decimal(precision: 38, scale: 0), { $0.append(unscaled: .min) }),
            (.uuid, { $0.append(bytes: [UInt8](repeating: 0, count: 15)) }),
            (.fixedBinary(length: 3), { $0.append(bytes: [1, 2, 3, 4]) }),
        ]
        for (type, fill) in bad {
            var batch = ColumnBatch(schema: Schema([.optional("value", type)]))
            batch.columns[0].appendNull()
            fill(&batch.columns[0])
            #expect(throws: ParquetError.self, "\(type)") { try encoded(batch) }
        }
        for type: ColumnType in [
            .decimal(precision: 39, scale: 0), .decimal(precision: 0, scale: 0),
            .decimal(precision: 2, scale: 3), .fixedBinary(length: 0),
        ] {
            #expect(throws: ParquetError.self, "\(type)") {
                try FileWriter(schema: Schema([.required("value", type)]))
            }
        }
    }

    @Test func boundsOfDecimalsAndFloatsFollowTheirOrder() throws {
        for precision in [9, 18, 38] {
            let type = ColumnType.decimal(precision: precision, scale: 0)
            var batch = ColumnBatch(schema: Schema([.optional("value", type)]))
            for value: Int128 in [3, -200, 77] { batch.columns[0].append(unscaled: value) }
            batch.columns[0].appendNull()
            let statistics = try #require(try encoded(batch).statistics[0])
            #expect(statistics.minimum == .decimal(-200) && statistics.maximum == .decimal(77))
        }
        var batch = ColumnBatch(schema: Schema([.required("value", .float)]))
        for value: Float in [1.5, -2.5] { batch.columns[0].append(value) }
        let statistics = try #require(try encoded(batch).statistics[0])
        #expect(statistics.minimum == .float(-2.5) && statistics.maximum == .float(1.5))
    }

    @Test func aColumnOfFloatsReadsAsDoublesToo() throws {
        var batch = ColumnBatch(schema: Schema([.optional("value", .float)]))
        batch.columns[0].append(Float(0.5))
        batch.columns[0].appendNull()
        let column = try FileReader(bytes: encoded(batch).bytes).read().columns[0]
        #expect(column.float(at: 0) == 0.5 && column.double(at: 0) == 0.5 && column.double(at: 1) == nil)
    }
}
