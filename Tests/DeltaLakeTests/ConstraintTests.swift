import DeltaLake
import Foundation
import Parquet
import Testing

@Suite struct ConstraintTests {
    static let schema = DeltaSchema([
        DeltaColumn("id", .long), DeltaColumn("wait", .double), DeltaColumn("ward", .string),
        DeltaColumn("day", .date), DeltaColumn("open", .boolean), DeltaColumn("at", .timestamp),
        DeltaColumn("price", .decimal(precision: 10, scale: 2)),
        DeltaColumn("visit", .structure([DeltaColumn("bed", .integer)])),
    ])

    /// id 5, wait 2.5, ward "A", day 2026-01-05, open, at 2026-01-05T07:00Z, price 12.50, bed 3; then all null.
    static func rows() -> ColumnBatch {
        var batch = ColumnBatch(schema: schema.fileSchema(partitionColumns: []))
        batch.columns[0].append(Int64(5))
        batch.columns[1].append(2.5)
        batch.columns[2].append("A")
        batch.columns[3].append(Int32(20_458))
        batch.columns[4].append(true)
        batch.columns[5].append(Int64(1_767_596_400_000_000))
        batch.columns[6].append(unscaled: 1_250)
        batch.columns[7].append(Int32(3))
        for index in 0..<7 { batch.columns[index].appendNull() }
        batch.columns[7].appendNull(definition: 0)
        return batch
    }

    private func verdict(_ expression: String) throws -> Int? {
        try CheckConstraint(name: "c", expression: expression, schema: Self.schema, path: "t")
            .violation(in: Self.rows())
    }

    @Test(arguments: [
        "id = 5 OR id IS NULL", "id <=> 5 OR id <=> NULL", "id > 4 or id is null",
        "(id >= 5 AND id <= 5) OR id IS NULL",
        "NOT (id <> 5) OR id IS NULL", "id IN (1, 2, 5) OR id IS NULL", "id NOT IN (1, 2) OR id IS NULL",
        "id BETWEEN 1 AND 5 OR id IS NULL", "id NOT BETWEEN 6 AND 9 OR id IS NULL",
        "id + 1 = 6 OR id IS NULL",
        "id * 2 - 1 = 9 OR id IS NULL", "-id = -5 OR id IS NULL", "id / 2 = 2.5 OR id IS NULL",
        "wait < id OR wait IS NULL", "wait * 2 = 5 OR wait IS NULL", "wait >= 2.5e0 OR wait IS NULL",
        "ward = 'A' OR ward IS NULL", "ward < 'B' OR ward IS NULL", "`ward` != 'it''s' OR `ward` IS NULL",
        "day >= '2026-01-05' OR day IS NULL", "day < DATE '2026-02-01' OR day IS NULL",
        "open = TRUE OR open IS NULL", "open OR open IS NULL", "price = 12.5 OR price IS NULL",
        "price + 0.005 > 12.50 OR price IS NULL", "price <= 12.50 OR price IS NULL",
        "visit.bed = 3 OR visit.bed IS NULL", "Id = 5 OR ID is null", "1 = 1", "id IS NOT NULL OR TRUE",
        "at = TIMESTAMP '2026-01-05T07:00:00Z' OR at IS NULL", "at > '2026-01-01T00:00:00Z' OR at IS NULL",
    ])
    func conditionThatHoldsForEveryRowPasses(expression: String) throws {
        #expect(try verdict(expression) == nil)
    }

    @Test(arguments: [
        ("id = 4", 0), ("id = 5", 1), ("id IS NULL", 0), ("id IN (1, NULL)", 0), ("id IN (5, NULL)", 1),
        ("id NOT IN (1, NULL)", 0), ("NULL", 0), ("id > 1 AND NULL", 0), ("wait / 0 > 1 OR id IS NULL", 0),
        ("id * 99999999999999999999999999999999999999 > 0 OR id IS NULL", 0), ("ward > 'a'", 0),
        ("NOT open", 0), ("price = 12.51", 0), ("price IS NOT NULL", 1), ("visit.bed IS NOT NULL", 1),
    ])
    func firstRowThatIsFalseOrUnknownIsNamed(expression: String, row: Int) throws {
        #expect(try verdict(expression) == row)
    }

    @Test(arguments: [
        "", "id >", "id = 5 5", "length(ward) > 1", "ward LIKE 'a%'", "ward = \"A\"", "id = 'x'",
        "missing > 1",
        "visit = 1", "id", "id + 1", "(id = 5", "id IN ()", "id IS 5", "ward = 'open", "1a = 1",
        "day > 'soon'",
        "at > '2026-01-01'", "price / 2 > 1", "ward + 1 > 2", "id = 5;", "a.b.c = 1", "ward = 'a\\'b'",
        String(repeating: "(", count: 300) + "id = 1" + String(repeating: ")", count: 300),
        "id = 1" + String(repeating: " OR id = 1", count: 2_000),
    ])
    func expressionOutsideTheGrammarIsRefused(expression: String) throws {
        #expect(throws: DeltaError.self) { try verdict(expression) }
    }

    @Test func tableWithAConstraintRefusesRowsThatBreakIt() throws {
        let folder = try TemporaryFolder()
        var table = try DeltaTable.create(
            at: folder.table,
            schema: SampleTable.schema,
            partitionColumns: ["facility"],
            configuration: [
                "delta.constraints.small": "id < 10", "delta.constraints.north": "facility = 'north'",
            ],
            options: SampleTable.options()
        )
        #expect(table.tableProtocol == TableProtocol(minReaderVersion: 1, minWriterVersion: 3))
        _ = try SampleTable.append(&table, ids: 0..<10, version: 1)
        #expect(throws: DeltaError.constraintViolated(name: "small", expression: "id < 10", row: 2)) {
            try SampleTable.append(&table, ids: 8..<12, version: 2)
        }
        #expect(
            throws: DeltaError.constraintViolated(name: "north", expression: "facility = 'north'", row: 0)
        ) { try SampleTable.append(&table, ids: 0..<1, version: 2, facility: nil) }
        #expect(folder.files().count == 1)
        #expect(try DeltaTable.open(at: folder.table).readOnlyReason == nil)
    }

    @Test func newConstraintIsCheckedAgainstTheRowsThatAreThere() throws {
        let folder = try TemporaryFolder()
        var table = try SampleTable.create(folder.table)
        _ = try SampleTable.append(&table, ids: 0..<10, version: 1)
        func add(_ expression: String) throws -> DeltaTable {
            try DeltaTable.openOrCreate(
                at: folder.table,
                schema: SampleTable.schema,
                partitionColumns: ["facility"],
                configuration: ["delta.constraints.c": expression],
                options: SampleTable.options()
            )
        }
        #expect(throws: DeltaError.constraintViolated(name: "c", expression: "id < 9", row: 9)) {
            try add("id < 9")
        }
        let changed = try add("id < 10")
        #expect(changed.version == 2)
        #expect(changed.tableProtocol.minWriterVersion == 3)
    }

    @Test func constraintOutsideTheGrammarMakesTheTableReadOnlyAndIsNamed() throws {
        let folder = try TemporaryFolder()
        let line = OpenTests.metadataLine.replacing(
            #""configuration":{}"#,
            with: #""configuration":{"delta.constraints.odd":"length(id) > 3"}"#
        )
        try folder.writeLog(OpenTests.zero, OpenTests.protocolLine + "\n" + line)
        let table = try DeltaTable.open(at: folder.table)
        guard case .unsupportedConstraint("odd", "length(id) > 3", _, _) = table.readOnlyReason else {
            Issue.record("\(String(describing: table.readOnlyReason))")
            return
        }
    }

    @Test func columnInvariantIsAConstraint() throws {
        let folder = try TemporaryFolder()
        var column = DeltaColumn("id", .long)
        column.metadata["delta.invariants"] = .string(#"{"expression": {"expression": "id > 3"}}"#)
        var table = try DeltaTable.create(
            at: folder.table,
            schema: DeltaSchema([column]),
            options: SampleTable.options()
        )
        var rows = ColumnBatch(schema: Schema([.optional("id", .int64)]))
        rows.columns[0].append(Int64(4))
        _ = try table.stage(batch: rows)
        rows.columns[0].append(Int64(3))
        #expect(throws: DeltaError.constraintViolated(name: "id", expression: "id > 3", row: 1)) {
            try table.stage(batch: rows)
        }
    }
}
