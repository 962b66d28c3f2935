import Synchronization

/// A log in a directory of its own: SQLite with a write-ahead log, one row per appended batch and partition.
///
/// An append returns after SQLite synced it to disk. Threads that append at the same time share a transaction:
/// the one that gets the writer commits for all that wait. Other processes may read, and append too.
package final class EmbeddedLog: EventLog {
    /// Most partitions of a log.
    package static let partitionLimit = 1_024
    /// Most bytes of payload and key of one record.
    package static let recordByteLimit = 16 << 20
    /// Appends beyond this many queued bytes first help the writer along.
    static let queuedByteLimit = 128 << 20
    /// A shared transaction takes no further append once it has this many bytes.
    static let groupBytes = 8 << 20

    package let identity = "adt"
    package let origin: String
    package let partitionCount: Int
    /// The path of the database file.
    package let path: String

    private struct Queue {
        var pending: [PendingAppend] = []
        var bytes = 0
        var isClosed = false
    }

    private let queue = Mutex(Queue())
    private let writer: Mutex<GroupWriter?>
    private let signal: CommitSignal

    /// Opens the log in `directory`, or makes one there if that is missing or empty.
    ///
    /// `byteLimit` bounds the database file; an append beyond it throws `diskFull`.
    package init(
        directory: String,
        create: Bool,
        partitions: Int = 4,
        byteLimit: Int? = nil
    ) throws(EventLogError) {
        let store = try BlockStore.openWriter(
            directory: directory,
            creating: create ? partitions : nil,
            byteLimit: byteLimit
        )
        let partitionCount = try store.partitionCount()
        self.partitionCount = partitionCount
        origin = try store.origin()
        path = store.path
        let signal = CommitSignal(ends: try store.bounds(partitionCount: partitionCount).end)
        self.signal = signal
        writer = Mutex(try GroupWriter(store: store, partitionCount: partitionCount, signal: signal))
    }

    package func append(_ records: [NewRecord]) throws(EventLogError) -> AppendReceipt {
        let pending = try PendingAppend(
            records,
            partitionCount: partitionCount,
            recordByteLimit: Self.recordByteLimit
        )
        while try !enqueue(pending) { commitGroup(unless: nil) }
        while true {
            if let outcome = pending.outcome { return try outcome.get() }
            commitGroup(unless: pending)
        }
    }

    /// Queues the append unless the queue is full.
    private func enqueue(_ pending: PendingAppend) throws(EventLogError) -> Bool {
        try queue.withLock { (queue) throws(EventLogError) in
            guard !queue.isClosed else { throw .closed }
            guard queue.pending.isEmpty || queue.bytes + pending.bytes <= Self.queuedByteLimit else {
                return false
            }
            queue.pending.append(pending)
            queue.bytes += pending.bytes
            return true
        }
    }

    /// Commits the appends at the head of the queue, unless another thread has just done so for `pending`.
    private func commitGroup(unless pending: PendingAppend?) {
        writer.withLock { writer in
            if let pending, pending.outcome != nil { return }
            let group = takeGroup()
            guard let writer else {
                for pending in group { pending.finish(.failure(.closed)) }
                return
            }
            writer.commit(group)
        }
    }

    /// Commits what other threads wait for.
    func commitWaiting() {
        commitGroup(unless: nil)
    }

    private func takeGroup() -> [PendingAppend] {
        queue.withLock { queue in
            var bytes = 0
            var count = 0
            while count < queue.pending.count, bytes < Self.groupBytes {
                bytes += queue.pending[count].bytes
                count += 1
            }
            let group = Array(queue.pending[..<count])
            queue.pending.removeFirst(count)
            queue.bytes -= bytes
            return group
        }
    }

    package func endOffsets() throws(EventLogError) -> [Int64] {
        try bounds().end
    }

    package func firstOffsets() throws(EventLogError) -> [Int64] {
        try bounds().first
    }

    private func bounds() throws(EventLogError) -> BlockStore.Bounds {
        try withWriter { (writer) throws(EventLogError) in
            try writer.store.bounds(partitionCount: partitionCount)
        }
    }

    package func makeReader() throws(EventLogError) -> any LogReader {
        guard !queue.withLock({ $0.isClosed }) else { throw .closed }
        return try EmbeddedReader(
            store: try BlockStore.openReader(path: path),
            partitionCount: partitionCount,
            signal: signal
        )
    }

    /// Lends the writer, of which there is one.
    func withWriter<Value: Sendable>(
        _ body: (GroupWriter) throws(EventLogError) -> Value
    ) throws(EventLogError) -> Value {
        try writer.withLock { (writer) throws(EventLogError) in
            guard let writer else { throw .closed }
            return try body(writer)
        }
    }

    package func close() {
        queue.withLock { $0.isClosed = true }
        writer.withLock { writer in
            writer?.store.close()
            writer = nil
        }
    }
}
