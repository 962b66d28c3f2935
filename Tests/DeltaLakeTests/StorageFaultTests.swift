import DeltaLake
import Storage
import Testing

/// The table on a storage in memory, of which each changing call misbehaves once: no file system is needed to keep
/// the promises of a commit.
@Suite struct StorageFaultTests {
    /// A table at version 1 with ids 0..<10 and progress 1.
    private func prepared() throws -> MemoryStorage {
        let storage = MemoryStorage()
        var table = try SampleTable.create("t", SampleTable.options(storage))
        _ = try SampleTable.append(&table, ids: 0..<10, version: 1)
        return storage
    }

    private func interrupt(_ fault: FaultStorage.Fault, step: Int) throws -> (MemoryStorage, calls: Int) {
        let memory = try prepared()
        let faulty = FaultStorage(memory, fault, atStep: step)
        let options = TableOptions(storage: faulty, syncsToDevice: true, checkpointInterval: 2)
        do {
            var table = try DeltaTable.open(at: "t", options: options)
            _ = try SampleTable.append(&table, ids: 10..<20, version: 2)
        } catch is DeltaError {}
        return (memory, faulty.calls)
    }

    @Test(arguments: FaultStorage.Fault.allCases)
    func aFaultAtAnyCallLeavesTheTableBeforeOrAfterTheCommit(fault: FaultStorage.Fault) throws {
        var step = 0
        while true {
            let (memory, calls) = try interrupt(fault, step: step)
            var table = try DeltaTable.open(at: "t", options: SampleTable.options(memory))
            let progress = try #require(table.transactionVersion("app"))
            let rows = Array(Int64(0)..<(progress == 2 ? 20 : 10))
            #expect(try SampleTable.ids(table) == rows, "\(fault) at \(step)")
            if progress == 1 {
                let result = try SampleTable.append(&table, ids: 10..<20, version: 2)
                #expect(result == .committed(version: 2), "\(fault) at \(step)")
            }
            let reopened = try DeltaTable.open(at: "t", options: SampleTable.options(memory))
            #expect(try SampleTable.ids(reopened) == Array(0..<20), "\(fault) at \(step)")
            #expect(try reopened.verify(readsRows: true).problems == [], "\(fault) at \(step)")
            guard step < calls else { return }
            step += 1
        }
    }

    @Test func aRefusedCommitLeavesNoDataFile() throws {
        for step in 0..<4 {
            let (memory, _) = try interrupt(.refused, step: step)
            let table = try DeltaTable.open(at: "t", options: SampleTable.options(memory))
            let parts = memory.paths.filter { $0.hasSuffix(".zstd.parquet") }
            #expect(parts.count == (table.version == 2 ? 2 : 1), "step \(step): \(parts)")
        }
    }
}
