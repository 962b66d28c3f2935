import Parquet
import Testing

/// Levels that contradict each other, within a column and between columns.
struct NestingTests {
    private static let list = [
        HandmadeFile.Element(name: "a", repetition: 1, children: 1, converted: 3),
        HandmadeFile.Element(name: "list", repetition: 2, children: 1),
        HandmadeFile.Element(name: "element", repetition: 0, physical: 1),
    ]

    /// One bit-packed group of levels, lowest bits first.
    private static func levels(_ values: [Int], width: Int) -> [UInt8] {
        var packed = 0
        for (index, value) in values.enumerated() { packed |= value << (index * width) }
        return prefixed([0x03] + littleEndian(packed, width))
    }

    private static func read(repetition: [Int], definition: [Int], values: Int, rows: Int) throws -> Column {
        let body =
            levels(repetition, width: 1) + levels(definition, width: 2)
            + (0..<values).flatMap { littleEndian($0) }
        let page = HandmadeFile.Page(values: definition.count, body: body)
        let file = HandmadeFile(schema: list, rows: rows, [HandmadeFile.Chunk(physical: 1, pages: [page])])
        return try FileReader(bytes: file.bytes()).read().columns[0]
    }

    @Test func entriesThatFillUpANullArrayAreDropped() throws {
        // DuckDB's form of [0, 1], null, [2, 3] as INTEGER[2].
        let column = try Self.read(
            repetition: [0, 1, 0, 1, 0, 1],
            definition: [2, 2, 0, 0, 2, 2],
            values: 4,
            rows: 3
        )
        #expect(column.entries == ["2.0:0", "2.1:1", "0.0:null", "2.0:2", "2.1:3"])
    }

    @Test func aListThatGoesOnAfterItWasNullIsAnError() {
        #expect(throws: ParquetError.self) {
            try Self.read(repetition: [0, 1, 0], definition: [2, 0, 2], values: 2, rows: 2)
        }
        #expect(throws: ParquetError.self) {
            try Self.read(repetition: [0, 1, 0], definition: [0, 1, 2], values: 1, rows: 2)
        }
        #expect(throws: ParquetError.self) {
            try Self.read(repetition: [0, 1, 0], definition: [0, 2, 2], values: 2, rows: 2)
        }
    }

    @Test func aColumnThatStartsInsideARowIsAnError() {
        #expect(throws: ParquetError.self) {
            try Self.read(repetition: [1, 0], definition: [2, 2], values: 2, rows: 1)
        }
    }

    /// A struct of two optional numbers, one with these definition levels and one with those.
    private static func readPair(_ left: [Int], _ right: [Int]) throws -> ColumnBatch {
        let schema = [
            HandmadeFile.Element(name: "s", repetition: 1, children: 2),
            HandmadeFile.Element(name: "x", repetition: 1, physical: 1),
            HandmadeFile.Element(name: "y", repetition: 1, physical: 1),
        ]
        let chunks = [left, right].map { definition in
            let values = definition.filter { $0 == 2 }.flatMap { _ in littleEndian(7) }
            let page = HandmadeFile.Page(
                values: definition.count,
                body: levels(definition, width: 2) + values
            )
            return HandmadeFile.Chunk(physical: 1, pages: [page])
        }
        return try FileReader(bytes: HandmadeFile(schema: schema, rows: left.count, chunks).bytes()).read()
    }

    @Test func fieldsOfAStructMustAgreeOnWhetherItIsThere() throws {
        #expect(try Self.readPair([2, 1, 0], [1, 2, 0]).rowCount == 3)
        #expect(throws: ParquetError.self) { try Self.readPair([2, 1, 0], [1, 0, 0]) }
    }

    @Test func columnsThatDisagreeAreNotWritten() throws {
        var batch = ColumnBatch(
            schema: Schema([.structure("s", [.optional("x", .int32), .optional("y", .int32)])])
        )
        batch.columns[0].append(Int32(1))
        batch.columns[1].appendNull(definition: 0)
        #expect(throws: ParquetError.invalidBatch("columns s.x and s.y disagree on the fields around them")) {
            try encoded(batch)
        }
    }

    @Test func aMapOfMoreKeysThanValuesIsAnError() {
        let schema = [
            HandmadeFile.Element(name: "m", repetition: 0, children: 1, converted: 1),
            HandmadeFile.Element(name: "key_value", repetition: 2, children: 2),
            HandmadeFile.Element(name: "key", repetition: 0, physical: 1),
            HandmadeFile.Element(name: "value", repetition: 0, physical: 1),
        ]
        func chunk(_ repetition: [Int]) -> HandmadeFile.Chunk {
            let body =
                Self.levels(repetition, width: 1) + Self.levels(repetition.map { _ in 1 }, width: 1)
                + repetition.flatMap { _ in littleEndian(7) }
            return HandmadeFile.Chunk(
                physical: 1,
                pages: [HandmadeFile.Page(values: repetition.count, body: body)]
            )
        }
        for (values, isRight) in [
            ([0, 1, 0], true), ([0, 0], false), ([0, 1, 0, 1], false), ([0, 0, 1], false),
        ] {
            let file = HandmadeFile(schema: schema, rows: 2, [chunk([0, 1, 0]), chunk(values)])
            if isRight {
                #expect(throws: Never.self) { try FileReader(bytes: file.bytes()).read() }
            } else {
                #expect(throws: ParquetError.self) { try FileReader(bytes: file.bytes()).read() }
            }
        }
    }
}
