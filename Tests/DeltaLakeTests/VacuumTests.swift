import DeltaLake
import Parquet
import Storage
import Testing

@Suite struct VacuumTests {
    /// A clock that stands `milliseconds` after now.
    private func options(_ folder: MemoryFolder, after milliseconds: Int64) -> TableOptions {
        TableOptions(storage: folder.storage, syncsToDevice: false, checkpointInterval: 0) {
            systemMilliseconds() + milliseconds
        }
    }

    @Test func onlyFilesNoRetainedVersionNeedsGo() throws {
        let folder = MemoryFolder()
        let week: Int64 = 7 * 86_400_000
        var table = try SampleTable.create(folder.table, folder.options(), configuration: SampleTable.vectors)
        for number in Int64(0)..<4 {
            var transaction = Transaction()
            transaction.add(
                try table.stage(
                    batch: SampleTable.batch(number * 3_000..<number * 3_000 + 3_000),
                    partitionValues: ["facility": "north"]
                )
            )
            _ = try table.commit(transaction)
        }
        _ = try table.erase(
            matching: RowFilter([.init("open", .equals(.boolean(true)))]),
            by: "t",
            reason: "t"
        )
        _ = try table.optimize()
        // A writer that is gone left it, or another one is about to commit it.
        try folder.storage.putNew([1], at: "\(folder.table)/facility=west/part-x.parquet", durably: false)
        #expect(folder.files().count == 4 + 1 + 1 + 1)
        let early = try table.vacuum()
        #expect(early.files.isEmpty, "the removed files are needed for a week")
        #expect(early.youngFiles == 1, "the file may be committed yet")
        folder.wait(milliseconds: week + 60_000)
        var later = try DeltaTable.open(at: folder.table, options: options(folder, after: week + 60_000))
        let plan = try later.vacuum(dryRun: true)
        #expect(plan.files.count == 6)
        #expect(folder.files().count == 7)
        let done = try later.vacuum()
        #expect(done == plan)
        #expect(done.bytes > 0)
        #expect(folder.files().count == 1)
        #expect(try SampleTable.ids(later) == (0..<12_000).filter { $0 % 2 == 1 })
        let old = try DeltaTable.open(at: folder.table, version: 4, options: folder.options())
        #expect(throws: DeltaError.self) { try SampleTable.ids(old) }
        #expect(throws: DeltaError.self) { try later.vacuum(olderThan: .seconds(3_600)) }
    }

    @Test func vectorAndDataFileOfALiveRowStayForEver() throws {
        let folder = MemoryFolder()
        var table = try SampleTable.create(
            folder.table,
            folder.options(),
            configuration: SampleTable.vectors
        )
        _ = try SampleTable.append(&table, ids: 0..<9_000, version: 1)
        _ = try table.erase(
            matching: RowFilter([.init("open", .equals(.boolean(true)))]),
            by: "t",
            reason: "t"
        )
        folder.wait(milliseconds: 1 << 40)
        var later = try DeltaTable.open(at: folder.table, options: options(folder, after: 1 << 40))
        #expect(try later.vacuum().files == [])
        #expect(folder.files().count == 2)
    }

    @Test func whatThisProcessStagedStaysHoweverOldItLooks() throws {
        let folder = MemoryFolder()
        var table = try SampleTable.create(folder.table, folder.options())
        let file = try table.stage(batch: SampleTable.batch(0..<5), partitionValues: ["facility": "west"])
        let name = try #require(PartitionPath.file(uri: file.path))
        #expect(table.stagedFiles == [name])
        #expect(StagedFiles.uncommitted(in: folder.table) == [name])
        folder.wait(milliseconds: 1 << 40)
        var other = try DeltaTable.open(at: folder.table, options: options(folder, after: 1 << 40))
        let kept = try other.vacuum()
        #expect(kept.files == [] && kept.youngFiles == 1)
        var transaction = Transaction()
        transaction.add(file)
        #expect(try table.commit(transaction) == .committed(version: 1))
        #expect(table.stagedFiles == [] && StagedFiles.uncommitted(in: folder.table) == [])
        #expect(try SampleTable.ids(table) == [0, 1, 2, 3, 4])
    }

    @Test func filesOfAHandleThatIsGoneAreToldAndDeleted() throws {
        let folder = MemoryFolder()
        var table = try SampleTable.create(folder.table, folder.options())
        for number in Int64(0)..<3 {
            _ = try table.stage(
                batch: SampleTable.batch(number..<number + 1),
                partitionValues: ["facility": "west"]
            )
        }
        #expect(StagedFiles.uncommitted(in: folder.table) == table.stagedFiles)
        table.discardStaged()
        #expect(folder.files() == [] && StagedFiles.uncommitted(in: folder.table) == [])
        _ = try table.stage(batch: SampleTable.batch(0..<1), partitionValues: ["facility": "west"])
        StagedFiles.abandon(in: folder.table)
        folder.wait(milliseconds: 1 << 40)
        var other = try DeltaTable.open(at: folder.table, options: options(folder, after: 1 << 40))
        #expect(try other.vacuum().files.count == 1)
    }

    @Test func aMachineAheadOfItsStorageTakesNothingForOld() throws {
        let folder = MemoryFolder()
        _ = try SampleTable.create(folder.table, folder.options())
        // Another process staged it a moment ago.
        try folder.storage.putNew([1], at: "\(folder.table)/facility=west/part-x.parquet", durably: false)
        var table = try DeltaTable.open(at: folder.table, options: options(folder, after: 1 << 40))
        #expect(try table.vacuum().files == [])
        #expect(folder.files().count == 1)
        #expect(folder.files(includingLog: true).allSatisfy { !$0.contains("clock") })
    }
}
