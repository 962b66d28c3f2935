import CRdKafka
import Synchronization

/// Commits offsets to a consumer group for lag monitors, on a client made at the first report.
final class KafkaProgress: Sendable {
    /// How long `close` waits for the last report to arrive.
    static let closingPatience = Duration.seconds(2)

    private struct State {
        var client: KafkaClient?
        /// Where the outcome of a commit arrives; `OpaquePointer` because the queue is librdkafka's.
        var outcomes: OpaquePointer?
        var isWaiting = false
        var isClosed = false
    }

    private let address: KafkaAddress
    private let state = Mutex(State())

    init(_ address: KafkaAddress) {
        self.address = address
    }

    /// Sends the offsets off without waiting; does nothing while the report before is still on its way.
    func report(_ offsets: [Int: Int64]) {
        state.withLock { state in
            guard !state.isClosed, connect(&state), let client = state.client else { return }
            takeOutcome(&state, waiting: .zero)
            guard !state.isWaiting, let list = rd_kafka_topic_partition_list_new(Int32(offsets.count)) else {
                return
            }
            defer { rd_kafka_topic_partition_list_destroy(list) }
            for (partition, offset) in offsets {
                rd_kafka_topic_partition_list_add(list, address.topic, Int32(partition))
                rd_kafka_topic_partition_list_set_offset(list, address.topic, Int32(partition), offset)
            }
            let status = rd_kafka_commit_queue(client.handle, list, state.outcomes, nil, nil)
            state.isWaiting = status == RD_KAFKA_RESP_ERR_NO_ERROR
        }
    }

    private func connect(_ state: inout State) -> Bool {
        if state.client != nil { return true }
        guard
            let client = try? KafkaClient(
                RD_KAFKA_CONSUMER,
                address,
                settings: [("group.id", KafkaLog.progressGroup), ("enable.auto.commit", "false")]
            ),
            let outcomes = rd_kafka_queue_new(client.handle)
        else { return false }
        state.client = client
        state.outcomes = outcomes
        return true
    }

    private func takeOutcome(_ state: inout State, waiting: Duration) {
        guard state.isWaiting, let event = rd_kafka_queue_poll(state.outcomes, waiting.milliseconds)
        else { return }
        rd_kafka_event_destroy(event)
        state.isWaiting = false
    }

    /// Waits for the last report and disconnects.
    func close() {
        state.withLock { state in
            state.isClosed = true
            guard let client = state.client else { return }
            takeOutcome(&state, waiting: Self.closingPatience)
            if state.isWaiting {
                // librdkafka 2.0.2 spins for 45 s when destroyed while a commit awaits its coordinator.
                _ = Unmanaged.passRetained(client)
            } else {
                rd_kafka_queue_destroy(state.outcomes)
            }
            state.client = nil
            state.outcomes = nil
        }
    }
}
