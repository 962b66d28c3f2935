import DeltaLake
import Parquet
import Testing

@Suite struct PurgeTests {
    private static let person = "patient 1234"
    private static let filter = RowFilter([
        .init("facility", .equals(.text("north"))), .init("patient", .equals(.text(person))),
    ])

    /// The person in live, rewritten, merged and removed files and in change data; others everywhere too.
    private func prepared(_ folder: TemporaryFolder) throws -> DeltaTable {
        var table = try SampleTable.create(
            folder.table,
            configuration: ["delta.enableChangeDataFeed": "true"]
        )
        for number in Int64(0)..<4 {
            var transaction = Transaction()
            for facility in ["north", "south"] {
                transaction.add(
                    try table.stage(
                        batch: SampleTable.batch(1_000 + number * 100..<1_100 + number * 100),
                        partitionValues: ["facility": facility]
                    )
                )
            }
            _ = try table.commit(transaction)
        }
        _ = try table.optimize()
        // The person once more, removed at once, so that only an old file and change data hold the row.
        _ = try SampleTable.append(&table, ids: 1_230..<1_240, version: 9)
        try table.delete(
            matching: RowFilter([.init("id", .atLeast(.int64(1_230))), .init("id", .less(.int64(1_236)))])
        )
        _ = try SampleTable.append(&table, ids: 1_234..<1_235, version: 10)
        return table
    }

    @Test func noByteOfAPersonIsLeftAndAllOtherRowsAre() throws {
        let folder = try TemporaryFolder()
        var table = try prepared(folder)
        let before = try SampleTable.ids(table)
        #expect(try FolderSearch.files(in: folder.table, holding: Self.person).count > 5)
        let result = try table.purge(matching: Self.filter, by: "dpo", reason: "request 17")
        #expect(result.isComplete)
        #expect(result.columnsInLog == [])
        #expect(result.filesDeleted.contains { $0.hasPrefix("_change_data/") })
        let left = try FolderSearch.files(in: folder.table, holding: Self.person)
        #expect(left.allSatisfy { $0.contains("facility=south") }, "\(left)")
        #expect(!left.isEmpty, "the same name at another facility is another person")
        #expect(try SampleTable.ids(table) == before.filter { $0 != 1_234 })
        let south = RowFilter([
            .init("facility", .equals(.text("south"))), .init("patient", .equals(.text(Self.person))),
        ])
        try table.purge(matching: south, by: "dpo", reason: "request 18")
        #expect(try FolderSearch.files(in: folder.table, holding: Self.person) == [])
        #expect(try !FolderSearch.files(in: folder.table, holding: "patient 1229").isEmpty)
        #expect(try table.verify(readsRows: true).problems == [])
        #expect(try DeltaTable.open(at: folder.table).verify().problems == [])
        let operations = try table.history().compactMap { $0.info?.operation }
        #expect(operations.filter { $0 == "PURGE" }.count == 2)
        #expect(operations.contains("ERASE"))
        #expect(throws: DeltaError.self, "a purged version says so") {
            try SampleTable.ids(DeltaTable.open(at: folder.table, version: 3))
        }
        #expect(try table.purge(matching: south, by: "dpo", reason: "again").filesDeleted == [])
    }

    @Test func fileNobodyCommittedIsPurgedOnceItIsOld() throws {
        let folder = try TemporaryFolder()
        var table = try SampleTable.create(folder.table)
        _ = try SampleTable.append(&table, ids: 0..<3, version: 1)
        _ = try table.stage(batch: SampleTable.batch(1_234..<1_235), partitionValues: ["facility": "north"])
        let young = try table.purge(matching: Self.filter, by: "dpo", reason: "request 17")
        #expect(!young.isComplete)
        #expect(young.youngFiles.count == 1)
        try folder.age()
        var aged = try DeltaTable.open(at: folder.table, options: SampleTable.options())
        let old = try aged.purge(matching: Self.filter, by: "dpo", reason: "request 17")
        #expect(old.isComplete)
        #expect(old.filesDeleted.count == 1)
        #expect(try FolderSearch.files(in: folder.table, holding: Self.person) == [])
        #expect(try SampleTable.ids(aged) == [0, 1, 2])
    }

    /// A crash between the steps of a purge: repeated, it comes to the same end.
    @Test(arguments: 0..<24)
    func purgeInterruptedAnywhereCanBeRepeated(step: Int) throws {
        let folder = try TemporaryFolder()
        var table = try prepared(folder)
        let expected = try SampleTable.ids(table).filter { $0 != 1_234 }
        let calls = FaultyCalls(.crashesAfter, atStep: step)
        do throws(DeltaError) {
            var faulty = try DeltaTable.open(at: folder.table, options: SampleTable.options(calls.storage))
            try faulty.purge(matching: Self.filter, by: "dpo", reason: "request 17")
        } catch { #expect(!calls.log.isEmpty) }
        try folder.age()
        table = try DeltaTable.open(at: folder.table, options: SampleTable.options())
        let result = try table.purge(matching: Self.filter, by: "dpo", reason: "request 17")
        #expect(result.unreadableFiles == [], "step \(step) of \(calls.log)")
        #expect(try SampleTable.ids(table) == expected)
        let left = try FolderSearch.files(in: folder.table, holding: Self.person)
        #expect(left.allSatisfy { $0.contains("facility=south") }, "step \(step): \(left)")
    }
}
