import DeltaLake
import Parquet
import Testing

@Suite struct ScanTests {
    /// Twelve files of 50 rows in three partitions, one of them null, some rows deleted.
    private func prepared(_ folder: MemoryFolder) throws -> DeltaTable {
        var table = try SampleTable.create(folder.table, folder.options(), configuration: SampleTable.vectors)
        for number in Int64(0)..<12 {
            let facility = ["north", "south", nil][Int(number % 3)]
            _ = try SampleTable.append(
                &table,
                ids: number * 50..<number * 50 + 50,
                version: number,
                facility: facility
            )
        }
        try table.erase(matching: RowFilter([.init("bed", .equals(.int32(3)))]), by: "test", reason: "test")
        return table
    }

    private func ids(_ table: DeltaTable, _ filter: RowFilter) throws -> (ids: [Int64], report: ScanReport) {
        var scan = try table.scan(columns: ["id"], matching: filter)
        var ids: [Int64] = []
        while let batch = try scan.next() { ids += batch.columns[0].int64Values }
        return (ids.sorted(), scan.report)
    }

    private func condition(_ random: inout SeededRandom) -> RowFilter.Condition {
        let id = StatisticValue.int64(Int64.random(in: -10...650, using: &random))
        let moment = StatisticValue.int64(
            1_767_250_800_123_456 + Int64.random(in: -1_000_000...600_000_000, using: &random)
        )
        let ward = StatisticValue.text("ward-\(Int.random(in: 0...5, using: &random))")
        let facility = StatisticValue.text(["north", "south", "west"].randomElement(using: &random) ?? "")
        let choices: [RowFilter.Condition] = [
            .init("id", .equals(id)), .init("id", .less(id)), .init("id", .atMost(id)),
            .init("id", .greater(id)), .init("id", .atLeast(id)), .init("id", .notEquals(id)),
            .init("id", .oneOf([id, .int64(7), .int64(333)])), .init("at", .atLeast(moment)),
            .init("at", .less(moment)), .init("ward", .equals(ward)),
            .init("ward", .hasPrefix(Array("ward-".utf8))),
            .init("ward", .notEquals(ward)), .init("wait", .isNull), .init("wait", .isNotNull),
            .init("wait", .greater(.double(Double.random(in: 0...150, using: &random)))),
            .init("open", .equals(.boolean(true))), .init("day", .equals(.int32(20_455))),
            .init("facility", .equals(facility)), .init("facility", .isNull), .init("facility", .isNotNull),
            .init("facility", .notEquals(facility)), .init("facility", .oneOf([facility, .text("south")])),
            .init("patient", .equals(.text("patient 77"))), .init("bed", .atMost(.int32(2))),
        ]
        return choices.randomElement(using: &random) ?? choices[0]
    }

    @Test func rowsEqualReadAllThenFilterForAnyFilter() throws {
        let folder = MemoryFolder()
        let table = try prepared(folder)
        let everything = try table.read()
        #expect(everything.reduce(0) { $0 + $1.rowCount } == 600 - (0..<600).filter { $0 % 7 == 3 }.count)
        for seed in UInt64(1)...400 {
            var random = SeededRandom(seed)
            let count = Int.random(in: 0...3, using: &random)
            let filter = RowFilter((0..<count).map { _ in condition(&random) })
            var expected: [Int64] = []
            for batch in everything {
                let rows = try filter.rows(of: batch)
                let values = try #require(batch["id"]).int64Values
                expected += rows.map { values[$0] }
            }
            let found = try ids(table, filter)
            #expect(found.ids == expected.sorted(), "seed \(seed)")
            #expect(found.report.rowsReturned == expected.count, "seed \(seed)")
        }
    }

    @Test func filesArePassedOverByPartitionAndByStatistics() throws {
        let folder = MemoryFolder()
        let table = try prepared(folder)
        let south = RowFilter([
            .init("facility", .equals(.text("south"))), .init("id", .less(.int64(100))),
        ])
        let found = try ids(table, south)
        #expect(found.ids == (50..<100).filter { $0 % 7 != 3 })
        #expect(found.report.files == 12)
        #expect(found.report.filesPrunedByPartition == 8)
        #expect(found.report.filesPrunedByStatistics == 3)
        #expect(found.report.filesRead == 1)
        #expect(found.report.rowsDeleted == (50..<100).filter { $0 % 7 == 3 }.count)
    }

    @Test func identifyingColumnIsFilteredWithoutStatistics() throws {
        let folder = MemoryFolder()
        let table = try prepared(folder)
        let found = try ids(table, RowFilter([.init("patient", .equals(.text("patient 77")))]))
        #expect(found.ids == [77])
        #expect(found.report.filesRead == 12, "nothing in the log says where a patient is")
    }

    @Test func momentWithinTheLastMillisecondOfAFileIsFound() throws {
        let folder = MemoryFolder()
        var table = try SampleTable.create(folder.table, folder.options())
        _ = try SampleTable.append(&table, ids: 0..<5, version: 1)
        // The log says 1767250804123 ms, the row is 456 µs later.
        let moment = StatisticValue.int64(1_767_250_804_123_456)
        #expect(try ids(table, RowFilter([.init("at", .equals(moment))])).ids == [4])
        #expect(try ids(table, RowFilter([.init("at", .atLeast(moment))])).ids == [4])
        let later = StatisticValue.int64(1_767_250_804_124_456)
        #expect(try ids(table, RowFilter([.init("at", .atLeast(later))])).report.filesPrunedByStatistics == 1)
    }

    @Test func cutTextBoundsNeverHideARow() throws {
        let folder = MemoryFolder()
        let schema = DeltaSchema([DeltaColumn("text", .string)])
        var table = try DeltaTable.create(at: folder.table, schema: schema, options: folder.options())
        let long = String(repeating: "ä", count: 40)
        var batch = ColumnBatch(schema: schema.fileSchema(partitionColumns: []))
        for text in [long + "x", long + "z"] { batch.columns[0].append(text) }
        var transaction = Transaction()
        transaction.add(try table.stage(batch: batch))
        // Another writer may cut a maximum without raising it.
        var odd = try table.stage(batch: batch)
        let cut = String(repeating: "ä", count: 32)
        odd.stats = #"{"numRecords":2,"minValues":{"text":"\#(cut)"},"maxValues":{"text":"\#(cut)"}}"#
        transaction.add(odd)
        _ = try table.commit(transaction)
        for test in [RowFilter.Test.equals(.text(long + "z")), .greater(.text(long + "y"))] {
            var scan = try table.scan(matching: RowFilter([.init("text", test)]))
            var rows = 0
            while let batch = try scan.next() { rows += batch.rowCount }
            #expect(rows == 2)
        }
    }

    @Test func missingOrBrokenStatisticsExcludeNothing() throws {
        let folder = MemoryFolder()
        var table = try SampleTable.create(folder.table, folder.options())
        for stats in [nil, "", "{", "[1]", #"{"numRecords":"x"}"#, #"{"minValues":{"id":"a"}}"#] as [String?]
        {
            var file = try table.stage(batch: SampleTable.batch(5..<6), partitionValues: ["facility": nil])
            file.stats = stats
            var transaction = Transaction()
            transaction.add(file)
            _ = try table.commit(transaction)
        }
        #expect(try ids(table, RowFilter([.init("id", .equals(.int64(5)))])).ids.count == 6)
    }

    @Test func youngerColumnIsNullInOlderFiles() throws {
        let folder = MemoryFolder()
        var table = try SampleTable.create(folder.table, folder.options())
        _ = try SampleTable.append(&table, ids: 0..<5, version: 1)
        var wider = SampleTable.schema
        wider.columns.append(DeltaColumn("note", .string))
        table = try DeltaTable.openOrCreate(
            at: folder.table,
            schema: wider,
            partitionColumns: ["facility"],
            options: folder.options()
        )
        #expect(try ids(table, RowFilter([.init("note", .isNull)])).ids == Array(0..<5))
        #expect(try ids(table, RowFilter([.init("note", .isNotNull)])).ids == [])
        #expect(try ids(table, RowFilter([.init("note", .notEquals(.text("x")))])).ids == [])
    }

    @Test func conditionThatDoesNotFitTheTableIsAnError() throws {
        let folder = MemoryFolder()
        let table = try prepared(folder)
        for condition in [
            RowFilter.Condition("nowhere", .isNull), .init("id", .equals(.text("5"))),
            .init("facility", .equals(.int64(5))), .init("ward", .less(.int32(1))),
        ] {
            #expect(throws: DeltaError.self) { try table.scan(matching: RowFilter([condition])) }
        }
    }
}
