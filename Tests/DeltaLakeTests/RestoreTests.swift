import DeltaLake
import Parquet
import Testing

@Suite struct RestoreTests {
    @Test func restoredTableEqualsTheOldVersion() throws {
        let folder = MemoryFolder()
        var table = try SampleTable.create(folder.table, folder.options())
        _ = try SampleTable.append(&table, ids: 0..<10, version: 1)
        _ = try SampleTable.append(&table, ids: 10..<20, version: 2)
        try table.delete(matching: RowFilter([.init("id", .less(.int64(5)))]))
        _ = try table.optimize()
        _ = try SampleTable.append(&table, ids: 50..<60, version: 3)
        let result = try table.restore(toVersion: 2)
        #expect(result.version == table.version)
        #expect(result.filesRestored == 1)
        #expect(try SampleTable.ids(table) == Array(0..<20))
        #expect(table.transactionVersion("app") == 3, "the progress of writers is not turned back")
        let reopened = try DeltaTable.open(at: folder.table, options: folder.options())
        #expect(try SampleTable.ids(reopened) == Array(0..<20))
        #expect(try table.restore(toVersion: 2).version == nil, "nothing is left to restore")
        #expect(
            try SampleTable.append(&table, ids: 70..<71, version: 4) == .committed(version: table.version)
        )
        #expect(
            try SampleTable.ids(DeltaTable.open(at: folder.table, version: 4, options: folder.options()))
                .count == 25
        )
    }

    @Test func restoreByTimeAndOfTheSchema() throws {
        let folder = MemoryFolder()
        var table = try SampleTable.create(folder.table, folder.options())
        _ = try SampleTable.append(&table, ids: 0..<3, version: 1)
        let time = try #require(try table.commitTimes(of: 1...1)[1])
        var wider = SampleTable.schema
        wider.columns.append(DeltaColumn("note", .string))
        table = try DeltaTable.openOrCreate(
            at: folder.table,
            schema: wider,
            partitionColumns: ["facility"],
            configuration: ["wardflow.note": "x"],
            options: folder.options()
        )
        _ = try SampleTable.append(&table, ids: 3..<6, version: 2)
        #expect(table.metadata.schema["note"] != nil)
        try table.restore(asOf: time)
        #expect(table.metadata.schema["note"] == nil)
        #expect(table.metadata.configuration["wardflow.note"] == nil)
        #expect(try SampleTable.ids(table) == [0, 1, 2])
        #expect(throws: DeltaError.self) { try table.restore(toVersion: 99) }
    }

    @Test func erasedRowsAreNeverRestored() throws {
        let folder = MemoryFolder()
        var table = try SampleTable.create(folder.table, folder.options())
        _ = try SampleTable.append(&table, ids: 0..<10, version: 1)
        try table.erase(matching: RowFilter([.init("id", .equals(.int64(4)))]), by: "t", reason: "t")
        #expect(throws: DeltaError.self) { try table.restore(toVersion: 1) }
        _ = try SampleTable.append(&table, ids: 20..<30, version: 2)
        try table.restore(toVersion: 2)
        #expect(try SampleTable.ids(table) == [0, 1, 2, 3, 5, 6, 7, 8, 9])
    }

    @Test func restoreOfVacuumedFilesIsAnErrorAndChangesNothing() throws {
        let folder = MemoryFolder()
        var table = try SampleTable.create(folder.table, folder.options())
        _ = try SampleTable.append(&table, ids: 0..<10, version: 1)
        try table.delete(matching: RowFilter([.init("id", .less(.int64(5)))]))
        let later = TableOptions(storage: folder.storage, syncsToDevice: false) {
            systemMilliseconds() + 8 * 86_400_000
        }
        folder.wait(milliseconds: 8 * 86_400_000)
        var aged = try DeltaTable.open(at: folder.table, options: later)
        #expect(try aged.vacuum().files.count == 1)
        #expect(throws: DeltaError.self) { try aged.restore(toVersion: 1) }
        #expect(aged.version == 2)
        #expect(try SampleTable.ids(aged) == [5, 6, 7, 8, 9])
    }
}
