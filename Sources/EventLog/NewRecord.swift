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
