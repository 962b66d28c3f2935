import CRdKafka

/// Brokers inside this process that speak Kafka's protocol, from librdkafka.
///
/// They keep 5 MiB per partition and forget all at the end: for protocol tests only.
/// `@unchecked Sendable` because librdkafka's mock cluster locks for itself.
package final class MockKafkaCluster: @unchecked Sendable {
    /// Why there is no cluster.
    package struct Failure: Error {
        /// What librdkafka said.
        package var reason: String
    }

    /// A kind of request that can be made to fail.
    package enum Request: Int16, Sendable {
        case produce = 0
        case fetch = 1
        case listOffsets = 2
        case metadata = 3
    }

    private let client: OpaquePointer
    private let cluster: OpaquePointer
    private let brokerCount: Int32

    /// Starts brokers on free ports of 127.0.0.1.
    package init(brokers: Int = 1) throws {
        var text = [CChar](repeating: 0, count: 512)
        let configuration = rd_kafka_conf_new()
        rd_kafka_conf_set_log_cb(configuration, nil)
        // The client that holds the brokers also sends to them, once it knows where they are.
        rd_kafka_conf_set(configuration, "linger.ms", "0", &text, text.count)
        guard let client = rd_kafka_new(RD_KAFKA_PRODUCER, configuration, &text, text.count) else {
            throw Failure(reason: "no client for the mock cluster")
        }
        guard let cluster = rd_kafka_mock_cluster_new(client, Int32(brokers)) else {
            rd_kafka_destroy(client)
            throw Failure(reason: "no mock cluster")
        }
        rd_kafka_brokers_add(client, rd_kafka_mock_cluster_bootstraps(cluster))
        self.client = client
        self.cluster = cluster
        brokerCount = Int32(brokers)
    }

    deinit {
        rd_kafka_mock_cluster_destroy(cluster)
        rd_kafka_destroy(client)
    }

    /// The brokers as `host:port`, separated by commas.
    package var brokers: String { String(cString: rd_kafka_mock_cluster_bootstraps(cluster)) }

    /// The URL of a topic's log.
    package func url(topic: String) -> String { "kafka://\(brokers)/\(topic)" }

    /// Makes a topic.
    package func createTopic(_ topic: String, partitions: Int) throws {
        let status = rd_kafka_mock_topic_create(cluster, topic, Int32(partitions), 1)
        guard status == RD_KAFKA_RESP_ERR_NO_ERROR else {
            throw Failure(reason: String(cString: rd_kafka_err2str(status)))
        }
    }

    /// Lets the brokers say there is no such topic, which the mock would otherwise make.
    package func denyTopic(_ topic: String) {
        rd_kafka_mock_topic_set_error(cluster, topic, RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART)
    }

    /// Lets the next requests of a kind fail with these codes, in order.
    private func failNext(_ request: Request, with codes: [rd_kafka_resp_err_t]) {
        rd_kafka_mock_push_request_errors_array(cluster, request.rawValue, codes.count, codes)
    }

    /// Lets the next requests of a kind fail with `REQUEST_TIMED_OUT`, which clients retry.
    package func timeOutNext(_ request: Request, times: Int) {
        failNext(request, with: Array(repeating: RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT, count: times))
    }

    /// Takes all brokers off the network, or puts them back.
    package func setReachable(_ isReachable: Bool) {
        for broker in 1...brokerCount {
            if isReachable {
                rd_kafka_mock_broker_set_up(cluster, broker)
            } else {
                rd_kafka_mock_broker_set_down(cluster, broker)
            }
        }
    }

    /// Delays each answer of every broker.
    package func setRoundTrip(milliseconds: Int) {
        for broker in 1...brokerCount { rd_kafka_mock_broker_set_rtt(cluster, broker, Int32(milliseconds)) }
    }

    /// Sends a message with these headers, as a producer that knows nothing of us.
    package func produce(
        topic: String,
        partition: Int,
        key: String,
        payload: [UInt8],
        headers: [(name: String, value: String)] = [],
        timestampMilliseconds: Int64 = 1_700_000_000_000
    ) throws {
        let list = headers.isEmpty ? nil : rd_kafka_headers_new(headers.count)
        for (name, value) in headers { rd_kafka_header_add(list, name, -1, value, -1) }
        let status = wardflow_produce_foreign(
            client,
            topic,
            Int32(partition),
            key,
            key.utf8.count,
            payload,
            payload.count,
            list,
            timestampMilliseconds
        )
        guard status == RD_KAFKA_RESP_ERR_NO_ERROR, rd_kafka_flush(client, 10_000) == status else {
            throw Failure(reason: "a message for \(topic) was not sent")
        }
    }

    /// The offset a consumer group committed, or nil when it has committed none.
    package func committedOffset(group: String, topic: String, partition: Int) throws -> Int64? {
        var text = [CChar](repeating: 0, count: 512)
        let configuration = rd_kafka_conf_new()
        rd_kafka_conf_set_log_cb(configuration, nil)
        rd_kafka_conf_set(configuration, "bootstrap.servers", brokers, &text, text.count)
        rd_kafka_conf_set(configuration, "group.id", group, &text, text.count)
        guard let consumer = rd_kafka_new(RD_KAFKA_CONSUMER, configuration, &text, text.count) else {
            throw Failure(reason: "no consumer for group \(group)")
        }
        defer { rd_kafka_destroy_flags(consumer, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE) }
        let list = rd_kafka_topic_partition_list_new(1)
        defer { rd_kafka_topic_partition_list_destroy(list) }
        rd_kafka_topic_partition_list_add(list, topic, Int32(partition))
        let status = rd_kafka_committed(consumer, list, 10_000)
        guard status == RD_KAFKA_RESP_ERR_NO_ERROR,
            let found = rd_kafka_topic_partition_list_find(list, topic, Int32(partition))
        else { throw Failure(reason: String(cString: rd_kafka_err2str(status))) }
        return found.pointee.offset >= 0 ? found.pointee.offset : nil
    }
}
