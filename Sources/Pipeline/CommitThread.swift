package import Board
import Dispatch
import EventLog
package import Hospital
import Lake
import Synchronization

/// What one beat commits: rows of every table up to the same offsets, and perhaps state at those offsets.
struct Epoch: Sendable {
    /// Last offset of each partition.
    var offsets: [Int: Int64]
    /// In the order of `LakeTables.paths`.
    var rows: [PendingRows]
    /// Saved once all tables have committed; empty for most epochs.
    var states: [StateStore.Pending] = []
    /// From which offset on each partition of the log must be kept, when `log.keep` says so.
    var keepFrom: [Int: Int64] = [:]
}

/// What became of an epoch.
package struct CommittedEpoch: Sendable {
    package var offsets: [Int: Int64]
    /// Tables that had rows.
    package var commits: Int
    package var duration: Duration
    /// Path and version of each table.
    package var versions: [PipelineHealth.TableVersion]
    package var upkeep: Upkeep
    /// Snapshots that could not be written, by partition; nothing else depends on them.
    package var stateFaults: [Int: String]
}

/// Commits epochs one after the other on a thread of its own, so that screens never wait for the disk.
///
/// One epoch may be under way; the pipeline collects the next one meanwhile and waits when that is full.
final class CommitThread: Sendable {
    private let queue = DispatchQueue(label: "wardflow.commit")
    private let tables: Mutex<[TableCommitter]>
    private let store: StateStore
    private let housekeeping: Housekeeping
    private let log: any EventLog
    /// The newest manifest of each partition on disk.
    private let saved = Mutex<[Int: SavedPartition]>([:])
    private let stateBytes = Atomic<Int64>(0)
    private let outcome = Mutex<Result<CommittedEpoch, any Error>?>(nil)
    private let finished = DispatchSemaphore(value: 0)
    private let busy = Atomic<Bool>(false)

    init(_ tables: [TableCommitter], _ store: StateStore, _ housekeeping: Housekeeping, log: any EventLog) {
        self.tables = Mutex(tables)
        self.store = store
        self.housekeeping = housekeeping
        self.log = log
    }

    // MARK: While nothing is under way

    /// Takes over what others committed; how far each table reaches in `partition`, with its version.
    func marks(partition: Int) throws -> [SavedPartition.TableMark] {
        try tables.withLock { tables in
            for index in tables.indices { _ = try tables[index].catchUp() }
            return Self.marks(tables, partition)
        }
    }

    private static func marks(_ tables: [TableCommitter], _ partition: Int) -> [SavedPartition.TableMark] {
        tables.map {
            .init(path: $0.schema.path, version: $0.version, offset: $0.durableOffset(partition))
        }
    }

    /// Sites of which another tool rewrote the live rows.
    ///
    /// - Throws: `fenced` when another writer moved on a partition in `owned`: the rows that wait may be in the table.
    func strangers(owned: Set<Int>) throws -> Set<String> {
        try tables.withLock { tables in
            var sites: Set<String> = []
            for index in tables.indices where tables[index].schema.kind == .keyed {
                let before = owned.map(tables[index].durableOffset)
                sites.formUnion(try tables[index].catchUp())
                guard owned.map(tables[index].durableOffset) == before else {
                    throw LakeError.fenced(
                        table: tables[index].schema.path,
                        conflict: "another writer moved a partition on"
                    )
                }
            }
            return sites
        }
    }

    /// Notes the manifest that a partition goes on from.
    func goesOn(from manifest: SavedPartition?, partition: Int) {
        saved.withLock { $0[partition] = manifest }
    }

    /// What was written into tables and state since the start.
    var written: (tables: WrittenAmount, stateBytes: Int64) {
        (
            tables.withLock { $0.reduce(WrittenAmount()) { $0 + $1.written } },
            stateBytes.load(ordering: .relaxed)
        )
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
        let (commits, versions, faults, marks) = try tables.withLock { tables in
            var commits = 0
            for (index, rows) in epoch.rows.enumerated()
            where try tables[index].commit(rows, upTo: epoch.offsets) {
                commits += 1
            }
            housekeeping.offer(tables)
            return (
                commits,
                tables.map { PipelineHealth.TableVersion(table: $0.schema.path, version: $0.version) },
                tables.compactMap(\.fault),
                epoch.states.map { Self.marks(tables, $0.saved.partition) }
            )
        }
        var stateFaults: [Int: String] = [:]
        for (pending, marks) in zip(epoch.states, marks) {
            if let fault = save(pending, marks) { stateFaults[pending.saved.partition] = fault }
        }
        var upkeep = housekeeping.upkeep
        upkeep.faults += faults
        upkeep.faults += stateFaults.values.sorted().map { .init(table: "_wardflow", reason: $0) }
        if let fault = trim(epoch.keepFrom) { upkeep.faults.append(.init(table: "log", reason: fault)) }
        return CommittedEpoch(
            offsets: epoch.offsets,
            commits: commits,
            duration: started.duration(to: .now),
            versions: versions,
            upkeep: upkeep,
            stateFaults: stateFaults
        )
    }

    /// Writes a snapshot; why it could not be written, else nil.
    private func save(_ pending: StateStore.Pending, _ marks: [SavedPartition.TableMark]) -> String? {
        var pending = pending
        pending.saved.tables = marks
        let partition = pending.saved.partition
        do throws(LakeError) {
            let (manifest, bytes) = try store.save(pending, before: saved.withLock { $0[partition] })
            saved.withLock { $0[partition] = manifest }
            stateBytes.add(bytes, ordering: .relaxed)
            return nil
        } catch {
            return error.description
        }
    }

    /// Lets go of what bronze and the saved state do not need and `log.keep` no longer asks for; why not, else nil.
    private func trim(_ keepFrom: [Int: Int64]) -> String? {
        guard !keepFrom.isEmpty else { return nil }
        do throws(EventLogError) {
            var below = try log.firstOffsets()
            let before = below
            let saved = saved.withLock { $0 }
            for (partition, offset) in keepFrom {
                guard let manifest = saved[partition], partition < below.count else { continue }
                below[partition] = max(below[partition], min(offset, manifest.replayFrom))
            }
            if below != before { try log.trim(below: below) }
            return nil
        } catch {
            return error.description
        }
    }
}
