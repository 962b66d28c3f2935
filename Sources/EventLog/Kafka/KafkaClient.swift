import CRdKafka

/// One librdkafka handle and what every use of it shares; destroyed with the last reference.
///
/// `@unchecked Sendable`: librdkafka's handles may be used from any thread.
final class KafkaClient: @unchecked Sendable {
    let handle: OpaquePointer
    let address: KafkaAddress
    /// The log's address, for errors.
    var place: String { address.place }

    /// Makes a handle with the given settings; no connection is waited for.
    init(
        _ type: rd_kafka_type_t,
        _ address: KafkaAddress,
        settings: [(String, String)],
        events: Int32 = 0
    ) throws(EventLogError) {
        let place = address.place
        guard let configuration = rd_kafka_conf_new() else {
            throw .failed(place: place, reason: "no memory for a configuration")
        }
        var text = [CChar](repeating: 0, count: 512)
        for (name, value) in Self.baseSettings(brokers: address.brokers) + settings {
            let status = rd_kafka_conf_set(configuration, name, value, &text, text.count)
            guard status == RD_KAFKA_CONF_OK else {
                rd_kafka_conf_destroy(configuration)
                throw .failed(place: place, reason: "setting \(name): \(Self.string(text))")
            }
        }
        rd_kafka_conf_set_events(configuration, events)
        rd_kafka_conf_set_log_cb(configuration, nil)
        guard let handle = rd_kafka_new(type, configuration, &text, text.count) else {
            rd_kafka_conf_destroy(configuration)
            throw .failed(place: place, reason: Self.string(text))
        }
        self.handle = handle
        self.address = address
    }

    deinit {
        rd_kafka_destroy_flags(handle, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
    }

    /// The settings all handles share.
    private static func baseSettings(brokers: String) -> [(String, String)] {
        [
            ("bootstrap.servers", brokers),
            ("client.id", "wardflow"),
            ("log_level", "0"),
            ("reconnect.backoff.ms", "50"),
            ("reconnect.backoff.max.ms", "1000"),
            ("topic.metadata.refresh.fast.interval.ms", "100"),
        ]
    }

    /// The number of partitions of the topic; nil when there is no such topic.
    func topicPartitions() throws(EventLogError) -> Int? {
        let deadline = ContinuousClock.now + address.answerTimeout
        while true {
            if let count = try askTopicPartitions() { return count > 0 ? count : nil }
            guard ContinuousClock.now < deadline else {
                throw .unavailable(place: place, reason: "topic \(address.topic) has no leader")
            }
        }
    }

    /// As `topicPartitions`, but 0 when there is no such topic, and nil while the broker has to settle.
    private func askTopicPartitions() throws(EventLogError) -> Int? {
        guard let reference = rd_kafka_topic_new(handle, address.topic, nil) else {
            throw error(rd_kafka_last_error(), "topic \(address.topic)")
        }
        defer { rd_kafka_topic_destroy(reference) }
        var answer: UnsafePointer<rd_kafka_metadata>?
        let status = rd_kafka_metadata(handle, 0, reference, &answer, address.answerTimeout.milliseconds)
        defer { if let answer { rd_kafka_metadata_destroy(answer) } }
        if status == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE { return nil }
        guard status == RD_KAFKA_RESP_ERR_NO_ERROR, let found = answer?.pointee, found.topic_cnt == 1 else {
            throw error(status, "metadata of topic \(address.topic)")
        }
        switch found.topics[0].err {
        case RD_KAFKA_RESP_ERR_NO_ERROR: return Int(found.topics[0].partition_cnt)
        case RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE: return nil
        case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC: return 0
        case let other: throw error(other, "metadata of topic \(address.topic)")
        }
    }

    /// The first kept offset of each partition, asked of the broker.
    func firstOffsets(_ partitions: Range<Int>) throws(EventLogError) -> [Int64] {
        try offsets(partitions, at: Int64(RD_KAFKA_OFFSET_BEGINNING))
    }

    /// The end offset of each partition, asked of the broker.
    func endOffsets(_ partitions: Range<Int>) throws(EventLogError) -> [Int64] {
        try offsets(partitions, at: Int64(RD_KAFKA_OFFSET_END))
    }

    /// Not `rd_kafka_query_watermark_offsets`, which in 2.0.2 outlasts its timeout when the broker is gone.
    private func offsets(
        _ partitions: Range<Int>,
        at position: Int64
    ) throws(EventLogError) -> [Int64] {
        guard let list = rd_kafka_topic_partition_list_new(Int32(partitions.count)) else {
            throw .failed(place: place, reason: "no memory for \(partitions.count) partitions")
        }
        defer { rd_kafka_topic_partition_list_destroy(list) }
        for partition in partitions {
            rd_kafka_topic_partition_list_add(list, address.topic, Int32(partition))
            rd_kafka_topic_partition_list_set_offset(list, address.topic, Int32(partition), position)
        }
        let status = rd_kafka_offsets_for_times(handle, list, address.answerTimeout.milliseconds)
        guard status == RD_KAFKA_RESP_ERR_NO_ERROR else { throw error(status, "asking for offsets") }
        var offsets: [Int64] = []
        for partition in partitions {
            guard let found = rd_kafka_topic_partition_list_find(list, address.topic, Int32(partition)) else {
                throw .failed(place: place, reason: "no offset of partition \(partition)")
            }
            guard found.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR, found.pointee.offset >= 0 else {
                throw error(found.pointee.err, "offset of partition \(partition)")
            }
            offsets.append(found.pointee.offset)
        }
        return offsets
    }

    /// librdkafka's error in the log's terms.
    func error(_ code: rd_kafka_resp_err_t, _ what: String) -> EventLogError {
        let reason = "\(what): \(String(cString: rd_kafka_err2str(code)))"
        switch code {
        case RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR__TIMED_OUT, RD_KAFKA_RESP_ERR__MSG_TIMED_OUT,
            RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN, RD_KAFKA_RESP_ERR__RESOLVE,
            RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE, RD_KAFKA_RESP_ERR__QUEUE_FULL,
            RD_KAFKA_RESP_ERR__WAIT_COORD, RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE,
            RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION, RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT,
            RD_KAFKA_RESP_ERR_BROKER_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS,
            RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND:
            return .unavailable(place: place, reason: reason)
        case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
            return .readOnly(place: place, reason: reason)
        case RD_KAFKA_RESP_ERR__BAD_MSG, RD_KAFKA_RESP_ERR_INVALID_MSG:
            return .corrupt(place: place, found: reason)
        default:
            return .failed(place: place, reason: reason)
        }
    }

    private static func string(_ text: [CChar]) -> String {
        String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
