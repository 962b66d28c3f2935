import DeltaLake
import Parquet
import Storage
import Testing

@Suite struct CommitTests {
    @Test func commitAddsRowsAndProgressAtomically() throws {
        let folder = MemoryFolder()
        var table = try SampleTable.create(folder.table, folder.options())
        #expect(try SampleTable.append(&table, ids: 0..<100, version: 7) == .committed(version: 1))
        let other = try DeltaTable.open(at: folder.table, options: folder.options())
        #expect(other.version == 1)
        #expect(other.transactionVersion("app") == 7)
        #expect(other.transactionVersion("another") == nil)
        #expect(try SampleTable.ids(other) == Array(0..<100))
        let file = try #require(other.files.values.first)
        #expect(file.rowCount == 100)
        #expect(file.tags == ["slice": "s7"])
        #expect(file.partitionValues == ["facility": "north"])
        #expect(file.path.hasPrefix("facility=north/part-00000-"))
    }

    @Test func readReturnsEveryTypeAsWritten() throws {
        let folder = MemoryFolder()
        var table = try SampleTable.create(folder.table, folder.options())
        _ = try SampleTable.append(&table, ids: 0..<11, version: 1)
        let batch = try #require(try table.read().first)
        #expect(batch.schema.fields.map(\.name) == SampleTable.schema.columns.map(\.name))
        let expected = SampleTable.batch(0..<11)
        for name in expected.schema.leaves.map(\.name) {
            let left = try #require(batch[name])
            let right = try #require(expected[name])
            for row in 0..<11 {
                #expect(left.isNull(at: row) == right.isNull(at: row))
                #expect(left.type != .string || left.string(at: row) == right.string(at: row))
                #expect(left.int64Values == right.int64Values)
                #expect(left.int32Values == right.int32Values)
                #expect(left.doubleValues == right.doubleValues)
                #expect(left.booleanValues == right.booleanValues)
            }
        }
        #expect(batch["facility"]?.string(at: 10) == "north")
        #expect(batch["raw"].map { Array($0.bytes(at: 3)) } == [0, 255, 3])
    }

    @Test func predicateOnTagsAndPartitionsChoosesFiles() throws {
        let folder = MemoryFolder()
        var table = try SampleTable.create(folder.table, folder.options())
        _ = try SampleTable.append(&table, ids: 0..<5, version: 1, facility: "north")
        _ = try SampleTable.append(&table, ids: 5..<9, version: 2, facility: "south")
        let south = try table.read(columns: ["facility", "id"]) { $0.partitionValues["facility"] == "south" }
        #expect(south.map(\.rowCount) == [4])
        #expect(south[0].columns[0].string(at: 0) == "south")
        #expect(try table.read(columns: ["facility"]) { $0.tags?["slice"] == "s1" }.map(\.rowCount) == [5])
        #expect(throws: DeltaError.invalidInput("the table has no column nowhere")) {
            try table.read(columns: ["nowhere"])
        }
    }

    @Test func replacedSliceShowsOnlyTheNewRows() throws {
        let folder = MemoryFolder()
        var table = try SampleTable.create(folder.table, folder.options())
        _ = try SampleTable.append(&table, ids: 0..<5, version: 1)
        let old = try #require(table.files.keys.first)
        var transaction = Transaction(operation: "REPLACE", parameters: ["slice": "s1"])
        transaction.remove(old)
        transaction.add(
            try table.stage(batch: SampleTable.batch(50..<53), partitionValues: ["facility": "north"])
        )
        transaction.setTransaction("app", version: 2)
        #expect(try table.commit(transaction) == .committed(version: 2))
        let reopened = try DeltaTable.open(at: folder.table, options: folder.options())
        #expect(try SampleTable.ids(reopened) == [50, 51, 52])
        let log = try folder.storage.get(folder.table + "/_delta_log/00000000000000000002.json")
        let actions = try Action.decode(log, file: "2", keepingInfo: true)
        guard case .commitInfo(let info) = actions[0] else {
            Issue.record("commitInfo is not first")
            return
        }
        #expect(info.operation == "REPLACE")
        #expect(!info.isBlindAppend)
        let removed = actions.compactMap { action in
            if case .remove(let file) = action { file } else { nil }
        }
        #expect(removed.map(\.path) == [old])
        #expect(removed[0].extendedFileMetadata)
        #expect(removed[0].partitionValues == ["facility": "north"])
        #expect((removed[0].size ?? 0) > 0)
    }

    @Test func zombieWithStaleProgressIsRefusedAndItsFileDeleted() throws {
        let folder = MemoryFolder()
        var old = try SampleTable.create(folder.table, folder.options())
        _ = try SampleTable.append(&old, ids: 0..<10, version: 1)
        var new = try DeltaTable.open(at: folder.table, options: folder.options())
        _ = try SampleTable.append(&new, ids: 10..<20, version: 2)
        // The zombie would write offsets the new owner has written already.
        let moved = CommitResult.conflict(.transactionMoved(appID: "app", found: 2))
        #expect(try SampleTable.append(&old, ids: 10..<25, version: 3) == moved)
        #expect(
            try SampleTable.append(&old, ids: 10..<25, version: 3) == moved,
            "a retry must not slip through"
        )
        #expect(folder.files().count == 2)
        try old.refresh()
        #expect(old.transactionVersion("app") == 2)
        #expect(try SampleTable.append(&old, ids: 20..<25, version: 2) == moved, "progress only grows")
        #expect(
            try SampleTable.append(&old, ids: 20..<25, version: 9, after: .exactly(1)) == moved
        )
        #expect(
            try SampleTable.append(&old, ids: 20..<25, version: 3, after: .exactly(2))
                == .committed(version: 3)
        )
        #expect(try SampleTable.ids(old) == Array(0..<25))
    }

    @Test func blindAppendOfAnotherApplicationGoesOnAfterTheWinner() throws {
        let folder = MemoryFolder()
        var first = try SampleTable.create(folder.table, folder.options())
        var second = try DeltaTable.open(at: folder.table, options: folder.options())
        _ = try SampleTable.append(&first, ids: 0..<5, app: "a", version: 1)
        #expect(try SampleTable.append(&second, ids: 5..<9, app: "b", version: 1) == .committed(version: 2))
        #expect(second.transactionVersion("a") == 1)
        #expect(try SampleTable.ids(second) == Array(0..<9))
    }

    @Test func secondRemovalOfTheSameFileConflicts() throws {
        let folder = MemoryFolder()
        var first = try SampleTable.create(folder.table, folder.options())
        _ = try SampleTable.append(&first, ids: 0..<5, version: 1)
        var second = try DeltaTable.open(at: folder.table, options: folder.options())
        let path = try #require(first.files.keys.first)
        var removal = Transaction(operation: "DELETE")
        removal.remove(path)
        #expect(try first.commit(removal) == .committed(version: 2))
        #expect(try second.commit(removal) == .conflict(.fileRemoved(path: path)))
        #expect(try first.commit(removal) == .conflict(.fileRemoved(path: path)))
    }

    @Test func schemaChangeByAnotherWriterConflicts() throws {
        let folder = MemoryFolder()
        var first = try SampleTable.create(folder.table, folder.options())
        var wider = SampleTable.schema
        wider.columns.append(DeltaColumn("note", .string))
        let second = try DeltaTable.openOrCreate(
            at: folder.table,
            schema: wider,
            partitionColumns: ["facility"],
            options: folder.options()
        )
        #expect(second.version == 1)
        #expect(
            try SampleTable.append(&first, ids: 0..<5, version: 1) == .conflict(.metadataChanged(version: 1))
        )
        try first.refresh()
        #expect(first.metadata.schema["note"] != nil)
        #expect(try SampleTable.append(&first, ids: 0..<5, version: 1) == .committed(version: 2))
        let note = try #require(try first.read(columns: ["note", "id"]).first)
        #expect(note.columns[0].nullCount == 5)
    }

    @Test func badTransactionsAreRefusedBeforeWriting() throws {
        let folder = MemoryFolder()
        var table = try SampleTable.create(folder.table, folder.options())
        #expect(throws: DeltaError.self) { try table.commit(Transaction()) }
        var twice = Transaction()
        twice.setTransaction("app", version: 1)
        twice.setTransaction("app", version: 2)
        #expect(throws: DeltaError.self) { try table.commit(twice) }
        var ghost = Transaction()
        ghost.add(
            AddFile(path: "ghost.parquet", partitionValues: ["facility": nil], size: 1, modificationTime: 0)
        )
        #expect(throws: DeltaError.dataFile(path: "ghost.parquet", reason: "is missing")) {
            try table.commit(ghost)
        }
        var escape = Transaction()
        escape.add(AddFile(path: "../x", partitionValues: ["facility": nil], size: 1, modificationTime: 0))
        #expect(throws: DeltaError.self) { try table.commit(escape) }
        #expect(table.version == 0)
    }

    @Test func appendOnlyTableRefusesRemovalButTakesRearrangement() throws {
        let folder = MemoryFolder()
        var table = try DeltaTable.create(
            at: folder.table,
            schema: SampleTable.schema,
            partitionColumns: ["facility"],
            configuration: ["delta.appendOnly": "true"],
            options: folder.options()
        )
        _ = try SampleTable.append(&table, ids: 0..<5, version: 1)
        let path = try #require(table.files.keys.first)
        var removal = Transaction(operation: "DELETE")
        removal.remove(path)
        #expect(throws: DeltaError.appendOnly(path: folder.table)) { try table.commit(removal) }
        var compaction = Transaction(operation: "OPTIMIZE", dataChange: false)
        compaction.remove(path)
        compaction.add(
            try table.stage(batch: SampleTable.batch(0..<5), partitionValues: ["facility": "north"])
        )
        #expect(try table.commit(compaction) == .committed(version: 2))
        #expect(table.files.values.allSatisfy { !$0.dataChange })
    }

    @Test func discardedFilesAreDeletedAndCommittedOnesAreNot() throws {
        let folder = MemoryFolder()
        var table = try SampleTable.create(folder.table, folder.options())
        _ = try SampleTable.append(&table, ids: 0..<5, version: 1)
        let staged = try table.stage(batch: SampleTable.batch(5..<9), partitionValues: ["facility": nil])
        #expect(folder.files().count == 2)
        table.discard([staged] + table.files.values)
        #expect(folder.files().count == 1)
    }
}
