import DeltaLake
import Foundation
import Parquet
import Testing

/// Structs, lists, maps and the less common types in schemas, files and statistics.
@Suite struct NestedSchemaTests {
    static let columns: [DeltaColumn] = [
        DeltaColumn("id", .long, isNullable: false),
        DeltaColumn("small", .short),
        DeltaColumn("tiny", .byte),
        DeltaColumn("ratio", .float),
        DeltaColumn("price", .decimal(precision: 10, scale: 2)),
        DeltaColumn("local", .timestampNtz),
        DeltaColumn(
            "visit",
            .structure([
                DeltaColumn("ward", .string),
                DeltaColumn("nurse", .string, isIdentifying: true),
                DeltaColumn("bed", .structure([DeltaColumn("number", .integer)])),
            ])
        ),
        DeltaColumn("codes", .array(element: .string, containsNull: true)),
        DeltaColumn("scores", .map(key: .string, value: .double, valueContainsNull: true)),
        DeltaColumn(
            "moves",
            .array(
                element: .structure([DeltaColumn("to", .string), DeltaColumn("at", .long)]),
                containsNull: true
            )
        ),
    ]

    /// Three rows: full, mostly null, and with empty lists.
    static func batch() throws -> ColumnBatch {
        var batch = ColumnBatch(schema: DeltaSchema(columns).fileSchema(partitionColumns: []))
        func edit(_ path: String, _ body: (inout Column) -> Void) throws {
            body(&batch.columns[try #require(batch.schema.leafIndex(path))])
        }
        try edit("id") { for id in Int64(1)...3 { $0.append(id) } }
        try edit("small") {
            $0.append(Int32(-300)); $0.appendNull(); $0.append(Int32(7))
        }
        try edit("tiny") {
            $0.append(Int32(-128)); $0.appendNull(); $0.append(Int32(127))
        }
        try edit("ratio") {
            $0.append(Float(0.5)); $0.appendNull(); $0.append(Float(-2))
        }
        try edit("price") {
            $0.append(unscaled: -1_250); $0.appendNull(); $0.append(unscaled: 99_999_999_99)
        }
        try edit("local") {
            $0.append(Int64(1_767_250_800_123_456)); $0.appendNull(); $0.append(Int64(0))
        }
        try edit("visit.ward") {
            $0.append("A"); $0.appendNull(definition: 0); $0.append("B")
        }
        try edit("visit.nurse") {
            $0.append("Ann"); $0.appendNull(definition: 0); $0.append("Bob")
        }
        try edit("visit.bed.number") {
            $0.append(Int32(4)); $0.appendNull(definition: 0); $0.appendNull(definition: 1)
        }
        try edit("codes.list.element") {
            $0.append("x")
            $0.appendNull(definition: 2, repetition: 1)
            $0.appendNull(definition: 0)
            $0.appendNull(definition: 1)
        }
        try edit("scores.key_value.key") {
            $0.append("a")
            $0.append("b", repetition: 1)
            $0.appendNull(definition: 0)
            $0.appendNull(definition: 1)
        }
        try edit("scores.key_value.value") {
            $0.append(1.5)
            $0.appendNull(definition: 2, repetition: 1)
            $0.appendNull(definition: 0)
            $0.appendNull(definition: 1)
        }
        try edit("moves.list.element.to") {
            $0.append("ICU")
            $0.append("ward", repetition: 1)
            $0.appendNull(definition: 0)
            $0.appendNull(definition: 2)
        }
        try edit("moves.list.element.at") {
            $0.append(Int64(10))
            $0.appendNull(definition: 3, repetition: 1)
            $0.appendNull(definition: 0)
            $0.appendNull(definition: 2)
        }
        return batch
    }

    static func create(_ path: String) throws -> DeltaTable {
        var table = try DeltaTable.create(
            at: path,
            schema: DeltaSchema(columns),
            options: SampleTable.options()
        )
        var transaction = Transaction()
        transaction.add(try table.stage(batch: try batch()))
        _ = try table.commit(transaction)
        return table
    }

    @Test func everyTypeSurvivesTheSchemaTextAndTheFiles() throws {
        let folder = try TemporaryFolder()
        _ = try Self.create(folder.table)
        let table = try DeltaTable.open(at: folder.table, options: SampleTable.options())
        #expect(table.metadata.schema == DeltaSchema(Self.columns))
        let rows = try #require(try table.read().first)
        let wanted = try Self.batch()
        #expect(rows.schema.leaves.map(\.name) == wanted.schema.leaves.map(\.name))
        for (found, expected) in zip(rows.columns, wanted.columns) {
            #expect(found.count == expected.count)
            for entry in 0..<expected.count {
                #expect(found.definition(at: entry) == expected.definition(at: entry))
                #expect(found.repetition(at: entry) == expected.repetition(at: entry))
            }
        }
        #expect(rows["price"]?.decimalValues == [-1_250, 0, 99_999_999_99])
        #expect(rows["tiny"]?.int32Values == [-128, 0, 127])
        #expect(rows["visit.ward"]?.string(at: 2) == "B")
        #expect(try table.read(columns: ["scores"]).first?.schema.leaves.count == 2)
    }

    @Test func statisticsNestAndLeaveOutListsMapsAndIdentifyingParts() throws {
        let folder = try TemporaryFolder()
        let table = try Self.create(folder.table)
        let stats = try #require(table.files.values.first?.stats)
        #expect(stats.contains(#""minValues":{"id":1,"small":-300,"tiny":-128,"ratio":-2.0,"price":-12.50,"#))
        #expect(
            stats.contains(#""local":"1970-01-01T00:00:00.000","visit":{"ward":"A","bed":{"number":4}}}"#)
        )
        #expect(stats.contains(#""maxValues":{"id":3,"#))
        #expect(stats.contains(#""price":99999999.99"#))
        #expect(stats.contains(#""visit":{"ward":1,"bed":{"number":2}}"#))
        for word in ["nurse", "Ann", "Bob", "codes", "scores", "moves", "ICU"] {
            #expect(!stats.contains(word))
        }
        #expect(
            table.metadata.configuration["delta.dataSkippingStatsColumns"]
                == "`id`,`small`,`tiny`,`ratio`,`price`,`local`,`visit`.`ward`,`visit`.`bed`.`number`"
        )
    }

    @Test func structsGrowByNullableFieldsAndOldFilesReadThemAsNull() throws {
        let folder = try TemporaryFolder()
        _ = try Self.create(folder.table)
        var grown = Self.columns
        grown[6].type = .structure([
            DeltaColumn("ward", .string), DeltaColumn("nurse", .string, isIdentifying: true),
            DeltaColumn("bed", .structure([DeltaColumn("number", .integer), DeltaColumn("side", .string)])),
            DeltaColumn("tags", .array(element: .string, containsNull: true)),
        ])
        grown[9].type = .array(
            element: .structure([
                DeltaColumn("to", .string), DeltaColumn("at", .long), DeltaColumn("by", .string),
            ]),
            containsNull: true
        )
        let table = try DeltaTable.openOrCreate(
            at: folder.table,
            schema: DeltaSchema(grown),
            options: SampleTable.options()
        )
        #expect(table.version == 2)
        let rows = try #require(try table.read().first)
        #expect(rows["visit.ward"]?.string(at: 0) == "A")
        func levels(_ path: String) throws -> [[UInt8]] {
            let column = try #require(rows[path])
            return (0..<column.count).map { [column.definition(at: $0), column.repetition(at: $0)] }
        }
        // The bed of row 1 is there, row 2 has no visit, row 3 a visit without a bed.
        #expect(try levels("visit.bed.side") == [[2, 0], [0, 0], [1, 0]])
        #expect(try levels("visit.tags.list.element") == [[1, 0], [0, 0], [1, 0]])
        #expect(try levels("moves.list.element.by") == [[3, 0], [3, 1], [0, 0], [2, 0]])
        var lacking = grown
        lacking[6].type = .structure([DeltaColumn("must", .string, isNullable: false)])
        #expect(throws: DeltaError.self) {
            try DeltaTable.openOrCreate(at: folder.table, schema: DeltaSchema(lacking))
        }
    }

    @Test func nestedPartOfAnotherTypeIsNamedByItsPath() throws {
        let folder = try TemporaryFolder()
        var table = try Self.create(folder.table)
        var wrong = ColumnBatch(
            schema: Schema([.required("id", .int64), .structure("visit", [.optional("ward", .int64)])])
        )
        wrong.columns[0].append(Int64(1))
        wrong.columns[1].append(Int64(1))
        do {
            _ = try table.stage(batch: wrong)
            Issue.record("staged")
        } catch {
            guard case .schemaMismatch("visit.ward", _, "string") = error else {
                Issue.record("\(error)")
                return
            }
        }
    }

    @Test(arguments: [
        ("0", 5, 2, Int128(0)), ("-12.3", 5, 2, -1_230), ("12.300", 5, 2, 1_230), (".5", 3, 1, 5),
        (
            "99999999999999999999999999999999999999", 38, 0,
            Int128("99999999999999999999999999999999999999") ?? 0
        ),
    ])
    func decimalTextsAreExact(text: String, precision: Int, scale: Int, value: Int128) {
        #expect(DecimalText.unscaled(text, precision: precision, scale: scale) == value)
        #expect(
            DecimalText.unscaled(DecimalText.text(value, scale: scale), precision: precision, scale: scale)
                == value
        )
    }

    @Test(arguments: [
        "", ".", "-", "1.234", "123456", "1e3", "1,5", "0x1", "999999999999999999999999999999999999999999",
    ])
    func decimalTextThatDoesNotFitIsRefused(text: String) {
        #expect(DecimalText.unscaled(text, precision: 5, scale: 2) == nil)
    }

    @Test func partitionValuesOfEveryTypeAreReadAndCheckedByType() throws {
        let cases: [(DeltaType, String, String)] = [
            (.short, "-300", "40000"), (.byte, "127", "128"), (.float, "0.5", "x"), (.double, "1e9", ""),
            (.decimal(precision: 5, scale: 2), "1.25", "1.255"), (.boolean, "true", "yes"),
            (.date, "2026-02-28", "2026-02-30"), (.timestampNtz, "2026-01-05 07:00:00.5", "2026-01-05"),
            (.timestamp, "2026-01-05T07:00:00.000000Z", "noon"), (.integer, "5", "5.0"), (.long, "-1", "9e9"),
        ]
        for (type, good, bad) in cases {
            let folder = try TemporaryFolder()
            let schema = DeltaSchema([DeltaColumn("id", .long), DeltaColumn("part", type)])
            var table = try DeltaTable.create(
                at: folder.table,
                schema: schema,
                partitionColumns: ["part"],
                options: SampleTable.options()
            )
            var rows = ColumnBatch(schema: schema.fileSchema(partitionColumns: ["part"]))
            rows.columns[0].append(Int64(1))
            if !bad.isEmpty {
                #expect(throws: DeltaError.self) {
                    try table.stage(batch: rows, partitionValues: ["part": bad])
                }
            }
            var transaction = Transaction()
            transaction.add(try table.stage(batch: rows, partitionValues: ["part": good]))
            _ = try table.commit(transaction)
            let read = try #require(try table.read().first?["part"])
            #expect(read.type == type.columnType && read.nullCount == 0, "\(type)")
        }
    }

    @Test func schemaOfAnotherWriterKeepsWhatItSays() throws {
        let text = #"""
            {"type":"struct","fields":[{"name":"m","type":{"type":"map","keyType":"integer","valueType":
            {"type":"array","elementType":"decimal(38,10)","containsNull":false},"valueContainsNull":false},
            "nullable":false,"metadata":{"x":{"y":[1,null]}}},{"name":"d","type":"decimal","nullable":true,
            "metadata":{}},{"name":"v","type":"void","nullable":true,"metadata":{}}]}
            """#
        let folder = try TemporaryFolder()
        var writer = JSONWriter()
        writer.value(text)
        let line =
            #"{"metaData":{"id":"x","format":{"provider":"parquet","options":{}},"schemaString":"#
            + writer.text + #","partitionColumns":[],"configuration":{}}}"#
        try folder.writeLog(OpenTests.zero, OpenTests.protocolLine + "\n" + line)
        #expect(
            throws: DeltaError.unsupportedFeature(feature: "the type void of column v", path: folder.table)
        ) { try DeltaTable.open(at: folder.table) }
        let known = line.replacing(#"\"void\""#, with: #"\"date\""#)
        try folder.writeLog(OpenTests.zero, OpenTests.protocolLine + "\n" + known)
        let schema = try DeltaTable.open(at: folder.table).metadata.schema
        #expect(
            schema["m"]?.type
                == .map(
                    key: .integer,
                    value: .array(element: .decimal(precision: 38, scale: 10), containsNull: false),
                    valueContainsNull: false
                )
        )
        #expect(schema["d"]?.type == .decimal(precision: 10, scale: 0))
        #expect(schema["m"]?.metadata["x"] == .object(["y": .array([.number("1"), .null])]))
    }
}
