import EventLog

/// A log whose readers fail after a number of records, as if the process had been killed there.
struct FailingLog: EventLog {
    let base: any EventLog
    let recordsUntilFailure: Int

    var identity: String { base.identity }
    var origin: String { base.origin }
    var partitionCount: Int { base.partitionCount }

    func append(_ records: [NewRecord]) throws(EventLogError) -> AppendReceipt { try base.append(records) }
    func endOffsets() throws(EventLogError) -> [Int64] { try base.endOffsets() }
    func firstOffsets() throws(EventLogError) -> [Int64] { try base.firstOffsets() }
    func trim(below offsets: [Int64]) throws(EventLogError) { try base.trim(below: offsets) }
    func close() {}

    func append(_ records: [NewRecord], ifEndOffsets ends: [Int: Int64]) throws(EventLogError)
        -> AppendReceipt?
    {
        try base.append(records, ifEndOffsets: ends)
    }

    func firstRecords(
        of kind: RecordKind,
        partition: Int,
        from offset: Int64,
        limit: Int
    ) throws(EventLogError) -> [LogRecord] {
        try base.firstRecords(of: kind, partition: partition, from: offset, limit: limit)
    }

    func makeReader() throws(EventLogError) -> any LogReader {
        FailingReader(base: try base.makeReader(), left: recordsUntilFailure)
    }
}

private final class FailingReader: LogReader {
    private let base: any LogReader
    private var left: Int

    init(base: any LogReader, left: Int) {
        self.base = base
        self.left = left
    }

    func seek(partition: Int, to offset: Int64) throws(EventLogError) {
        try base.seek(partition: partition, to: offset)
    }

    func poll(maxRecords: Int, timeout: Duration) throws(EventLogError) -> [RecordBatch] {
        guard left > 0 else { throw .closed }
        let batches = try base.poll(maxRecords: min(maxRecords, left), timeout: timeout)
        left -= batches.reduce(0) { $0 + $1.count }
        return batches
    }

    func position(partition: Int) -> Int64? { base.position(partition: partition) }

    func close() { base.close() }
}
