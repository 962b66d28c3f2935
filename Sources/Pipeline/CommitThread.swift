import Hospital
import Board
import DeltaLake
import Dispatch
import Synchronization

/// What one beat commits: rows of every table up to the same offsets, and perhaps the state at those offsets.
struct Epoch: Sendable {
    /// Last offset of each partition.
    var offsets: [Int: Int64]
    /// In the order of `LakeTables.paths`.
    var rows: [PendingRows]
    /// Saved once all tables have committed; empty for most epochs.
    var states: [SavedPartition] = []
}

/// What became of an epoch.
struct CommittedEpoch: Sendable {
    var offsets: [Int: Int64]
    /// Tables that had rows.
    var commits: Int
    var duration: Duration
    /// Path and version of each table.
    var versions: [PipelineHealth.TableVersion]
    var upkeep: Upkeep
}

/// Commits epochs one after the other on a thread of its own, so that screens never wait for the disk.
///
/// One epoch may be under way; the pipeline collects the next one meanwhile and waits when that is full.
final class CommitThread: Sendable {
    private let queue = DispatchQueue(label: "wardflow.commit")
    private let tables: Mutex<[TableCommitter]>
    private let store: StateStore
    private let housekeeping: Housekeeping
    private let outcome = Mutex<Result<CommittedEpoch, any Error>?>(nil)
    private let finished = DispatchSemaphore(value: 0)
    private let busy = Atomic<Bool>(false)

    init(_ tables: [TableCommitter], _ store: StateStore, _ housekeeping: Housekeeping) {
        self.tables = Mutex(tables)
        self.store = store
        self.housekeeping = housekeeping
    }

    /// Whether an epoch is under way or its outcome was not taken yet.
    var isBusy: Bool { busy.load(ordering: .acquiring) }

    /// Begins to commit `epoch`; the one before must have been taken.
    func start(_ epoch: Epoch) {
        precondition(!isBusy, "one epoch at a time")
        busy.store(true, ordering: .releasing)
        queue.async { [self] in
            let result = Result { try work(epoch) }
            outcome.withLock { $0 = result }
            finished.signal()
        }
    }

    /// The outcome of the epoch under way; nil while it is not done, or when there is none.
    func poll() throws -> CommittedEpoch? {
        guard isBusy, finished.wait(timeout: .now()) == .success else { return nil }
        return try take()
    }

    /// Waits for the epoch under way; nil when there is none.
    func wait() throws -> CommittedEpoch? {
        guard isBusy else { return nil }
        finished.wait()
        return try take()
    }

    /// Waits until nothing is under way: whoever opens the lake next must find it at rest.
    func rest() {
        _ = try? wait()
        housekeeping.wait()
    }

    private func take() throws -> CommittedEpoch? {
        defer { busy.store(false, ordering: .releasing) }
        return try outcome.withLock { result in
            defer { result = nil }
            return try result?.get()
        }
    }

    private func work(_ epoch: Epoch) throws -> CommittedEpoch {
        let started = ContinuousClock.now
        // The lock is never contended: only this queue commits.
        let (commits, versions, faults) = try tables.withLock { tables in
            var commits = 0
            for (index, rows) in epoch.rows.enumerated()
            where try tables[index].commit(rows, upTo: epoch.offsets) {
                commits += 1
            }
            housekeeping.offer(tables)
            return (
                commits,
                tables.map { PipelineHealth.TableVersion(table: $0.schema.path, version: $0.table.version) },
                tables.compactMap(\.fault)
            )
        }
        for state in epoch.states where state.nextOffset > 0 { try store.save(state) }
        var upkeep = housekeeping.upkeep
        upkeep.faults += faults
        return CommittedEpoch(
            offsets: epoch.offsets,
            commits: commits,
            duration: started.duration(to: .now),
            versions: versions,
            upkeep: upkeep
        )
    }
}
