import CRdKafka

/// One librdkafka handle and what every use of it shares; destroyed with the last reference.
///
/// `@unchecked Sendable`: librdkafka's handles may be used from any thread.
final class KafkaClient: @unchecked Sendable {
    /// How long a broker may take to answer before the log counts as unavailable.
    static let answerTimeout = Duration.seconds(10)

    let handle: OpaquePointer
    /// The log's address, for errors.
    let place: String

    /// Makes a handle with the given settings; no connection is waited for.
    init(
        _ type: rd_kafka_type_t,
        place: String,
        settings: [(String, String)],
        events: Int32
    ) throws(EventLogError) {
        guard let configuration = rd_kafka_conf_new() else {
            throw .failed(place: place, reason: "no memory for a configuration")
        }
        var text = [CChar](repeating: 0, count: 512)
        for (name, value) in settings {
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
        self.place = place
    }

    deinit {
        rd_kafka_destroy_flags(handle, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
    }

    /// The settings all handles share.
    static func baseSettings(brokers: String) -> [(String, String)] {
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
    func partitionCount(of topic: String) throws(EventLogError) -> Int? {
        let deadline = ContinuousClock.now + Self.answerTimeout
        while true {
            if let count = try askPartitionCount(of: topic) { return count > 0 ? count : nil }
            guard ContinuousClock.now < deadline else {
                throw .unavailable(place: place, reason: "topic \(topic) has no leader")
            }
        }
    }

    /// As `partitionCount`, but 0 when there is no such topic, and nil while the broker has to settle.
    private func askPartitionCount(of topic: String) throws(EventLogError) -> Int? {
        guard let reference = rd_kafka_topic_new(handle, topic, nil) else {
            throw error(rd_kafka_last_error(), "topic \(topic)")
        }
        defer { rd_kafka_topic_destroy(reference) }
        var answer: UnsafePointer<rd_kafka_metadata>?
        let status = rd_kafka_metadata(handle, 0, reference, &answer, Self.answerTimeout.milliseconds)
        defer { if let answer { rd_kafka_metadata_destroy(answer) } }
        if status == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE { return nil }
        guard status == RD_KAFKA_RESP_ERR_NO_ERROR, let found = answer?.pointee, found.topic_cnt == 1 else {
            throw error(status, "metadata of topic \(topic)")
        }
        switch found.topics[0].err {
        case RD_KAFKA_RESP_ERR_NO_ERROR: return Int(found.topics[0].partition_cnt)
        case RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE: return nil
        case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC: return 0
        case let other: throw error(other, "metadata of topic \(topic)")
        }
    }

    /// The first kept and the end offset of a partition, asked of the broker.
    func watermarks(_ topic: String, _ partition: Int) throws(EventLogError) -> (first: Int64, end: Int64) {
        var first: Int64 = 0
        var end: Int64 = 0
        let status = rd_kafka_query_watermark_offsets(
            handle, topic, Int32(partition), &first, &end, Self.answerTimeout.milliseconds)
        guard status == RD_KAFKA_RESP_ERR_NO_ERROR else {
            throw error(status, "offsets of partition \(partition)")
        }
        return (first, end)
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
