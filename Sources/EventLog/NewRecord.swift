/// What the payload of a record holds.
package enum RecordKind: UInt8, Sendable, CaseIterable {
    /// One HL7 v2 message.
    case message = 0
    /// One staff shift event, JSON.
    case shift = 1
    /// No payload: event time moves on although the feed is silent.
    case heartbeat = 2
    /// One action of a person, JSON.
    case command = 3
}

/// A record on its way into the log.
package struct NewRecord: Sendable, Equatable {
    /// The facility; decides the partition unless `partition` is given.
    package var key: String
    /// What the payload holds.
    package var kind: RecordKind
    /// Microseconds since 1970 UTC, stamped by the caller's clock.
    package var receivedAt: Int64
    /// The bytes as they came in.
    package var payload: [UInt8]
    /// The partition to use instead of the key's, as heartbeats do.
    package var partition: Int?

    /// A record for the partition of its key, or for an explicit one.
    package init(
        key: String,
        kind: RecordKind,
        receivedAt: Int64,
        payload: [UInt8],
        partition: Int? = nil
    ) {
        self.key = key
        self.kind = kind
        self.receivedAt = receivedAt
        self.payload = payload
        self.partition = partition
    }
}

/// The proof that an append is durable.
package struct AppendReceipt: Sendable, Equatable {
    /// The offset of this append's last record in each partition it touched.
    ///
    /// Kafka leaves a partition out if it recognised all its records as a retry of records it already had.
    package var lastOffsets: [Int: Int64]

    /// A receipt over the given last offsets.
    package init(lastOffsets: [Int: Int64]) {
        self.lastOffsets = lastOffsets
    }
}
