import EventLog
import Hospital

/// Bronze: every record of the log as it came in, raw bytes and envelope.
struct BronzeStage {
    var messages: TableWriter<RecordRow>

    /// Writes the records of `batch` down, heartbeats and commands too, so that offsets have no gaps.
    mutating func process(_ batch: RecordBatch) {
        for index in 0..<batch.count {
            messages.append(
                RecordRow(batch, index),
                facility: batch.key(index),
                partition: batch.partition,
                offset: batch.offset(index)
            )
        }
    }
}

extension RecordRow {
    /// The record at `index`; the raw bytes are lent by the batch.
    init(_ batch: RecordBatch, _ index: Int) {
        self.init(
            partition: batch.partition,
            offset: batch.offset(index),
            kind: batch.kind(index).columnText,
            facility: batch.key(index),
            receivedAt: batch.arrival(index),
            raw: batch.payload[batch.payloadRange(index)]
        )
    }
}

extension RecordBatch {
    /// When the record at `index` was received; a time no calendar has (another producer's header) is moved within
    /// the years 1 to 9999, so that arithmetic with it is safe.
    func arrival(_ index: Int) -> Timestamp {
        let moment = Timestamp(microseconds: receivedAt(index))
        return min(max(moment, Timestamp.calendar.lowerBound), Timestamp.calendar.upperBound)
    }
}

extension Timestamp {
    /// The moments of the years 1 to 9999, which every table reader can show.
    static let calendar =
        CivilTime(year: 1, month: 1, day: 2).utc...CivilTime(year: 9_999, month: 12, day: 30).utc
}

extension RecordKind {
    /// The word in the `kind` columns.
    var columnText: String {
        switch self {
        case .message: "message"
        case .shift: "shift"
        case .heartbeat: "heartbeat"
        case .command: "command"
        case .configuration: "configuration"
        case .redacted: "redacted"
        default: "kind-\(rawValue)"
        }
    }
}
