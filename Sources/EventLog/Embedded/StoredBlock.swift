/// One row of the embedded log: consecutive records of one partition, compressed together.
struct StoredBlock: Sendable {
    /// Most records in a block.
    static let recordLimit = 5_000
    /// A block is closed when its payloads reach this many bytes before compression.
    static let closingBytes = 1 << 20
    /// Most payload bytes of a block: what closes it, plus one record of the largest size.
    static let rawByteLimit = closingBytes + EmbeddedLog.recordByteLimit

    var partition: Int
    var baseOffset: Int64
    var count: Int
    var maxReceivedAt: Int64
    /// The columns beside the payloads, see `BlockEnvelope`.
    var envelope: [UInt8]
    /// All payloads end to end: a zstd frame, or as they are if that is not smaller.
    var payload: [UInt8]

    /// The kinds of its records that are indexed; not stored in the row, and empty in a block that was read.
    var indexedKinds: Set<RecordKind> = []

    var endOffset: Int64 { baseOffset + Int64(count) }

    /// XXH64 over everything above, kept in the row beside it.
    var digest: UInt64 {
        var position: [UInt8] = []
        position.reserveCapacity(32)
        for value in [Int64(partition), baseOffset, Int64(count), maxReceivedAt] {
            withUnsafeBytes(of: value.littleEndian) { position.append(contentsOf: $0) }
        }
        let seed = Digest64.hash(envelope, seed: Digest64.hash(position))
        return Digest64.hash(payload, seed: seed)
    }
}
