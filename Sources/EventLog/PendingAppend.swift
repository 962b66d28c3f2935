import Synchronization

/// One call of `append` on its way: checked, with the partition of each record, and its outcome.
final class PendingAppend: Sendable {
    let records: [NewRecord]
    /// The partition of each record.
    let partitions: [UInt16]
    /// The number of payload bytes.
    let bytes: Int
    private let result = Mutex<Result<AppendReceipt, EventLogError>?>(nil)

    /// Checks the records against the limits of the log.
    init(
        _ records: [NewRecord],
        partitionCount: Int,
        recordByteLimit: Int
    ) throws(EventLogError) {
        guard records.count <= AppendLimits.records else {
            throw .invalidArgument("an append of \(records.count) records: at most \(AppendLimits.records)")
        }
        var partitions: [UInt16] = []
        partitions.reserveCapacity(records.count)
        var bytes = 0
        var last: (key: String, partition: Int)?
        for record in records {
            let size = record.payload.count + record.key.utf8.count
            guard size <= recordByteLimit else { throw .recordTooLarge(bytes: size, limit: recordByteLimit) }
            bytes += size
            if let partition = record.partition {
                guard (0..<partitionCount).contains(partition) else {
                    throw .noSuchPartition(partition: partition, partitionCount: partitionCount)
                }
                partitions.append(UInt16(partition))
            } else if let last, last.key == record.key {
                partitions.append(UInt16(last.partition))
            } else {
                let partition = KeyPartitioner.partition(of: record.key, partitionCount: partitionCount)
                last = (record.key, partition)
                partitions.append(UInt16(partition))
            }
        }
        guard bytes <= AppendLimits.bytes else {
            throw .invalidArgument("an append of \(bytes) bytes: at most \(AppendLimits.bytes)")
        }
        self.records = records
        self.partitions = partitions
        self.bytes = bytes
    }

    /// The outcome, once there is one.
    var outcome: Result<AppendReceipt, EventLogError>? { result.withLock { $0 } }

    /// Sets the outcome.
    func finish(_ outcome: Result<AppendReceipt, EventLogError>) {
        result.withLock { $0 = outcome }
    }
}
