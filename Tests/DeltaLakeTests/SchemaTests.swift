import DeltaLake
import Parquet
import Testing

@Suite struct SchemaTests {
    private func openOrCreate(_ folder: TemporaryFolder, _ columns: [DeltaColumn], _ partition: [String] = [])
        throws -> DeltaTable
    {
        try DeltaTable.openOrCreate(
            at: folder.table,
            schema: DeltaSchema(columns),
            partitionColumns: partition,
            options: SampleTable.options()
        )
    }

    @Test func schemaCommentsUnitsAndMarksSurviveReopening() throws {
        let folder = try TemporaryFolder()
        _ = try SampleTable.create(folder.table)
        let schema = try DeltaTable.open(at: folder.table).metadata.schema
        #expect(schema == SampleTable.schema)
        #expect(schema["facility"]?.comment == "where")
        #expect(schema["wait"]?.unit == "minutes")
        #expect(schema["patient"]?.isIdentifying == true)
    }

    @Test func identifyingColumnsAreLeftOutOfTheStatisticsProperty() throws {
        let folder = try TemporaryFolder()
        let table = try SampleTable.create(folder.table)
        #expect(
            table.metadata.configuration["delta.dataSkippingStatsColumns"]
                == "`id`,`wait`,`at`,`day`,`bed`,`ward`"
        )
    }

    @Test func differingColumnIsNamed() throws {
        let folder = try TemporaryFolder()
        let id = DeltaColumn("id", .long, isNullable: false)
        _ = try openOrCreate(folder, [id, DeltaColumn("ward", .string)])
        #expect(throws: DeltaError.schemaMismatch(column: "ward", expected: "long", found: "string")) {
            try openOrCreate(folder, [id, DeltaColumn("ward", .long)])
        }
        #expect(throws: DeltaError.schemaMismatch(column: "id", expected: "long", found: "long not null")) {
            try openOrCreate(folder, [DeltaColumn("id", .long)])
        }
        #expect(throws: DeltaError.schemaMismatch(column: "WARD", expected: "WARD", found: "ward")) {
            try openOrCreate(folder, [id, DeltaColumn("WARD", .string)])
        }
        #expect(
            throws: DeltaError.schemaMismatch(
                column: "new",
                expected: "long not null",
                found: "no such column"
            )
        ) {
            try openOrCreate(folder, [id, DeltaColumn("new", .long, isNullable: false)])
        }
        #expect(
            throws: DeltaError.schemaMismatch(
                column: "ward",
                expected: "identifying",
                found: "not identifying"
            )
        ) {
            try openOrCreate(folder, [id, DeltaColumn("ward", .string, isIdentifying: true)])
        }
        #expect(throws: DeltaError.partitionMismatch(expected: ["ward"], found: [])) {
            try openOrCreate(folder, [id, DeltaColumn("ward", .string)], ["ward"])
        }
    }

    @Test func newNullableColumnEvolvesTheTableOnceAndOldRowsReadAsNull() throws {
        let folder = try TemporaryFolder()
        let id = DeltaColumn("id", .long, isNullable: false)
        var table = try openOrCreate(folder, [id])
        var batch = ColumnBatch(schema: DeltaSchema([id]).fileSchema(partitionColumns: []))
        batch.columns[0].append(Int64(1))
        var transaction = Transaction()
        transaction.add(try table.stage(batch: batch))
        #expect(try table.commit(transaction) == .committed(version: 1))
        let columns = [id, DeltaColumn("secret", .string, isIdentifying: true), DeltaColumn("bed", .integer)]
        #expect(try openOrCreate(folder, columns).version == 2)
        let again = try openOrCreate(folder, columns)
        #expect(again.version == 2)
        #expect(again.metadata.configuration["delta.dataSkippingStatsColumns"] == "`id`,`bed`")
        let rows = try #require(try again.read().first)
        #expect(rows["bed"]?.nullCount == 1)
        #expect(try openOrCreate(folder, [id]).version == 2, "a caller may know fewer nullable columns")
    }

    @Test func propertyOfTheCallerIsSetOnTheTable() throws {
        let folder = try TemporaryFolder()
        _ = try SampleTable.create(folder.table)
        for _ in 0..<2 {
            let table = try DeltaTable.openOrCreate(
                at: folder.table,
                schema: SampleTable.schema,
                partitionColumns: ["facility"],
                configuration: ["delta.deletedFileRetentionDuration": "interval 1 day"],
                options: SampleTable.options()
            )
            #expect(table.version == 1)
        }
    }

    @Test(arguments: [
        ([DeltaColumn("a", .long), DeltaColumn("A", .long)], [String]()),
        ([DeltaColumn("", .long)], []),
        ([DeltaColumn("a b", .long)], []),
        ([DeltaColumn("a", .long)], ["b"]),
        ([DeltaColumn("a", .long)], ["a"]),
        ([DeltaColumn("a", .long), DeltaColumn("b", .binary)], ["b"]),
        ([DeltaColumn("a", .long), DeltaColumn("b", .string, isIdentifying: true)], ["b"]),
    ])
    func unusableSchemaIsRefused(columns: [DeltaColumn], partition: [String]) throws {
        let folder = try TemporaryFolder()
        #expect(throws: DeltaError.self) { try openOrCreate(folder, columns, partition) }
        #expect(folder.files(includingLog: true).isEmpty)
    }

    @Test func batchThatDoesNotFitIsRefusedByColumn() throws {
        let folder = try TemporaryFolder()
        var table = try SampleTable.create(folder.table)
        let north: [String: String?] = ["facility": "north"]
        var wrong = ColumnBatch(schema: Schema([.required("id", .int32)]))
        wrong.columns[0].append(Int32(1))
        #expect(throws: DeltaError.self) { try table.stage(batch: wrong, partitionValues: north) }
        var nullable = ColumnBatch(schema: Schema([.optional("id", .int64)]))
        nullable.columns[0].appendNull()
        #expect(throws: DeltaError.self) { try table.stage(batch: nullable, partitionValues: north) }
        var stranger = ColumnBatch(schema: Schema([.required("id", .int64), .required("x", .int64)]))
        stranger.columns[0].append(Int64(1))
        stranger.columns[1].append(Int64(1))
        #expect(
            throws: DeltaError.schemaMismatch(
                column: "x",
                expected: "a data column of that name",
                found: "no such column"
            )
        ) { try table.stage(batch: stranger, partitionValues: north) }
        #expect(throws: DeltaError.self) {
            try table.stage(batch: SampleTable.batch(0..<0), partitionValues: north)
        }
        for values: [String: String?] in [[:], ["ward": "x"], ["facility": "x", "id": "1"]] {
            #expect(throws: DeltaError.self) {
                try table.stage(batch: SampleTable.batch(0..<1), partitionValues: values)
            }
        }
        var badText = SampleTable.batch(0..<0)
        badText.columns[0].append(Int64(1))
        badText.columns[1].append(bytes: [0xFF])
        for index in 2..<badText.columns.count { badText.columns[index].appendNull() }
        #expect(throws: DeltaError.self) { try table.stage(batch: badText, partitionValues: north) }
        #expect(folder.files().isEmpty)
        var partial = ColumnBatch(schema: Schema([.required("id", .int64)]))
        partial.columns[0].append(Int64(1))
        _ = try table.stage(batch: partial, partitionValues: north)
    }
}
