import DeltaLake
import Parquet
import Testing

@Suite struct OptimizeTests {
    @Test func smallFilesOfAPartitionBecomeOneAndRowsStayInOrder() throws {
        let folder = MemoryFolder()
        var table = try SampleTable.create(
            folder.table,
            SampleTable.ticking(folder.storage),
            configuration: SampleTable.vectors
        )
        for number in Int64(0)..<8 {
            var transaction = Transaction()
            transaction.add(
                try table.stage(
                    batch: SampleTable.batch(number * 10..<number * 10 + 10),
                    partitionValues: ["facility": number % 2 == 0 ? "north" : nil],
                    tags: number == 7 ? ["wardflow.slice": "live"] : nil
                )
            )
            _ = try table.commit(transaction)
        }
        _ = try table.erase(matching: RowFilter([.init("id", .equals(.int64(25)))]), by: "t", reason: "t")
        let before = try SampleTable.ids(table)
        let live = try #require(table.files.values.first { $0.tags != nil })
        var options = OptimizeOptions()
        options.keptApart = ["wardflow.slice": "live"]
        options.dryRun = true
        let plan = try table.optimize(options)
        #expect(plan.filesRemoved == 7)
        #expect(plan.version == nil)
        options.dryRun = false
        let result = try table.optimize(options)
        #expect(result.filesRemoved == 7)
        #expect(result.filesAdded == 2)
        #expect(result.rows == 69)
        #expect(result.rowsDropped == 1)
        #expect(result.version == table.version)
        #expect(table.files[live.path] != nil)
        #expect(table.files.count == 3)
        #expect(table.files.values.allSatisfy { $0.deletionVector == nil })
        let reopened = try DeltaTable.open(at: folder.table, options: folder.options())
        #expect(try SampleTable.ids(reopened) == before)
        let north = try reopened.read(columns: ["id"]) { $0.partitionValues["facility"] == "north" }
        #expect(north.first.map { $0.columns[0].int64Values } == north[0].columns[0].int64Values.sorted())
        #expect(try table.optimize(options) == OptimizeResult(), "nothing is left to merge")
        var changes = try table.changes(from: table.version)
        #expect(try changes.next() == nil, "a rearrangement changes no row")
        #expect(try table.verify(readsRows: true).problems == [])
    }

    @Test func aFileIsRewrittenOnlyTogetherWithAsMuchAgain() throws {
        let folder = MemoryFolder()
        var table = try SampleTable.create(folder.table, folder.options())
        var options = OptimizeOptions()
        options.minimumFiles = 4
        options.largestShare = 0.5
        var rowsRewritten = 0
        for number in Int64(0)..<256 {
            var transaction = Transaction()
            transaction.add(
                try table.stage(
                    batch: SampleTable.batch(number * 50..<number * 50 + 50),
                    partitionValues: ["facility": "north"]
                )
            )
            _ = try table.commit(transaction)
            rowsRewritten += try table.optimize(options).rows
        }
        #expect(table.files.count <= 16)
        #expect(rowsRewritten <= 256 * 50 * 10, "each row is rewritten as often as the table doubles")
        #expect(try SampleTable.ids(table).count == 256 * 50)
    }

    @Test func sortedMergeOrdersRowsByKeysNullsFirst() throws {
        let folder = MemoryFolder()
        var table = try SampleTable.create(folder.table, folder.options())
        for number in Int64(0)..<3 {
            _ = try SampleTable.append(&table, ids: number * 9..<number * 9 + 9, version: number)
        }
        var transaction = Transaction()
        for file in table.files.values { transaction.remove(file) }
        for number in Int64(0)..<3 {
            transaction.add(
                try table.stage(
                    batch: SampleTable.batch(number * 9..<number * 9 + 9),
                    partitionValues: ["facility": "north"]
                )
            )
        }
        _ = try table.commit(transaction)
        var options = OptimizeOptions()
        options.sortedBy = ["ward", "wait", "facility"]
        _ = try table.optimize(options)
        let batch = try #require(try table.read().first)
        let ward = try #require(batch["ward"])
        let wait = try #require(batch["wait"])
        let keys = (0..<batch.rowCount).map { row in
            "\(ward.string(at: row) ?? "") \(wait.double(at: row).map { "1 \(1_000 + $0)" } ?? "0")"
        }
        #expect(keys == keys.sorted())
        #expect(batch.rowCount == 27)
        #expect(try SampleTable.ids(table) == Array(0..<27))
    }

    @Test func filesWithDifferentTagsAndLargeFilesStayApart() throws {
        let folder = MemoryFolder()
        var table = try SampleTable.create(folder.table, folder.options())
        for number in Int64(0)..<4 {
            _ = try SampleTable.append(&table, ids: number * 9..<number * 9 + 9, version: number)
        }
        #expect(try table.optimize() == OptimizeResult(), "each file has a slice tag of its own")
        var options = OptimizeOptions()
        options.targetBytes = 1
        #expect(try table.optimize(options) == OptimizeResult())
    }
}
