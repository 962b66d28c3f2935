import DeltaLake
import Parquet
import Testing

@Suite struct ChangeTests {
    private static let feed = ["delta.enableChangeDataFeed": "true"]

    /// One change as text: version, kind, id and facility.
    private func changes(_ table: DeltaTable, from first: Int64, to last: Int64? = nil) throws -> [String] {
        var scan = try table.changes(from: first, to: last, columns: ["id", "facility"])
        var found: [String] = []
        while let batch = try scan.next() {
            let names = batch.schema.fields.map(\.name)
            #expect(names == ["id", "facility", "_change_type", "_commit_version", "_commit_timestamp"])
            for row in 0..<batch.rowCount {
                let version = batch.columns[3].int64Values[row]
                let kind = batch.columns[2].string(at: row) ?? ""
                let id = batch.columns[0].int64Values[row]
                found.append("\(version) \(kind) \(id) \(batch.columns[1].string(at: row) ?? "-")")
                #expect((batch.columns[4].int64(at: row) ?? 0) > 0)
            }
        }
        return found
    }

    @Test func deletionWritesChangeDataThatIsReadBack() throws {
        let folder = try TemporaryFolder()
        var table = try SampleTable.create(folder.table, configuration: Self.feed)
        #expect(table.writesChangeData)
        _ = try SampleTable.append(&table, ids: 0..<4, version: 1)
        #expect(!folder.files().contains { $0.hasPrefix("_change_data") }, "an append tells by its file")
        try table.delete(matching: RowFilter([.init("id", .oneOf([.int64(1), .int64(3)]))]))
        let files = folder.files().filter { $0.hasPrefix("_change_data/facility=north/cdc-") }
        #expect(files.count == 1)
        #expect(
            try changes(table, from: 1) == [
                "1 insert 0 north", "1 insert 1 north", "1 insert 2 north", "1 insert 3 north",
                "2 delete 1 north", "2 delete 3 north",
            ]
        )
        #expect(try changes(table, from: 2, to: 2).count == 2)
        #expect(throws: DeltaError.self) { try table.changes(from: 2, to: 3) }
        #expect(throws: DeltaError.self) { try table.changes(from: 2, to: 1) }
    }

    @Test func changesOfVectorsAreInferredWithoutTheFeed() throws {
        let folder = try TemporaryFolder()
        var table = try SampleTable.create(folder.table, configuration: SampleTable.vectors)
        _ = try SampleTable.append(&table, ids: 0..<4, version: 1)
        try table.erase(matching: RowFilter([.init("id", .equals(.int64(1)))]), by: "t", reason: "t")
        try table.erase(matching: RowFilter([.init("id", .equals(.int64(2)))]), by: "t", reason: "t")
        _ = try table.optimize()
        _ = try SampleTable.append(&table, ids: 9..<10, version: 2, facility: nil)
        try table.delete(matching: RowFilter([.init("facility", .equals(.text("north")))]))
        // Version 4 rearranges.
        #expect(
            try changes(table, from: 2) == [
                "2 delete 1 north", "3 delete 2 north", "5 insert 9 -", "6 delete 0 north",
                "6 delete 3 north",
            ]
        )
    }

    @Test func changesReplayedInOrderGiveTheTable() throws {
        for seed in UInt64(1)...12 {
            var random = SeededRandom(seed)
            let folder = try TemporaryFolder()
            let hasFeed = seed % 2 == 0
            var table = try SampleTable.create(folder.table, configuration: hasFeed ? Self.feed : [:])
            if seed % 3 == 0 {
                _ = try SampleTable.append(&table, ids: 900..<901, version: 0)
                try table.erase(
                    matching: RowFilter([.init("id", .equals(.int64(900)))]),
                    by: "t",
                    reason: "t"
                )
            }
            for step in Int64(1)...12 {
                switch Int.random(in: 0..<4, using: &random) {
                case 0:
                    let low = Int64.random(in: 0..<step * 10, using: &random)
                    try table.delete(
                        matching: RowFilter([
                            .init("id", .atLeast(.int64(low))), .init("id", .less(.int64(low + 7))),
                        ])
                    )
                case 1: _ = try table.optimize()
                default: _ = try SampleTable.append(&table, ids: step * 10..<step * 10 + 10, version: step)
                }
            }
            var ids: [Int64: Int] = [:]
            for change in try changes(table, from: 0) {
                let words = change.split(separator: " ")
                let id = try #require(Int64(words[2]))
                ids[id, default: 0] += words[1] == "insert" ? 1 : -1
            }
            #expect(ids.values.allSatisfy { $0 == 0 || $0 == 1 }, "seed \(seed)")
            let alive = ids.filter { $0.value == 1 }.keys.sorted()
            #expect(try SampleTable.ids(table) == alive, "seed \(seed)")
        }
    }

    @Test func vacuumTakesOldChangeDataToo() throws {
        let folder = MemoryFolder()
        var table = try SampleTable.create(folder.table, folder.options(), configuration: Self.feed)
        _ = try SampleTable.append(&table, ids: 0..<4, version: 1)
        try table.delete(matching: RowFilter([.init("id", .equals(.int64(1)))]))
        #expect(try table.vacuum().files == [])
        let later = TableOptions(storage: folder.storage, syncsToDevice: false) {
            systemMilliseconds() + 8 * 86_400_000
        }
        folder.wait(milliseconds: 8 * 86_400_000)
        var aged = try DeltaTable.open(at: folder.table, options: later)
        let gone = try aged.vacuum().files
        #expect(gone.filter { $0.hasPrefix("_change_data/") }.count == 1)
        #expect(gone.count == 2, "and the file the deletion rewrote")
        #expect(try SampleTable.ids(aged) == [0, 2, 3])
        #expect(throws: DeltaError.self) { try changes(aged, from: 2) }
    }
}
