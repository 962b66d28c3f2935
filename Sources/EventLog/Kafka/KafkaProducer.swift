import CRdKafka
import Dispatch
import Synchronization

/// The idempotent producer: sends records and collects the broker's reports on a thread of its own.
final class KafkaProducer: Sendable {
    /// Records waiting to be sent, over all appends; an append blocks while it is full.
    static let queuedRecords = 100_000
    /// The same in bytes.
    static let queuedBytes = 64 << 20

    private struct Tickets {
        var last: UInt = 0
        var open: [UInt: DeliveryTicket] = [:]
    }

    private let client: KafkaClient
    private let tickets = Mutex(Tickets())
    private let isStopping = Atomic(false)
    private let stopped = DispatchSemaphore(value: 0)

    init(_ address: KafkaAddress) throws(EventLogError) {
        let timeout = address.answerTimeout.milliseconds
        let settings = [
            ("enable.idempotence", "true"),
            ("acks", "all"),
            ("compression.codec", "zstd"),
            ("compression.level", "1"),
            ("linger.ms", "0"),
            ("batch.num.messages", "5000"),
            ("message.timeout.ms", "\(timeout)"),
            ("request.timeout.ms", "\(max(timeout / 2, 1))"),
            ("retry.backoff.ms", "20"),
            ("queue.buffering.max.messages", "\(Self.queuedRecords)"),
            ("queue.buffering.max.kbytes", "\(Self.queuedBytes / 1_024)"),
        ]
        client = try KafkaClient(RD_KAFKA_PRODUCER, address, settings: settings, events: RD_KAFKA_EVENT_DR)
        DispatchQueue(label: "EventLog.deliveries").async { self.collectReports() }
    }

    /// Sends the records and waits until the broker has them all.
    func send(_ pending: PendingAppend) throws(EventLogError) -> AppendReceipt {
        let ticket = DeliveryTicket(records: pending.records.count)
        let number = tickets.withLock { tickets in
            tickets.last += 1
            tickets.open[tickets.last] = ticket
            return tickets.last
        }
        defer { tickets.withLock { _ = $0.open.removeValue(forKey: number) } }
        var sent = 0
        var refusal: rd_kafka_resp_err_t?
        while sent < pending.records.count {
            let status = produce(pending.records[sent], pending.partitions[sent], number)
            guard status == RD_KAFKA_RESP_ERR_NO_ERROR else {
                refusal = status
                break
            }
            sent += 1
        }
        if let refusal {
            ticket.settle(pending.records.count - sent, partition: 0, lastOffset: -1, error: refusal)
        }
        guard ticket.wait(timeout: client.address.answerTimeout + .seconds(2)) else {
            throw .unavailable(place: client.place, reason: "no delivery report in time")
        }
        let outcome = ticket.outcome
        if let error = outcome.error { throw client.error(error, "append") }
        return outcome.receipt
    }

    private func produce(_ record: NewRecord, _ partition: UInt16, _ ticket: UInt) -> rd_kafka_resp_err_t {
        var key = record.key
        return key.withUTF8 { key in
            wardflow_produce(
                client.handle,
                client.address.topic,
                Int32(partition),
                key.baseAddress,
                key.count,
                record.payload,
                record.payload.count,
                String(record.kind.rawValue),
                String(record.receivedAt),
                record.receivedAt / 1_000,
                UnsafeMutableRawPointer(bitPattern: ticket)
            )
        }
    }

    /// Runs until `stop`; hands each delivery report to the append it belongs to.
    private func collectReports() {
        let queue = rd_kafka_queue_get_main(client.handle)
        while !isStopping.load(ordering: .acquiring) {
            guard let event = rd_kafka_queue_poll(queue, 100) else { continue }
            if rd_kafka_event_type(event) == RD_KAFKA_EVENT_DR {
                while let message = rd_kafka_event_message_next(event) { settle(message.pointee) }
            }
            rd_kafka_event_destroy(event)
        }
        rd_kafka_queue_destroy(queue)
        stopped.signal()
    }

    private func settle(_ message: rd_kafka_message_t) {
        let number = UInt(bitPattern: message._private)
        let ticket = tickets.withLock { $0.open[number] }
        ticket?.settle(
            1,
            partition: Int(message.partition),
            lastOffset: message.offset,
            error: message.err == RD_KAFKA_RESP_ERR_NO_ERROR ? nil : message.err
        )
    }

    /// Ends the collecting thread; appends must be over.
    func stop() {
        guard !isStopping.exchange(true, ordering: .acquiringAndReleasing) else { return }
        stopped.wait()
    }
}
