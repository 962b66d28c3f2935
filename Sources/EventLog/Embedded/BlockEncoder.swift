/// Packs records of one partition into blocks; owned by the writer.
final class BlockEncoder {
    private let context: ZstdCompressor
    private var raw: [UInt8] = []
    private var columns = RecordColumns()
    private var keys = KeyTable()
    private var maxReceivedAt = Int64.min
    private var indexedKinds: Set<RecordKind> = []
    private var lastKey: (string: String, index: UInt32)?
    private var blocks: [StoredBlock] = []

    init() throws(EventLogError) {
        context = try ZstdCompressor()
    }

    /// Adds one record to the open block, which is closed when full.
    func add(_ record: NewRecord, partition: Int) throws(EventLogError) {
        raw.append(contentsOf: record.payload)
        columns.ends.append(UInt32(raw.count))
        let kind = record.kind.holding(payloadBytes: record.payload.count)
        columns.kinds.append(kind)
        if kind.rawValue >= BlockStore.firstIndexedKind { indexedKinds.insert(kind) }
        columns.receivedAt.append(record.receivedAt)
        if let lastKey, lastKey.string == record.key {
            columns.keyIndexes.append(lastKey.index)
        } else {
            let index = keys.index(of: record.key, in: &columns)
            lastKey = (record.key, index)
            columns.keyIndexes.append(index)
        }
        maxReceivedAt = max(maxReceivedAt, record.receivedAt)
        if columns.ends.count >= StoredBlock.recordLimit || raw.count >= StoredBlock.closingBytes {
            try closeBlock(partition: partition)
        }
    }

    /// Closes the open block and returns all since the last call, with offsets counted from 0.
    func finish(partition: Int) throws(EventLogError) -> [StoredBlock] {
        if !columns.ends.isEmpty { try closeBlock(partition: partition) }
        var offset: Int64 = 0
        for index in blocks.indices {
            blocks[index].baseOffset = offset
            offset += Int64(blocks[index].count)
        }
        defer { blocks = [] }
        return blocks
    }

    /// Forgets what a failed append left behind.
    func reset() {
        blocks = []
        clearColumns()
    }

    private func closeBlock(partition: Int) throws(EventLogError) {
        blocks.append(
            StoredBlock(
                partition: partition,
                baseOffset: 0,
                count: columns.ends.count,
                maxReceivedAt: maxReceivedAt,
                envelope: BlockEnvelope.encode(columns),
                payload: try context.compress(raw),
                indexedKinds: indexedKinds
            )
        )
        clearColumns()
    }

    private func clearColumns() {
        raw.removeAll(keepingCapacity: raw.capacity <= 4 * StoredBlock.closingBytes)
        columns.ends.removeAll(keepingCapacity: true)
        columns.kinds.removeAll(keepingCapacity: true)
        columns.receivedAt.removeAll(keepingCapacity: true)
        columns.keyIndexes.removeAll(keepingCapacity: true)
        columns.keys.removeAll()
        keys.beginBatch()
        indexedKinds = []
        maxReceivedAt = .min
        lastKey = nil
    }
}
