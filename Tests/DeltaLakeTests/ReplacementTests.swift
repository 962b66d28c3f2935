import DeltaLake
import Parquet
import Testing

/// Transactions that put other files, or another layout, in the place of what a table holds.
@Suite struct ReplacementTests {
    private func prepared(_ folder: MemoryFolder) throws -> DeltaTable {
        var table = try SampleTable.create(folder.table, folder.options())
        for (number, facility) in ["north", "south", "north", nil].enumerated() {
            let first = Int64(number) * 10
            _ = try SampleTable.append(
                &table,
                ids: first..<first + 10,
                version: Int64(number) + 1,
                facility: facility
            )
        }
        return table
    }

    private func rebuild(_ table: inout DeltaTable, facility: String?, ids: [Range<Int64>]) throws
        -> Transaction
    {
        var transaction = Transaction(operation: "REBUILD", parameters: ["site": facility ?? ""])
        transaction.replacePartition(["facility": facility])
        for range in ids {
            transaction.add(
                try table.stage(batch: SampleTable.batch(range), partitionValues: ["facility": facility])
            )
        }
        transaction.setTransaction("app", version: 5, after: .exactly(4))
        return transaction
    }

    @Test func aPartitionIsReplacedInOneVersionAndOthersStay() throws {
        let folder = MemoryFolder()
        var table = try prepared(folder)
        let transaction = try rebuild(&table, facility: "north", ids: [100..<110, 110..<120])
        #expect(table.stagedFiles.count == 2)
        #expect(try table.commit(transaction) == .committed(version: 5))
        let opened = try DeltaTable.open(at: folder.table, options: folder.options())
        #expect(try SampleTable.ids(opened) == Array(10..<20) + Array(30..<40) + Array(100..<120))
        #expect(opened.transactionVersion("app") == 5)
        let entry = try #require(try opened.history(limit: 1).first?.info)
        #expect(entry.operation == "REBUILD" && entry.operationParameters == ["site": "north"])
        let old = try DeltaTable.open(at: folder.table, version: 4, options: folder.options())
        #expect(try SampleTable.ids(old) == Array(0..<40))
    }

    @Test func theNullPartitionIsReplacedAndNothingByNothingIsRecorded() throws {
        let folder = MemoryFolder()
        var table = try prepared(folder)
        #expect(try table.commit(rebuild(&table, facility: nil, ids: [])) == .committed(version: 5))
        #expect(try SampleTable.ids(table) == Array(0..<30))
        var empty = Transaction(operation: "REBUILD")
        empty.replacePartition(["facility": "west"])
        #expect(try table.commit(empty) == .committed(version: 6))
        #expect(throws: DeltaError.invalidInput("ward is not a partition column of the table")) {
            var wrong = Transaction()
            wrong.replacePartition(["ward": "a"])
            _ = try table.commit(wrong)
        }
    }

    @Test func aRowAddedToThePartitionMeanwhileIsAConflictAndElsewhereIsNot() throws {
        let folder = MemoryFolder()
        var table = try prepared(folder)
        var other = try DeltaTable.open(at: folder.table, options: folder.options())
        let elsewhere = try rebuild(&table, facility: "north", ids: [100..<110])
        _ = try SampleTable.append(&other, ids: 50..<60, app: "other", version: 1, facility: "south")
        #expect(try table.commit(elsewhere) == .committed(version: 6))
        var late = Transaction(operation: "REBUILD")
        late.replacePartition(["facility": "north"])
        try other.refresh()
        _ = try SampleTable.append(&other, ids: 60..<70, app: "other", version: 2)
        let result = try table.commit(late)
        guard case .conflict(.rowsAdded(_, version: 7)) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(try SampleTable.ids(other).suffix(20) == Array(60..<70) + Array(100..<110))
    }

    @Test func movedProgressStopsAReplacement() throws {
        let folder = MemoryFolder()
        var table = try prepared(folder)
        var other = try DeltaTable.open(at: folder.table, options: folder.options())
        let transaction = try rebuild(&table, facility: "north", ids: [100..<110])
        _ = try SampleTable.append(&other, ids: 50..<60, version: 9, facility: "south")
        #expect(try table.commit(transaction) == .conflict(.transactionMoved(appID: "app", found: 9)))
        #expect(table.stagedFiles == [] && StagedFiles.uncommitted(in: folder.table) == [])
    }

    static let layout = TableLayout(
        schema: DeltaSchema([
            DeltaColumn("facility", .string), DeltaColumn("month", .string), DeltaColumn("id", .long),
            DeltaColumn("as_of", .timestamp),
        ]),
        partitionColumns: ["facility", "month"]
    )

    static func overwrite(_ table: inout DeltaTable, ids: Range<Int64>) throws -> Transaction {
        var transaction = Transaction(operation: "REBUILD")
        transaction.replaceTable(with: layout)
        for id in ids {
            var batch = ColumnBatch(
                schema: layout.schema.fileSchema(partitionColumns: layout.partitionColumns)
            )
            batch.columns[0].append(id)
            batch.columns[1].append(1_767_250_800_000_000 + id)
            transaction.add(
                try table.stage(
                    batch: batch,
                    partitionValues: ["facility": "north", "month": "2026-0\(id % 3 + 1)"],
                    layout: layout
                )
            )
        }
        transaction.setTransaction("app", version: 5, after: .exactly(4))
        return transaction
    }

    @Test func aTableGetsAnotherLayoutTogetherWithEveryFile() throws {
        let folder = MemoryFolder()
        var table = try prepared(folder)
        let transaction = try Self.overwrite(&table, ids: 0..<5)
        #expect(try table.commit(transaction) == .committed(version: 5))
        #expect(table.metadata.partitionColumns == ["facility", "month"])
        var opened = try DeltaTable.open(at: folder.table, options: folder.options())
        #expect(opened.metadata.schema.columns.map(\.name) == Self.layout.schema.columns.map(\.name))
        #expect(opened.metadata.id == table.metadata.id && opened.metadata.description == "arrivals")
        #expect(try SampleTable.ids(opened) == [0, 1, 2, 3, 4])
        #expect(try opened.verify(readsRows: true).problems == [])
        var month = Transaction(operation: "DELETE")
        month.replacePartition(["month": "2026-01"])
        #expect(try opened.commit(month) == .committed(version: 6))
        #expect(try SampleTable.ids(opened) == [1, 2, 4])
        let old = try DeltaTable.open(at: folder.table, version: 4, options: folder.options())
        #expect(old.metadata.partitionColumns == ["facility"])
        #expect(try SampleTable.ids(old) == Array(0..<40))
        try table.refresh()
        #expect(table.version == 6)
        try table.restore(toVersion: 4)
        #expect(try SampleTable.ids(table) == Array(0..<40))
    }

    @Test func aRivalOfAnOverwriteLosesNothing() throws {
        let folder = MemoryFolder()
        var table = try prepared(folder)
        var other = try DeltaTable.open(at: folder.table, options: folder.options())
        let transaction = try Self.overwrite(&table, ids: 0..<5)
        _ = try SampleTable.append(&other, ids: 50..<60, app: "other", version: 1, facility: "south")
        guard case .conflict(.rowsAdded) = try table.commit(transaction) else {
            Issue.record("an overwrite took rows that it had not seen")
            return
        }
        try table.refresh()
        let again = try Self.overwrite(&table, ids: 0..<5)
        #expect(try table.commit(again) == .committed(version: 6))
        let late = try SampleTable.append(&other, ids: 60..<70, app: "other", version: 2)
        #expect(late == .conflict(.metadataChanged(version: 6)))
        #expect(folder.files().count == 4 + 1 + 5)
    }

    @Test func aFileOfTheOldLayoutIsRefusedUnderTheNewOne() throws {
        let folder = MemoryFolder()
        var table = try prepared(folder)
        var transaction = Transaction(operation: "REBUILD")
        transaction.replaceTable(with: Self.layout)
        transaction.add(
            try table.stage(batch: SampleTable.batch(0..<5), partitionValues: ["facility": "north"])
        )
        #expect(throws: DeltaError.self) { try table.commit(transaction) }
        #expect(table.version == 4)
        let wrong = TableLayout(schema: Self.layout.schema, partitionColumns: ["ward"])
        #expect(throws: DeltaError.self) {
            try table.stage(batch: SampleTable.batch(0..<5), partitionValues: [:], layout: wrong)
        }
    }
}
