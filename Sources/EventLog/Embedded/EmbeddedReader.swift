import Dispatch

/// A reader of the embedded log over a connection of its own; owned by one thread.
final class EmbeddedReader: LogReader {
    /// How often a waiting reader looks for commits of other processes.
    static let otherProcessInterval = Duration.milliseconds(5)
    /// A batch takes no further block once it has this many stored bytes.
    static let batchBytes = 4 << 20

    private struct Position {
        var offset: Int64
        /// Records read from the store that did not fit into the last poll.
        var rest: RecordBatch?
    }

    private let store: BlockStore
    private let partitionCount: Int
    private let signal: CommitSignal
    private let decoder: BlockDecoder
    private let semaphore = DispatchSemaphore(value: 0)
    private var positions: [Position?]
    private var dataVersion: Int64 = -1
    private var turn = 0
    private var isClosed = false

    init(store: BlockStore, partitionCount: Int, signal: CommitSignal) throws(EventLogError) {
        self.store = store
        self.partitionCount = partitionCount
        self.signal = signal
        decoder = try BlockDecoder(place: store.path)
        positions = Array(repeating: nil, count: partitionCount)
    }

    func seek(partition: Int, to offset: Int64) throws(EventLogError) {
        guard !isClosed else { throw .closed }
        guard positions.indices.contains(partition) else {
            throw .noSuchPartition(partition: partition, partitionCount: partitionCount)
        }
        positions[partition] = nil
        let bounds = try store.bounds(partitionCount: partitionCount)
        guard offset >= bounds.first[partition] else {
            throw .dataLost(partition: partition, requested: offset, firstKept: bounds.first[partition])
        }
        guard offset <= bounds.end[partition] else {
            throw .recreated(partition: partition, requested: offset, end: bounds.end[partition])
        }
        positions[partition] = Position(offset: offset)
    }

    func poll(maxRecords: Int, timeout: Duration) throws(EventLogError) -> [RecordBatch] {
        guard !isClosed else { throw .closed }
        guard maxRecords > 0 else { return [] }
        let deadline = ContinuousClock.now + timeout
        while true {
            try learnOfOtherProcesses()
            let batches = try read(maxRecords)
            let left = ContinuousClock.now.duration(to: deadline)
            if !batches.isEmpty || left <= .zero { return batches }
            signal.wait(semaphore, timeout: min(left, Self.otherProcessInterval)) { isAhead($0) }
        }
    }

    /// Publishes the ends of the log if another connection committed since the last look.
    private func learnOfOtherProcesses() throws(EventLogError) {
        if isAhead(signal.ends) { return }
        let version = try store.dataVersion()
        guard version != dataVersion else { return }
        signal.publish(try store.bounds(partitionCount: partitionCount).end)
        dataVersion = version
    }

    private func isAhead(_ ends: [Int64]) -> Bool {
        for (partition, position) in positions.enumerated() {
            if let position, ends[partition] > position.offset { return true }
        }
        return false
    }

    private func read(_ maxRecords: Int) throws(EventLogError) -> [RecordBatch] {
        let ends = signal.ends
        var batches: [RecordBatch] = []
        var left = maxRecords
        for step in 0..<partitionCount where left > 0 {
            let partition = (turn + step) % partitionCount
            guard let position = positions[partition], ends[partition] > position.offset else { continue }
            let batch = try next(partition, position, left)
            batches.append(batch)
            left -= batch.count
        }
        turn = (turn + 1) % partitionCount
        return batches
    }

    /// The next records of a partition that has some; moves its position.
    private func next(
        _ partition: Int,
        _ position: Position,
        _ limit: Int
    ) throws(EventLogError) -> RecordBatch {
        let available: RecordBatch
        if let rest = position.rest {
            available = rest
        } else {
            available = try load(partition, from: position.offset, limit)
        }
        let batch = available.slice(from: 0, limit: limit)
        let rest = available.slice(from: batch.count, limit: available.count)
        positions[partition] = Position(offset: batch.endOffset, rest: rest.count > 0 ? rest : nil)
        return batch
    }

    private func load(
        _ partition: Int,
        from offset: Int64,
        _ limit: Int
    ) throws(EventLogError) -> RecordBatch {
        let blocks = try store.blocks(
            partition: partition,
            from: offset,
            records: limit,
            bytes: Self.batchBytes
        )
        guard let batch = try decoder.decode(blocks), batch.firstOffset <= offset, batch.endOffset > offset
        else {
            let bounds = try store.bounds(partitionCount: partitionCount)
            if bounds.first[partition] > offset {
                throw .dataLost(
                    partition: partition,
                    requested: offset,
                    firstKept: bounds.first[partition]
                )
            }
            throw .corrupt(place: "\(store.path) partition \(partition)", found: "no offset \(offset)")
        }
        return batch.slice(from: Int(offset - batch.firstOffset), limit: batch.count)
    }

    func position(partition: Int) -> Int64? {
        positions.indices.contains(partition) ? positions[partition]?.offset : nil
    }

    func close() {
        guard !isClosed else { return }
        isClosed = true
        store.close()
    }
}
