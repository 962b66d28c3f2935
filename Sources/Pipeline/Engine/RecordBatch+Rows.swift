package import EventLog
import Hospital
import Lake

extension RecordBatch {
    /// When the record at `index` was received; a time no calendar has (another producer's header) is moved within
    /// the years 1 to 9999, so that arithmetic with it is safe.
    func arrival(_ index: Int) -> Timestamp {
        let moment = Timestamp(microseconds: receivedAt(index))
        return min(max(moment, Timestamp.calendar.lowerBound), Timestamp.calendar.upperBound)
    }

    /// A hash of what the record at `index` is: kind, key and payload.
    package func mark(_ index: Int) -> UInt64 {
        let key = Array(key(index).utf8)
        return ContentHash.combine(
            ContentHash.hash(payload, payloadRange(index)),
            ContentHash.combine(ContentHash.hash(key, 0..<key.count), UInt64(kind(index).rawValue))
        )
    }
}

extension RecordRow {
    /// The record at `index` as one of `site`; the raw bytes are lent by the batch.
    init(_ batch: RecordBatch, _ index: Int, site: String) {
        self.init(
            partition: batch.partition,
            offset: batch.offset(index),
            kind: batch.kind(index).columnText,
            site: site,
            key: batch.key(index),
            receivedAt: batch.arrival(index),
            raw: batch.payload[batch.payloadRange(index)]
        )
    }
}

extension KeyedRecord {
    /// The record at `index`, of a kind that processors take.
    init(_ batch: RecordBatch, _ index: Int) {
        self.init(
            partition: batch.partition,
            offset: batch.offset(index),
            kind: batch.kind(index) == .message ? .message : batch.kind(index) == .shift ? .shift : .command,
            key: batch.key(index),
            receivedAt: batch.arrival(index),
            bytes: batch.payload,
            range: batch.payloadRange(index)
        )
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
        case .configuration: "configuration"
        case .redacted: "redacted"
        default: "kind-\(rawValue)"
        }
    }

    /// The kind that `columnText` gave.
    init(columnText text: String) {
        let named: [RecordKind] = [.message, .shift, .heartbeat, .command, .configuration, .redacted]
        self =
            named.first { $0.columnText == text }
            ?? RecordKind(rawValue: text.hasPrefix("kind-") ? UInt8(text.dropFirst(5)) ?? 255 : 255)
    }
}
