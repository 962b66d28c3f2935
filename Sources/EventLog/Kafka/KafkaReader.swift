import CRdKafka

/// A reader of a Kafka topic that assigns itself the partitions it seeks; owned by one thread.
///
/// Unsafe pointers: messages are librdkafka's until their bytes have been copied into a batch.
final class KafkaReader: LogReader {
    /// How long the broker may hold back an answer while it has nothing new.
    static let fetchWaitMilliseconds = 5
    /// What librdkafka may fetch ahead, per reader.
    static let fetchAheadBytes = 32 << 20
    /// A poll takes no further message once it has this many payload bytes.
    static let batchBytes = 16 << 20
    /// Most messages taken from librdkafka in one call.
    static let messagesPerCall = 5_000
    /// Without an answer for this long, a silent poll asks whether the broker is there.
    static let silenceBeforeCheck = Duration.seconds(2)

    private let client: KafkaClient
    private let partitionCount: Int
    private let reference: OpaquePointer
    private let queue: OpaquePointer
    private let messages: UnsafeMutableBufferPointer<UnsafeMutablePointer<rd_kafka_message_t>?>
    /// The next offset of each partition that is read.
    private var positions: [Int64?]
    private var builders: [BatchBuilder]
    /// Partitions known to have lost nothing that the messages in hand could follow.
    private var intact: Set<Int> = []
    private var lastSign = ContinuousClock.now
    private var isClosed = false

    init(_ address: KafkaAddress, partitionCount: Int) throws(EventLogError) {
        let client = try KafkaClient(
            RD_KAFKA_CONSUMER,
            address,
            settings: [
                ("enable.auto.commit", "false"),
                ("enable.auto.offset.store", "false"),
                ("allow.auto.create.topics", "false"),
                ("auto.offset.reset", "error"),
                ("enable.partition.eof", "true"),
                ("check.crcs", "true"),
                ("fetch.wait.max.ms", "\(Self.fetchWaitMilliseconds)"),
                ("fetch.error.backoff.ms", "50"),
                ("queued.max.messages.kbytes", "\(Self.fetchAheadBytes / 1_024)"),
            ]
        )
        guard let reference = rd_kafka_topic_new(client.handle, address.topic, nil) else {
            throw client.error(rd_kafka_last_error(), "topic \(address.topic)")
        }
        guard let queue = rd_kafka_queue_new(client.handle) else {
            rd_kafka_topic_destroy(reference)
            throw .failed(place: address.place, reason: "no memory for a queue")
        }
        self.client = client
        self.partitionCount = partitionCount
        self.reference = reference
        self.queue = queue
        messages = .allocate(capacity: Self.messagesPerCall)
        positions = Array(repeating: nil, count: partitionCount)
        builders = (0..<partitionCount).map { BatchBuilder(partition: $0) }
    }

    deinit {
        close()
        rd_kafka_queue_destroy(queue)
        rd_kafka_topic_destroy(reference)
        messages.deallocate()
    }

    func seek(partition: Int, to offset: Int64) throws(EventLogError) {
        guard !isClosed else { throw .closed }
        guard positions.indices.contains(partition) else {
            throw .noSuchPartition(partition: partition, partitionCount: partitionCount)
        }
        if positions[partition] != nil {
            positions[partition] = nil
            rd_kafka_consume_stop(reference, Int32(partition))
        }
        try check(partition, offset)
        guard rd_kafka_consume_start_queue(reference, Int32(partition), offset, queue) == 0 else {
            throw client.error(rd_kafka_last_error(), "reading partition \(partition)")
        }
        positions[partition] = offset
        lastSign = .now
    }

    /// Throws when the broker does not have what follows `offset`.
    private func check(_ partition: Int, _ offset: Int64) throws(EventLogError) {
        let first = try client.firstOffsets(partition..<partition + 1)[0]
        guard offset >= first else {
            throw .dataLost(partition: partition, requested: offset, firstKept: first)
        }
        let end = try client.endOffsets(partition..<partition + 1)[0]
        guard offset <= end else { throw .recreated(partition: partition, requested: offset, end: end) }
    }

    func poll(maxRecords: Int, timeout: Duration) throws(EventLogError) -> [RecordBatch] {
        guard !isClosed else { throw .closed }
        guard maxRecords > 0 else { return [] }
        let deadline = ContinuousClock.now + timeout
        while true {
            let batches = try take(maxRecords, waiting: .zero)
            if !batches.isEmpty { return batches }
            let left = ContinuousClock.now.duration(to: deadline)
            if left <= .zero { return [] }
            try checkSilence()
            let more = try take(maxRecords, waiting: min(left, Self.silenceBeforeCheck))
            if !more.isEmpty { return more }
        }
    }

    /// A broker that is gone looks like a silent one: asks a partition's offsets, which throws `unavailable`.
    private func checkSilence() throws(EventLogError) {
        let now = ContinuousClock.now
        guard lastSign.duration(to: now) >= Self.silenceBeforeCheck,
            let partition = positions.firstIndex(where: { $0 != nil })
        else { return }
        let end = try client.endOffsets(partition..<partition + 1)[0]
        if let position = positions[partition], position > end {
            throw .recreated(partition: partition, requested: position, end: end)
        }
        lastSign = .now
    }

    /// Takes what librdkafka has; when it has nothing waits for the first message at most that long.
    private func take(_ maxRecords: Int, waiting: Duration) throws(EventLogError) -> [RecordBatch] {
        var room = maxRecords
        var bytes = 0
        var wait = waiting
        while room > 0, bytes < Self.batchBytes {
            let most = wait > .zero ? 1 : min(room, messages.count)
            let count = rd_kafka_consume_batch_queue(
                queue,
                wait.milliseconds,
                messages.baseAddress,
                most
            )
            guard count >= 0 else { throw client.error(rd_kafka_last_error(), "reading") }
            if count == 0 { break }
            lastSign = .now
            bytes += try accept(count)
            room -= count
            wait = .zero
        }
        var batches: [RecordBatch] = []
        for partition in builders.indices {
            batches += builders[partition].finish()
        }
        return batches
    }

    /// Copies messages into the batches of their partitions and gives them back; returns their payload bytes.
    private func accept(_ count: Int) throws(EventLogError) -> Int {
        defer {
            for index in 0..<count {
                if let message = messages[index] { rd_kafka_message_destroy(message) }
            }
        }
        var bytes = 0
        intact = []
        for index in 0..<count {
            guard let message = messages[index] else { continue }
            do {
                try accept(message)
            } catch {
                for partition in builders.indices { builders[partition].clear() }
                throw error
            }
            bytes += message.pointee.len
        }
        return bytes
    }

    private func accept(_ message: UnsafeMutablePointer<rd_kafka_message_t>) throws(EventLogError) {
        let partition = Int(message.pointee.partition)
        let position = positions.indices.contains(partition) ? positions[partition] : nil
        if message.pointee.err == RD_KAFKA_RESP_ERR__PARTITION_EOF {
            return try reachEnd(partition, message.pointee.offset)
        }
        guard message.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR else {
            let error = client.error(message.pointee.err, "reading partition \(partition)")
            // librdkafka goes on trying after these; `checkSilence` ends it when it takes too long.
            if case .unavailable = error { return }
            if let position { try check(partition, position) }
            throw error
        }
        guard let expected = position else { return }
        let offset = message.pointee.offset
        if offset < expected { return }
        try checkGap(partition, from: expected, to: offset)
        builders[partition].add(message)
        positions[partition] = offset + 1
    }

    /// Moves on to the end that the broker told, past what has an offset and holds no record.
    private func reachEnd(_ partition: Int, _ end: Int64) throws(EventLogError) {
        guard let position = positions[partition], end > position else { return }
        try checkGap(partition, from: position, to: end)
        positions[partition] = end
    }

    /// Throws `dataLost` unless the broker still keeps everything from `position` on.
    ///
    /// Offsets jump over transaction markers, aborted records and what compaction took; that is no loss. What was
    /// fetched before the broker was asked needs no second question.
    private func checkGap(
        _ partition: Int,
        from position: Int64,
        to offset: Int64
    ) throws(EventLogError) {
        guard offset > position, !intact.contains(partition) else { return }
        let first = try client.firstOffsets(partition..<partition + 1)[0]
        guard first <= position else {
            throw .dataLost(partition: partition, requested: position, firstKept: first)
        }
        intact.insert(partition)
    }

    func position(partition: Int) -> Int64? {
        positions.indices.contains(partition) ? positions[partition] : nil
    }

    func close() {
        guard !isClosed else { return }
        isClosed = true
        for (partition, position) in positions.enumerated() where position != nil {
            rd_kafka_consume_stop(reference, Int32(partition))
        }
    }
}
