import DeltaLake
import Parquet
import Storage
import Testing

@Suite struct DeletionTests {
    private func table(
        _ folder: MemoryFolder,
        _ configuration: [String: String] = [:],
        files: Int64 = 3
    ) throws -> DeltaTable {
        var table = try SampleTable.create(folder.table, folder.options(), configuration: configuration)
        for number in 0..<files {
            _ = try SampleTable.append(&table, ids: number * 100..<number * 100 + 100, version: number)
        }
        return table
    }

    @Test func tableWithoutVectorsIsRewritten() throws {
        let folder = MemoryFolder()
        var table = try table(folder)
        let result = try table.delete(matching: RowFilter([.init("id", .atLeast(.int64(150)))]))
        #expect(result.version == 4)
        #expect(result.rows == 150)
        #expect(result.filesRewritten == 1)
        #expect(result.filesRemoved == 1)
        #expect(try SampleTable.ids(table) == Array(0..<150))
        #expect(table.files.values.allSatisfy { $0.deletionVector == nil })
        let none = try table.delete(matching: RowFilter([.init("id", .equals(.int64(999)))]))
        #expect(none == DeleteResult())
        #expect(table.version == 4)
        #expect(try table.verify(readsRows: true).problems == [])
    }

    @Test func erasedRowsLeaveByDeletionVectorAndStayAway() throws {
        let folder = MemoryFolder()
        var table = try table(folder, SampleTable.vectors)
        let first = try table.erase(
            matching: RowFilter([.init("patient", .equals(.text("patient 42")))]),
            by: "dpo@north",
            reason: "request 2026-17"
        )
        #expect(first.rows == 1)
        #expect(first.columnsInLog == [])
        #expect(table.tableProtocol.minReaderVersion == 3)
        #expect(table.tableProtocol.readerFeatures == ["deletionVectors"])
        let second = try table.erase(
            matching: RowFilter([.init("id", .less(.int64(60)))]),
            by: "dpo@north",
            reason: "request 2026-18"
        )
        #expect(second.rows == 59)
        #expect(second.columnsInLog == ["id"])
        let expected = Array(Int64(60)..<300)
        #expect(try SampleTable.ids(table) == expected)
        let reopened = try DeltaTable.open(at: folder.table, options: folder.options())
        #expect(try SampleTable.ids(reopened) == expected)
        let marked = try #require(reopened.files.values.first { $0.deletionVector != nil })
        #expect(marked.deletionVector?.cardinality == 60)
        #expect(marked.liveRowCount == 40)
        #expect(marked.stats?.contains(#""tightBounds":false"#) == true)
        #expect(try reopened.verify().problems == [])
        #expect(try reopened.verify().rowsDeleted == 60)
        var checkpointed = reopened
        try checkpointed.writeCheckpoint()
        #expect(try SampleTable.ids(DeltaTable.open(at: folder.table, options: folder.options())) == expected)
        let history = try reopened.history()
        #expect(history.filter { $0.info?.operation == "ERASE" }.count == 2)
        #expect(history.first?.info?.operationParameters["by"] == "dpo@north")
        #expect(history.first?.info?.operationParameters["reason"] == "request 2026-18")
    }

    @Test func erasureThatNamesThePersonOrNobodyIsRefused() throws {
        let folder = MemoryFolder()
        var table = try table(folder, files: 1)
        let filter = RowFilter([.init("patient", .equals(.text("patient 42")))])
        #expect(throws: DeltaError.self) {
            try table.erase(matching: filter, by: "dpo", reason: "patient 42 asked for it")
        }
        #expect(throws: DeltaError.self) { try table.erase(matching: RowFilter(), by: "dpo", reason: "all") }
        #expect(table.version == 1)
    }

    @Test func largeVectorGoesIntoAFileAndIsReadBack() throws {
        let folder = MemoryFolder()
        var table = try SampleTable.create(folder.table, folder.options(), configuration: SampleTable.vectors)
        _ = try SampleTable.append(&table, ids: 0..<9_000, version: 1)
        _ = try table.erase(
            matching: RowFilter([.init("open", .equals(.boolean(true)))]),
            by: "test",
            reason: "test"
        )
        let vector = try #require(table.files.values.first?.deletionVector)
        #expect(vector.storage == .relative)
        #expect(vector.cardinality == 4_500)
        #expect(folder.files().contains { $0.hasPrefix("deletion_vector_") })
        #expect(
            try SampleTable.ids(DeltaTable.open(at: folder.table, options: folder.options()))
                == (0..<9_000).filter { $0 % 2 == 1 }
        )
    }

    @Test func damagedVectorIsAnErrorAndNeverAWrongRow() throws {
        let folder = MemoryFolder()
        var table = try SampleTable.create(folder.table, folder.options(), configuration: SampleTable.vectors)
        _ = try SampleTable.append(&table, ids: 0..<9_000, version: 1)
        let filter = RowFilter([.init("open", .equals(.boolean(true)))])
        _ = try table.erase(matching: filter, by: "test", reason: "test")
        let name = try #require(folder.files().first { $0.hasPrefix("deletion_vector_") })
        let path = "\(folder.table)/\(name)"
        let storage = folder.storage
        let bytes = try storage.get(path)
        for index in stride(from: 0, to: bytes.count, by: 97) {
            var broken = bytes
            broken[index] ^= 0x10
            try storage.delete(path)
            try storage.putNew(broken, at: path, durably: false)
            #expect(throws: DeltaError.self, "byte \(index)") { try SampleTable.ids(table) }
        }
        try storage.delete(path)
        #expect(throws: DeltaError.deletionVector(path: name, reason: "is missing")) {
            try SampleTable.ids(table)
        }
        #expect(try table.verify().problems.count == 1)
    }

    @Test func wholePartitionIsDeletedWithoutOpeningAFile() throws {
        let folder = MemoryFolder()
        var table = try table(folder)
        _ = try SampleTable.append(&table, ids: 900..<910, version: 9, facility: "south")
        for name in folder.files() where name.contains("north") {
            try folder.storage.delete("\(folder.table)/\(name)")
        }
        let result = try table.delete(matching: RowFilter([.init("facility", .equals(.text("north")))]))
        #expect(result.rows == 300)
        #expect(try SampleTable.ids(table) == Array(900..<910))
    }
}
