/// One record read by itself, where a batch would be too much.
package struct LogRecord: Sendable, Equatable {
    /// The partition it lies in.
    package var partition: Int
    /// Its offset there.
    package var offset: Int64
    /// Its key: the facility, or empty.
    package var key: String
    /// What the payload holds.
    package var kind: RecordKind
    /// When it was received, in microseconds since 1970 UTC.
    package var receivedAt: Int64
    /// The bytes as they came in.
    package var payload: [UInt8]
}

extension RecordBatch {
    /// The records of one kind at or behind `offset`, copied out of the batch.
    package func records(of kind: RecordKind, from offset: Int64) -> [LogRecord] {
        (0..<count).filter { self.kind($0) == kind && self.offset($0) >= offset }.map { index in
            LogRecord(
                partition: partition,
                offset: self.offset(index),
                key: key(index),
                kind: kind,
                receivedAt: receivedAt(index),
                payload: Array(payload[payloadRange(index)])
            )
        }
    }
}
