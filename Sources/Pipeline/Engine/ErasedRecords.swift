import EventLog
import Hospital

/// The records of a partition that commands say are erased: a replay passes them over, whether the log could erase them or
/// not, from the first record on.
struct ErasedRecords: Sendable {
    private var checks: [Int64: UInt16] = [:]

    mutating func add(_ records: [ErasedRecord]) {
        for record in records { checks[record.offset] = record.check }
    }

    /// The kind of the record at `index`; `redacted` when it counts as erased.
    func kind(_ batch: RecordBatch, _ index: Int) -> RecordKind {
        let kind = batch.kind(index)
        guard !checks.isEmpty, let check = checks[batch.offset(index)] else { return kind }
        // What is no person's record is never erased.
        if kind == .command || kind == .configuration || kind == .heartbeat { return kind }
        return ErasedRecord(offset: batch.offset(index), hash: batch.mark(index)).check == check
            ? .redacted : kind
    }
}
