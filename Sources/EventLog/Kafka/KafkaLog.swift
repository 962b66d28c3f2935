import CRdKafka
import Synchronization

/// A log in a Kafka topic: idempotent appends that all in-sync replicas acknowledge, readers without a group.
///
/// Durable means what the topic's replication makes it; Kafka's retention decides how long records are kept.
package final class KafkaLog: EventLog {
    /// Most bytes of payload and key of one record: Kafka's default for a message, less its envelope.
    package static let recordByteLimit = 990_000
    /// How long the brokers may take to answer, or to take a record, before the log counts as unavailable.
    package static let answerTimeout = Duration.seconds(10)
    /// The consumer group that `reportProgress` shows offsets under.
    package static let progressGroup = "wardflow"

    package let identity: String
    package let partitionCount: Int

    private let control: KafkaClient
    private let producer: KafkaProducer
    private let progress: KafkaProgress
    private let isClosed = Atomic(false)

    /// Connects to the topic; with `create`, makes one with that many partitions if there is none.
    package init(
        brokers: String,
        topic: String,
        create: Bool,
        partitions: Int = 4,
        answerTimeout: Duration = answerTimeout
    ) throws(EventLogError) {
        let address = KafkaAddress(brokers: brokers, topic: topic, answerTimeout: answerTimeout)
        control = try KafkaClient(
            RD_KAFKA_CONSUMER,
            address,
            settings: [("enable.auto.commit", "false"), ("allow.auto.create.topics", "false")]
        )
        var found = try control.topicPartitions()
        if found == nil, create {
            try control.createTopic(partitions: partitions)
            found = try control.topicPartitions()
        }
        guard let found else { throw .notFound(place: address.place) }
        guard found <= EmbeddedLog.partitionLimit else {
            throw .invalidArgument(
                "topic \(topic) has \(found) partitions: at most \(EmbeddedLog.partitionLimit)"
            )
        }
        producer = try KafkaProducer(address)
        progress = KafkaProgress(address)
        identity = topic
        partitionCount = found
    }

    deinit {
        close()
    }

    package func append(_ records: [NewRecord]) throws(EventLogError) -> AppendReceipt {
        try checkOpen()
        guard !records.isEmpty else { return AppendReceipt(lastOffsets: [:]) }
        let pending = try PendingAppend(
            records,
            partitionCount: partitionCount,
            recordByteLimit: Self.recordByteLimit
        )
        return try producer.send(pending)
    }

    package func endOffsets() throws(EventLogError) -> [Int64] {
        try checkOpen()
        return try control.endOffsets(0..<partitionCount)
    }

    package func firstOffsets() throws(EventLogError) -> [Int64] {
        try checkOpen()
        return try control.firstOffsets(0..<partitionCount)
    }

    package func currentPartitionCount() throws(EventLogError) -> Int {
        try checkOpen()
        guard let count = try control.topicPartitions() else { throw .notFound(place: control.place) }
        return count
    }

    package func makeReader() throws(EventLogError) -> any LogReader {
        try checkOpen()
        return try KafkaReader(control.address, partitionCount: partitionCount)
    }

    /// Checks the arguments and leaves the rest to the topic's retention, which others may rely on.
    package func trim(below offsets: [Int64]) throws(EventLogError) {
        try checkOpen()
        guard offsets.count == partitionCount else {
            throw .invalidArgument("\(offsets.count) offsets to trim \(partitionCount) partitions")
        }
    }

    package func redact(partition: Int, offsets: [Int64]) throws(EventLogError) {
        throw .notSupported(
            place: control.place,
            reason: "Kafka keeps each record until the topic's retention ends; only that erases it"
        )
    }

    package func reportProgress(_ offsets: [Int: Int64]) {
        progress.report(offsets)
    }

    package func close() {
        guard !isClosed.exchange(true, ordering: .acquiringAndReleasing) else { return }
        producer.stop()
        progress.close()
    }

    private func checkOpen() throws(EventLogError) {
        guard !isClosed.load(ordering: .acquiring) else { throw .closed }
    }
}
