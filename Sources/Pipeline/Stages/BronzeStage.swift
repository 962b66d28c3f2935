import EventLog
import Hospital

/// Bronze: every record of the log as it came in, raw bytes and envelope.
struct BronzeStage {
    var messages: TableWriter<RecordRow>

    /// Writes the records of `batch` down, heartbeats and commands too, so that offsets have no gaps.
    mutating func process(_ batch: RecordBatch) {
        for index in 0..<batch.count {
            messages.append(
                RecordRow(batch, index), facility: batch.key(index), partition: batch.partition,
                offset: batch.offset(index))
        }
    }
}

extension RecordRow {
    /// The record at `index`; the raw bytes are lent by the batch.
    init(_ batch: RecordBatch, _ index: Int) {
        self.init(
            partition: batch.partition, offset: batch.offset(index), kind: batch.kind(index).columnText,
            facility: batch.key(index), receivedAt: Timestamp(microseconds: batch.receivedAt(index)),
            raw: batch.payload[batch.payloadRange(index)])
    }
}

extension RecordKind {
    /// The word in the `kind` columns.
    var columnText: String {
        switch self {
        case .message: "message"
        case .shift: "shift"
        case .heartbeat: "heartbeat"
        case .command: "command"
        }
    }
}
