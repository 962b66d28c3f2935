/// Commits groups of appends in one transaction each; used by one thread at a time.
final class GroupWriter {
    let store: BlockStore
    private let partitionCount: Int
    private let signal: CommitSignal
    private let encoder: BlockEncoder
    /// Set when a write failed midway: what is durable is unknown until the log is reopened.
    private var stopped: EventLogError?

    init(store: BlockStore, partitionCount: Int, signal: CommitSignal) throws(EventLogError) {
        self.store = store
        self.partitionCount = partitionCount
        self.signal = signal
        encoder = try BlockEncoder()
    }

    /// Writes all of the group or nothing, and gives each append its outcome.
    ///
    /// None gets one when a partition named in `expected` does not end there.
    func commit(_ group: [PendingAppend], ifEndOffsets expected: [Int: Int64] = [:]) {
        do throws(EventLogError) {
            if let stopped { throw stopped }
            guard !group.isEmpty else { return }
            let blocks = try encode(group)
            guard let bases = try store.append(blocks, ifEndOffsets: expected) else { return }
            var ends = bases
            for (partition, added) in blocks.enumerated() {
                ends[partition] += added.last?.endOffset ?? 0
            }
            acknowledge(group, bases)
            signal.publish(ends)
        } catch {
            encoder.reset()
            switch error {
            case .diskFull, .unavailable: break
            default: stopped = error
            }
            for pending in group { pending.finish(.failure(error)) }
        }
    }

    /// The blocks of each partition, in the order of the group.
    private func encode(_ group: [PendingAppend]) throws(EventLogError) -> [[StoredBlock]] {
        var blocks: [[StoredBlock]] = []
        for partition in 0..<partitionCount {
            for pending in group {
                for (index, owner) in pending.partitions.enumerated() where Int(owner) == partition {
                    try encoder.add(pending.records[index], partition: partition)
                }
            }
            blocks.append(try encoder.finish(partition: partition))
        }
        return blocks
    }

    private func acknowledge(_ group: [PendingAppend], _ bases: [Int64]) {
        var next = bases
        for pending in group {
            var receipt = AppendReceipt(lastOffsets: [:])
            var touched = [Bool](repeating: false, count: partitionCount)
            for partition in pending.partitions {
                next[Int(partition)] += 1
                touched[Int(partition)] = true
            }
            for partition in 0..<partitionCount where touched[partition] {
                receipt.lastOffsets[partition] = next[partition] - 1
            }
            pending.finish(.success(receipt))
        }
    }
}
