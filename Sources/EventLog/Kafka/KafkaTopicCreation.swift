import CRdKafka

extension KafkaClient {
    /// Asks the broker for a topic with that many partitions and the broker's own replication factor.
    func createTopic(partitions: Int) throws(EventLogError) {
        let topic = address.topic
        var text = [CChar](repeating: 0, count: 512)
        guard let new = rd_kafka_NewTopic_new(topic, Int32(partitions), -1, &text, text.count) else {
            throw .invalidArgument("topic \(topic) with \(partitions) partitions cannot be made")
        }
        defer { rd_kafka_NewTopic_destroy(new) }
        guard let queue = rd_kafka_queue_new(handle),
            let options = rd_kafka_AdminOptions_new(handle, RD_KAFKA_ADMIN_OP_CREATETOPICS)
        else {
            throw .failed(place: place, reason: "no memory to make topic \(topic)")
        }
        defer {
            rd_kafka_AdminOptions_destroy(options)
            rd_kafka_queue_destroy(queue)
        }
        let timeout = address.answerTimeout.milliseconds
        rd_kafka_AdminOptions_set_request_timeout(options, timeout, nil, 0)
        var topics: [OpaquePointer?] = [new]
        rd_kafka_CreateTopics(handle, &topics, topics.count, options, queue)
        guard let event = rd_kafka_queue_poll(queue, timeout + 1_000) else {
            throw .unavailable(place: place, reason: "no answer to making topic \(topic)")
        }
        defer { rd_kafka_event_destroy(event) }
        try checkCreation(event, topic)
    }

    private func checkCreation(_ event: OpaquePointer, _ topic: String) throws(EventLogError) {
        let status = rd_kafka_event_error(event)
        guard status == RD_KAFKA_RESP_ERR_NO_ERROR else { throw error(status, "making topic \(topic)") }
        var count = 0
        guard let result = rd_kafka_event_CreateTopics_result(event),
            let topics = rd_kafka_CreateTopics_result_topics(result, &count), count == 1
        else {
            throw .failed(place: place, reason: "making topic \(topic): an answer without the topic")
        }
        let outcome = rd_kafka_topic_result_error(topics[0])
        guard outcome == RD_KAFKA_RESP_ERR_NO_ERROR || outcome == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS
        else {
            throw error(outcome, "making topic \(topic)")
        }
    }
}
