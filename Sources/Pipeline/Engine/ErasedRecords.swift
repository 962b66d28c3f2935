import EventLog
import Hospital
import Lake

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

extension Pipeline {
    /// Commands looked at in one go.
    private static var commandPage: Int { 100 }

    /// What commands from `start` on say is erased, as far as the log goes now.
    ///
    /// Read before the first record, since a command stands behind the records it erases.
    func erasedRecords(_ partition: Int, from start: Int64, _ range: Range<Int64>) throws -> ErasedRecords {
        var erased = ErasedRecords()
        if start < range.lowerBound {
            let kind = RecordKind.command.columnText
            let archive = try RecordArchive(lake: lakePath)
            for record in try archive.records(partition, from: start, below: range.lowerBound, kind: kind) {
                erased.add(Processor.erasedRecords(by: record.payload[...], key: record.key))
            }
        }
        var position = max(start, range.lowerBound)
        while position < range.upperBound {
            let page = try log.firstRecords(
                of: .command,
                partition: partition,
                from: position,
                limit: Self.commandPage
            )
            for record in page {
                erased.add(Processor.erasedRecords(by: record.payload[...], key: record.key))
            }
            guard page.count == Self.commandPage, let last = page.last else { break }
            position = last.offset + 1
        }
        return erased
    }
}
