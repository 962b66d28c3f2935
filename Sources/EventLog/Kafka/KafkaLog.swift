import CRdKafka
import Synchronization

/// A log in a Kafka topic: idempotent appends acknowledged by all in-sync replicas, readers with positions of their own.
///
/// Durable means what the topic's replication makes it; Kafka's retention decides how long records are kept.
package final class KafkaLog: EventLog {
    /// Most bytes of payload and key of one record: Kafka's default of 1,000,000 for a message, less its envelope.
    package static let recordByteLimit = 990_000
    /// The consumer group that `reportProgress` shows offsets under.
    package static let progressGroup = "wardflow"

    package let identity: String
    package let partitionCount: Int

    private let brokers: String
    private let place: String
    private let control: KafkaClient
    private let producer: KafkaProducer
    private let isClosed = Atomic(false)

    /// Connects to the topic; with `create`, makes one with that many partitions if there is none.
    package init(
        brokers: String,
        topic: String,
        create: Bool,
        partitions: Int = 4
    ) throws(EventLogError) {
        let place = "kafka://\(brokers)/\(topic)"
        control = try KafkaClient(
            RD_KAFKA_CONSUMER, place: place,
            settings: KafkaClient.baseSettings(brokers: brokers) + [
                ("group.id", Self.progressGroup),
                ("enable.auto.commit", "false"),
                ("allow.auto.create.topics", "false"),
            ],
            events: 0)
        var found = try control.partitionCount(of: topic)
        if found == nil, create {
            try control.createTopic(topic, partitions: partitions)
            found = try control.partitionCount(of: topic)
        }
        guard let found else { throw .notFound(place: place) }
        guard found <= EmbeddedLog.partitionLimit else {
            throw .invalidArgument(
                "topic \(topic) has \(found) partitions: at most \(EmbeddedLog.partitionLimit)")
        }
        producer = try KafkaProducer(brokers: brokers, topic: topic, place: place)
        identity = topic
        partitionCount = found
        self.brokers = brokers
        self.place = place
    }

    deinit {
        close()
    }

    package func append(_ records: [NewRecord]) throws(EventLogError) -> AppendReceipt {
        try checkOpen()
        guard !records.isEmpty else { return AppendReceipt(lastOffsets: [:]) }
        let pending = try PendingAppend(
            records, partitionCount: partitionCount, recordByteLimit: Self.recordByteLimit)
        return try producer.send(pending)
    }

    package func endOffsets() throws(EventLogError) -> [Int64] {
        try checkOpen()
        var ends: [Int64] = []
        for partition in 0..<partitionCount { ends.append(try control.watermarks(identity, partition).end) }
        return ends
    }

    package func firstOffsets() throws(EventLogError) -> [Int64] {
        try checkOpen()
        var firsts: [Int64] = []
        for partition in 0..<partitionCount { firsts.append(try control.watermarks(identity, partition).first) }
        return firsts
    }

    package func makeReader() throws(EventLogError) -> any LogReader {
        try checkOpen()
        return try KafkaReader(
            brokers: brokers, topic: identity, partitionCount: partitionCount, place: place)
    }

    /// Checks the arguments and leaves the rest to the topic's retention, which others may rely on.
    package func trim(below offsets: [Int64]) throws(EventLogError) {
        try checkOpen()
        guard offsets.count == partitionCount else {
            throw .invalidArgument("\(offsets.count) offsets to trim \(partitionCount) partitions")
        }
    }

    package func reportProgress(_ offsets: [Int: Int64]) {
        guard !isClosed.load(ordering: .acquiring),
            let list = rd_kafka_topic_partition_list_new(Int32(offsets.count))
        else { return }
        defer { rd_kafka_topic_partition_list_destroy(list) }
        for (partition, offset) in offsets {
            rd_kafka_topic_partition_list_add(list, identity, Int32(partition))
            rd_kafka_topic_partition_list_set_offset(list, identity, Int32(partition), offset)
        }
        rd_kafka_commit(control.handle, list, 1)
    }

    package func close() {
        guard !isClosed.exchange(true, ordering: .acquiringAndReleasing) else { return }
        producer.stop()
    }

    private func checkOpen() throws(EventLogError) {
        guard !isClosed.load(ordering: .acquiring) else { throw .closed }
    }
}
