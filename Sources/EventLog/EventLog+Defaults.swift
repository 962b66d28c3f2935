extension EventLog {
    /// Unknown unless a log says otherwise.
    package var origin: String { "" }

    /// A log keeps the partitions it was opened with unless it says otherwise.
    package func currentPartitionCount() throws(EventLogError) -> Int { partitionCount }

    /// Appends whatever came first.
    package func append(
        _ records: [NewRecord],
        ifEndOffsets ends: [Int: Int64]
    ) throws(EventLogError) -> AppendReceipt? {
        try append(records)
    }

    /// Reads through the partition to the end it has now.
    package func firstRecords(
        of kind: RecordKind,
        partition: Int,
        from offset: Int64,
        limit: Int
    ) throws(EventLogError) -> [LogRecord] {
        guard (0..<partitionCount).contains(partition) else {
            throw .noSuchPartition(partition: partition, partitionCount: partitionCount)
        }
        let end = try endOffsets()[partition]
        let start = max(offset, try firstOffsets()[partition])
        guard start < end, limit > 0 else { return [] }
        let reader = try makeReader()
        defer { reader.close() }
        try reader.seek(partition: partition, to: start)
        var found: [LogRecord] = []
        while found.count < limit, let position = reader.position(partition: partition), position < end {
            for batch in try reader.poll(maxRecords: 20_000, timeout: .milliseconds(100)) {
                found += batch.records(of: kind, from: start)
            }
        }
        return Array(found.prefix(limit))
    }

    /// Cannot unless a log says otherwise.
    package func redact(partition: Int, offsets: [Int64]) throws(EventLogError) {
        throw .notSupported(
            place: identity,
            reason: "this log cannot erase single records; they go when its retention ends"
        )
    }

    /// Does nothing: the embedded log's readers keep their position in Delta alone.
    package func reportProgress(_ offsets: [Int: Int64]) {}
}
