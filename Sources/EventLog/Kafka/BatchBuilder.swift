import CRdKafka

/// Collects the messages of one partition; unsafe pointers because the bytes are librdkafka's.
struct BatchBuilder {
    let partition: Int
    private var firstOffset: Int64 = 0
    private var payload: [UInt8] = []
    private var columns = RecordColumns()
    private var keys = KeyTable()
    private var lastKey: (bytes: ArraySlice<UInt8>, index: UInt32)?
    /// Batches that ended before a gap in the offsets.
    private var finished: [RecordBatch] = []

    init(partition: Int) {
        self.partition = partition
    }

    /// Adds a message; one without our headers, from another producer, counts as an HL7 message.
    ///
    /// One whose offset does not follow the last begins a new batch: offsets within a batch are consecutive.
    mutating func add(_ message: UnsafeMutablePointer<rd_kafka_message_t>) {
        var kindNumber = UInt8(RecordKind.message.rawValue)
        var receivedAt = rd_kafka_message_timestamp(message, nil) &* 1_000
        wardflow_record_headers(message, &kindNumber, &receivedAt)
        let kind = RecordKind(rawValue: kindNumber).holding(payloadBytes: message.pointee.len)
        if message.pointee.offset != firstOffset + Int64(columns.ends.count) { close() }
        if columns.ends.isEmpty { firstOffset = message.pointee.offset }
        payload.append(
            contentsOf: UnsafeRawBufferPointer(start: message.pointee.payload, count: message.pointee.len)
        )
        columns.ends.append(UInt32(truncatingIfNeeded: payload.count))
        columns.kinds.append(kind)
        columns.receivedAt.append(receivedAt)
        columns.keyIndexes.append(
            keyIndex(UnsafeRawBufferPointer(start: message.pointee.key, count: message.pointee.key_len))
        )
    }

    private mutating func keyIndex(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        if let lastKey, lastKey.bytes.elementsEqual(bytes) { return lastKey.index }
        let copy = ArraySlice(bytes)
        let index = keys.index(of: copy, in: &columns)
        lastKey = (copy, index)
        return index
    }

    /// What was collected, in order; one batch unless offsets jump.
    mutating func finish() -> [RecordBatch] {
        close()
        defer { finished = [] }
        return finished
    }

    private mutating func close() {
        guard !columns.ends.isEmpty else { return }
        finished.append(
            RecordBatch(
                partition: partition,
                firstOffset: firstOffset,
                count: columns.ends.count,
                payload: payload,
                start: 0,
                columns: columns
            )
        )
        begin()
    }

    /// Forgets what was collected.
    mutating func clear() {
        finished = []
        if !columns.ends.isEmpty { begin() }
    }

    private mutating func begin() {
        let (records, bytes) = (columns.ends.count, payload.count)
        payload = []
        payload.reserveCapacity(bytes)
        columns = RecordColumns()
        columns.reserve(records)
        keys.beginBatch()
        lastKey = nil
    }
}
