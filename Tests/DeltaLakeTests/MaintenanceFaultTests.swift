import DeltaLake
import Glibc
import Parquet
import Testing

/// Operations on many files, interrupted at every changing file call.
@Suite struct MaintenanceFaultTests {
    enum Operation: CaseIterable {
        case erase, rewrite, optimize, restore, vacuum

        func run(_ table: inout DeltaTable) throws {
            switch self {
            case .erase:
                try table.erase(
                    matching: RowFilter([.init("open", .equals(.boolean(true)))]),
                    by: "t",
                    reason: "t"
                )
            case .rewrite: try table.delete(matching: RowFilter([.init("id", .less(.int64(3_000)))]))
            case .optimize: try table.optimize()
            case .restore: try table.restore(toVersion: 1)
            case .vacuum: try table.vacuum()
            }
        }

        /// The ids once it is done.
        var ids: [Int64] {
            switch self {
            case .erase: (0..<6_000).filter { $0 % 2 == 1 }
            case .rewrite: Array(3_000..<6_000)
            case .optimize, .vacuum: Array(0..<6_000)
            case .restore: Array(0..<2_000)
            }
        }
    }

    private func prepared() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        var table = try SampleTable.create(folder.table)
        for number in Int64(0)..<3 {
            var transaction = Transaction()
            transaction.add(
                try table.stage(
                    batch: SampleTable.batch(number * 2_000..<number * 2_000 + 2_000),
                    partitionValues: ["facility": "north"]
                )
            )
            _ = try table.commit(transaction)
        }
        return folder
    }

    /// Runs the operation with a fault at each step until it needs no more steps.
    private func interrupt(_ operation: Operation, _ fault: FaultyCalls.Fault) throws {
        var step = 0
        while true {
            let folder = try prepared()
            let calls = FaultyCalls(fault, atStep: step)
            let options = TableOptions(storage: calls.storage, syncsToDevice: true, checkpointInterval: 0) {
                systemMilliseconds() + (operation == .vacuum ? 8 * 86_400_000 : 0)
            }
            do {
                var table = try DeltaTable.open(at: folder.table, options: options)
                try operation.run(&table)
            } catch is DeltaError {}
            let place = "\(operation) \(fault) at step \(step) of \(calls.log)"
            var table = try DeltaTable.open(at: folder.table, options: SampleTable.options())
            let ids = try SampleTable.ids(table)
            #expect(ids == Array(0..<6_000) || ids == operation.ids, "\(place)")
            #expect(try table.verify(readsRows: true).problems == [], "\(place)")
            try operation.run(&table)
            #expect(try SampleTable.ids(table) == operation.ids, "\(place)")
            step += 1
            if step > calls.log.count { return }
        }
    }

    @Test(arguments: Operation.allCases, [FaultyCalls.Fault.crashesBefore, .crashesAfter])
    func crashAtAnyStepLeavesTableBeforeOrAfter(operation: Operation, fault: FaultyCalls.Fault) throws {
        try interrupt(operation, fault)
    }

    @Test(
        arguments: Operation.allCases,
        [FaultyCalls.Fault.fails(ENOSPC), .fails(EIO), .failsAfterwards(EIO)]
    )
    func failureAtAnyStepLeavesTableBeforeOrAfter(operation: Operation, fault: FaultyCalls.Fault) throws {
        try interrupt(operation, fault)
    }
}
