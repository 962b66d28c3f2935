import DeltaLake
import Glibc
import Testing

/// A commit with a checkpoint and syncing, interrupted at every changing file call.
@Suite struct FaultTests {
    static let steps = 0..<19

    /// A table at version 1 with ids 0..<10 and progress 1.
    private func prepared() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        var table = try SampleTable.create(folder.table)
        _ = try SampleTable.append(&table, ids: 0..<10, version: 1)
        return folder
    }

    private func faultyOptions(_ calls: FaultyCalls) -> TableOptions {
        TableOptions(storage: calls.storage, syncsToDevice: true, checkpointInterval: 2)
    }

    /// What is on disk must be the table before or after the commit, and the writer can go on from there.
    private func expectWholeAndResumable(_ folder: TemporaryFolder) throws {
        var table = try DeltaTable.open(at: folder.table, options: SampleTable.options())
        let progress = try #require(table.transactionVersion("app"))
        #expect(try SampleTable.ids(table) == Array(0..<(progress == 2 ? 20 : 10)))
        #expect(table.version == progress)
        if progress == 1 {
            #expect(try SampleTable.append(&table, ids: 10..<20, version: 2) == .committed(version: 2))
        }
        #expect(try SampleTable.ids(table) == Array(0..<20))
        let reopened = try DeltaTable.open(at: folder.table, options: SampleTable.options())
        #expect(try SampleTable.ids(reopened) == Array(0..<20))
    }

    @Test(arguments: steps, [FaultyCalls.Fault.crashesBefore, .crashesAfter])
    func crashAtAnyStepLeavesTableBeforeOrAfterTheCommit(step: Int, fault: FaultyCalls.Fault) throws {
        let folder = try prepared()
        let calls = FaultyCalls(fault, atStep: step)
        do {
            var table = try DeltaTable.open(at: folder.table, options: faultyOptions(calls))
            _ = try SampleTable.append(&table, ids: 10..<20, version: 2)
        } catch is DeltaError {}
        try expectWholeAndResumable(folder)
    }

    @Test(arguments: steps)
    func fullDiskAtAnyStepIsNamedAndLeavesNoFileBehind(step: Int) throws {
        let folder = try prepared()
        let calls = FaultyCalls(.fails(ENOSPC), atStep: step)
        var table = try DeltaTable.open(at: folder.table, options: faultyOptions(calls))
        var wasFull = false
        do {
            _ = try SampleTable.append(&table, ids: 10..<20, version: 2)
        } catch let error as DeltaError {
            guard case .diskFull = error else {
                // A folder that cannot be synced after the link leaves the commit standing, never an error of
                // another kind.
                Issue.record("step \(step) \(calls.log): \(error)")
                return
            }
            wasFull = true
        }
        let open = try DeltaTable.open(at: folder.table, options: SampleTable.options())
        if wasFull {
            #expect(open.version == 1)
            #expect(folder.files().count == 1, "step \(step): \(folder.files())")
        }
        #expect(folder.files(includingLog: true).filter { $0.hasSuffix(".tmp") }.count <= 1)
        try expectWholeAndResumable(folder)
    }

    @Test(arguments: steps, [FaultyCalls.Fault.fails(EIO), .failsAfterwards(EIO)])
    func unknownOutcomeNeverLosesACommittedFile(step: Int, fault: FaultyCalls.Fault) throws {
        let folder = try prepared()
        let calls = FaultyCalls(fault, atStep: step)
        var table = try DeltaTable.open(at: folder.table, options: faultyOptions(calls))
        do {
            _ = try SampleTable.append(&table, ids: 10..<20, version: 2)
            #expect(try DeltaTable.open(at: folder.table).transactionVersion("app") == 2)
        } catch is DeltaError {}
        try expectWholeAndResumable(folder)
    }

    @Test func linkThatHappenedButReportedAnErrorIsRecognisedAsOurs() throws {
        let folder = try prepared()
        let calls = FaultyCalls(.failsAfterwards(EIO), atStep: 5)
        var table = try DeltaTable.open(at: folder.table, options: faultyOptions(calls))
        #expect(try SampleTable.append(&table, ids: 10..<20, version: 2) == .committed(version: 2))
        #expect(calls.log[5] == "link")
        #expect(table.version == 2)
    }

    @Test func linkOfUnknownOutcomeThatLeftNothingKeepsTheDataFile() throws {
        let folder = try prepared()
        let calls = FaultyCalls(.fails(EIO), atStep: 5)
        var table = try DeltaTable.open(at: folder.table, options: faultyOptions(calls))
        #expect(throws: DeltaError.commitUnknown(version: 2, path: folder.table, code: EIO)) {
            try SampleTable.append(&table, ids: 10..<20, version: 2)
        }
        #expect(folder.files().count == 2)
    }

    @Test func failedCheckpointDoesNotFailTheCommit() throws {
        let folder = try prepared()
        let calls = FaultyCalls(.fails(ENOSPC), atStep: 8)
        var table = try DeltaTable.open(at: folder.table, options: faultyOptions(calls))
        #expect(try SampleTable.append(&table, ids: 10..<20, version: 2) == .committed(version: 2))
        #expect(calls.log[8] == "create")
        guard case .diskFull = table.checkpointFailure else {
            Issue.record("no checkpoint failure was kept")
            return
        }
    }
}
