/// Records of one partition with consecutive offsets, as columns over one shared buffer.
///
/// A slice shares the buffers of the batch it was cut from, so `payload` may hold more than its own records.
package struct RecordBatch: Sendable {
    /// The partition all records belong to.
    package let partition: Int
    /// The offset of the first record.
    package let firstOffset: Int64
    /// The number of records.
    package let count: Int
    /// The payload bytes; `payloadRange` says which are whose.
    package let payload: [UInt8]

    /// Index of this batch's first record in the columns.
    let start: Int
    let columns: RecordColumns

    /// The offset after the last record.
    package var endOffset: Int64 { firstOffset + Int64(count) }

    /// The offset of the record at `index`.
    package func offset(_ index: Int) -> Int64 { firstOffset + Int64(index) }

    /// What the payload at `index` holds.
    package func kind(_ index: Int) -> RecordKind { columns.kinds[start + index] }

    /// When the record at `index` was received, in microseconds since 1970 UTC.
    package func receivedAt(_ index: Int) -> Int64 { columns.receivedAt[start + index] }

    /// The key of the record at `index`; the string is shared, not built anew.
    package func key(_ index: Int) -> String { columns.keys[keyIndex(index)] }

    /// The index in `keys` of the key of the record at `index`.
    package func keyIndex(_ index: Int) -> Int { Int(columns.keyIndexes[start + index]) }

    /// The distinct keys of the batch (and of the one it was cut from).
    package var keys: [String] { columns.keys }

    /// Where in `payload` the bytes of the record at `index` lie.
    package func payloadRange(_ index: Int) -> Range<Int> {
        let position = start + index
        let lower = position == 0 ? 0 : Int(columns.ends[position - 1])
        return lower..<Int(columns.ends[position])
    }

    /// The records from `index` on, at most `limit`, over the same buffers.
    package func slice(from index: Int, limit: Int) -> RecordBatch {
        RecordBatch(
            partition: partition,
            firstOffset: firstOffset + Int64(index),
            count: Swift.min(limit, count - index),
            payload: payload,
            start: start + index,
            columns: columns
        )
    }
}

extension RecordBatch {
    /// A batch of the given records from `firstOffset` on, as a reader would deliver it.
    package init(partition: Int, firstOffset: Int64, records: [NewRecord]) {
        var columns = RecordColumns()
        var payload: [UInt8] = []
        var known: [String: UInt32] = [:]
        for record in records {
            payload += record.payload
            columns.ends.append(UInt32(payload.count))
            columns.kinds.append(record.kind.holding(payloadBytes: record.payload.count))
            columns.receivedAt.append(record.receivedAt)
            if known[record.key] == nil {
                known[record.key] = UInt32(columns.keys.count)
                columns.keys.append(record.key)
            }
            columns.keyIndexes.append(known[record.key] ?? 0)
        }
        self.init(
            partition: partition,
            firstOffset: firstOffset,
            count: records.count,
            payload: payload,
            start: 0,
            columns: columns
        )
    }
}
