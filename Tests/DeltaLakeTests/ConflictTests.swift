import DeltaLake
import Parquet
import Testing

/// Two handles of one table: what the second may still commit after the first came before it.
@Suite struct ConflictTests {
    private let young = RowFilter([.init("id", .less(.int64(5)))])

    private func handles(_ folder: MemoryFolder, configuration: [String: String] = [:]) throws
        -> (first: DeltaTable, second: DeltaTable)
    {
        var first = try SampleTable.create(folder.table, folder.options(), configuration: configuration)
        _ = try SampleTable.append(&first, ids: 0..<10, version: 1)
        _ = try SampleTable.append(&first, ids: 10..<20, app: "other", version: 2)
        return (first, try DeltaTable.open(at: folder.table, options: folder.options()))
    }

    @Test func twoDeletionsOfOneFileBothTakeEffect() throws {
        let folder = MemoryFolder()
        var (first, second) = try handles(folder, configuration: ["delta.enableDeletionVectors": "true"])
        #expect(try first.delete(matching: young).filesMarked == 1)
        let result = try second.delete(matching: RowFilter([.init("id", .equals(.int64(7)))]))
        #expect(result.version == 4)
        #expect(try SampleTable.ids(second) == [5, 6, 8, 9] + Array(10..<20))
        #expect(second.files.values.compactMap(\.deletionVector?.cardinality) == [6])
    }

    @Test func removalOfAFileThatGotAVectorConflicts() throws {
        let folder = MemoryFolder()
        var (first, second) = try handles(folder, configuration: ["delta.enableDeletionVectors": "true"])
        let file = try #require(second.filesByID(0))
        var removal = Transaction(operation: "DELETE")
        removal.remove(file)
        try first.delete(matching: young)
        #expect(try second.commit(removal) == .conflict(.fileRemoved(path: file.path)))
        try second.refresh()
        #expect(
            try second.commit(removal) == .conflict(.fileRemoved(path: file.path)),
            "the file as it was seen is gone"
        )
    }

    @Test func optimizeGivesUpOnlyTheMergesAnotherWriterTouched() throws {
        let folder = MemoryFolder()
        var table = try SampleTable.create(folder.table, folder.options())
        for number in Int64(0)..<4 {
            var transaction = Transaction()
            for facility in ["north", "south"] {
                transaction.add(
                    try table.stage(
                        batch: SampleTable.batch(number * 10..<number * 10 + 10),
                        partitionValues: ["facility": facility]
                    )
                )
            }
            _ = try table.commit(transaction)
        }
        var other = try DeltaTable.open(at: folder.table, options: folder.options())
        try other.delete(
            matching: RowFilter([.init("facility", .equals(.text("south"))), .init("id", .equals(.int64(3)))])
        )
        // The handle still stands before the deletion.
        let result = try table.optimize()
        #expect(result.mergesLost == 1)
        #expect(result.filesRemoved == 4)
        #expect(result.filesAdded == 1)
        #expect(try SampleTable.ids(table) == (0..<40).flatMap { $0 == 3 ? [$0] : [$0, $0] })
        #expect(folder.files().count == 8 + 1 + 1, "what the lost merge wrote is gone")
    }

    @Test func appendAndDeletionOfOtherFilesPassAnOptimize() throws {
        let folder = MemoryFolder()
        var (first, second) = try handles(folder)
        let third = try DeltaTable.open(at: folder.table, options: folder.options())
        _ = try SampleTable.append(&first, ids: 20..<30, app: "new", version: 1)
        #expect(try second.optimize().filesRemoved == 0, "each file has tags of its own")
        var rearranger = third
        var transaction = Transaction(operation: "OPTIMIZE", dataChange: false)
        for file in third.files.values { transaction.remove(file) }
        transaction.add(
            try rearranger.stage(batch: SampleTable.batch(0..<20), partitionValues: ["facility": "north"])
        )
        #expect(try rearranger.commit(transaction) == .committed(version: 4))
        #expect(try SampleTable.ids(rearranger) == Array(0..<30))
    }

    @Test func deletionAfterABlindAppendLeavesItsRowsAndErasureTakesThem() throws {
        let folder = MemoryFolder()
        var (first, second) = try handles(folder, configuration: ["delta.enableDeletionVectors": "true"])
        _ = try SampleTable.append(&first, ids: 2..<4, app: "new", version: 1)
        // The deletion was decided on the table before the append.
        #expect(try second.delete(matching: young).rows == 5)
        #expect(try SampleTable.ids(second) == [2, 3] + Array(5..<20))
        _ = try SampleTable.append(&first, ids: 4..<5, app: "new", version: 2)
        #expect(try second.erase(matching: young, by: "dpo", reason: "r").rows == 3)
        #expect(try SampleTable.ids(second) == Array(5..<20))
    }

    @Test func serializableTableMakesADeletionSeeEveryAppend() throws {
        let folder = MemoryFolder()
        var (first, second) = try handles(folder, configuration: ["delta.isolationLevel": "Serializable"])
        _ = try SampleTable.append(&first, ids: 2..<4, app: "new", version: 1)
        #expect(try second.delete(matching: young).rows == 7)
        #expect(try SampleTable.ids(second) == Array(5..<20))
    }

    @Test func schemaChangeMakesADeletionDecideAnew() throws {
        let folder = MemoryFolder()
        var (_, second) = try handles(folder)
        var wider = SampleTable.schema
        wider.columns.append(DeltaColumn("note", .string))
        _ = try DeltaTable.openOrCreate(
            at: folder.table,
            schema: wider,
            partitionColumns: ["facility"],
            options: folder.options()
        )
        #expect(try second.delete(matching: young).version == 4)
        #expect(second.metadata.schema["note"] != nil)
    }

    @Test func vectorOnAPathIsCommittedOnceAndNotTwice() throws {
        let folder = MemoryFolder()
        var (first, _) = try handles(folder)
        let file = try #require(first.filesByID(0))
        var twice = Transaction()
        twice.remove(file)
        twice.add(file)
        #expect(throws: DeltaError.self) { try first.commit(twice) }
    }
}

extension DeltaTable {
    /// The live file whose statistics begin with this id.
    fileprivate func filesByID(_ id: Int64) -> AddFile? {
        files.values.first { $0.stats?.contains(#""minValues":{"id":\#(id),"#) == true }
    }
}
