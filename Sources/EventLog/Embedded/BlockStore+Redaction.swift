import FoundationEssentials
import GRDB

extension BlockStore {
    /// Empties the records at `offsets`, which ascend, in one transaction, and wipes the bytes they had.
    ///
    /// Deleted bytes are overwritten (`secure_delete`), here and in the write-ahead log. Offsets that were trimmed
    /// are passed over.
    func redact(partition: Int, offsets: [Int64]) throws(EventLogError) {
        let decoder = try BlockDecoder(place: path)
        let encoder = try BlockEncoder()
        try run { database in
            try database.inTransaction(.immediate) {
                var rest = offsets[...]
                while let offset = rest.first {
                    guard let block = try holder(of: offset, partition, database) else {
                        rest.removeFirst()
                        continue
                    }
                    let affected = rest.prefix { $0 < block.endOffset }
                    rest = rest.dropFirst(affected.count)
                    let emptied = try Self.empty(Set(affected), of: block, decoder, encoder)
                    try replace(emptied, database)
                }
                return .commit
            }
        }
        try checkpoint(isErasing: true)
    }

    /// The block that holds `offset`, or nil when it is not kept.
    private func holder(of offset: Int64, _ partition: Int, _ database: Database) throws -> StoredBlock? {
        let row = try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT base_offset, record_count, max_received_at, digest, envelope, payload FROM block
                    WHERE partition = ? AND base_offset <= ? ORDER BY base_offset DESC LIMIT 1
                    """
            ),
            arguments: [partition, offset]
        )
        guard let row else { return nil }
        let block = try block(partition, row)
        return offset < block.endOffset ? block : nil
    }

    /// The same block with `offsets` emptied; the others keep their bytes, all keep key and time.
    private static func empty(
        _ offsets: Set<Int64>,
        of block: StoredBlock,
        _ decoder: BlockDecoder,
        _ encoder: BlockEncoder
    ) throws(EventLogError) -> StoredBlock {
        guard let batch = try decoder.decode([block]) else { return block }
        for index in 0..<batch.count {
            let isErased = offsets.contains(batch.offset(index))
            try encoder.add(
                NewRecord(
                    key: batch.key(index),
                    kind: isErased ? .redacted : batch.kind(index),
                    receivedAt: batch.receivedAt(index),
                    payload: isErased ? [] : Array(batch.payload[batch.payloadRange(index)])
                ),
                partition: block.partition
            )
        }
        // A block that became smaller is closed by nothing but its end.
        let blocks = try encoder.finish(partition: block.partition)
        guard var emptied = blocks.first, blocks.count == 1, emptied.count == block.count else {
            throw .failed(place: "partition \(block.partition)", reason: "a block that grew when emptied")
        }
        emptied.baseOffset = block.baseOffset
        return emptied
    }

    private func replace(_ block: StoredBlock, _ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE block SET digest = ?, envelope = ?, payload = ? WHERE partition = ? AND base_offset = ?
                """,
            arguments: [
                Int64(bitPattern: block.digest), Data(block.envelope), Data(block.payload), block.partition,
                block.baseOffset,
            ]
        )
        try note(kindsOf: block, database)
    }
}
