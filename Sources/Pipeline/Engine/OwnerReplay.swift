import EventLog
import Hospital

/// Makes one owner anew from the partition's records: the rules, the heartbeats and what was sent under its key.
final class OwnerReplay<Processor: KeyedProcessor> {
    private let key: String
    private let partition: Int
    private var book = Processor.Book()
    /// The owner, once its first record came.
    private(set) var processor: Processor?

    init(key: String, partition: Int) {
        self.key = key
        self.partition = partition
    }

    func begin(with records: [ArraySlice<UInt8>]) throws(RecordFault) {
        for record in records { _ = try book.take(record) }
    }

    /// Takes in the records of `batch` below `end`; what the owner put out, nil before it began.
    func process(_ batch: RecordBatch, below end: Int64) -> Processor.Output? {
        for index in 0..<batch.count where batch.offset(index) < end {
            switch batch.kind(index) {
            case .heartbeat:
                processor?.advance(to: batch.arrival(index), partition: partition, offset: batch.offset(index))
            case .configuration: configure(batch, index)
            case .message, .shift:
                guard batch.key(index) == key, let rules = book.rules(for: key) else { continue }
                let owner = processor ?? Processor(key: key, rules: rules)
                processor = owner
                _ = owner.process(KeyedRecord(batch, index))
            case .command:
                if batch.key(index) == key { _ = processor?.process(KeyedRecord(batch, index)) }
            default: break
            }
        }
        return processor?.takeOutput()
    }

    private func configure(_ batch: RecordBatch, _ index: Int) {
        let before = book.rules(for: key)
        guard (try? book.take(batch.payload[batch.payloadRange(index)])) != nil,
            let rules = book.rules(for: key), rules != before
        else { return }
        processor?.adopt(rules, partition: partition, offset: batch.offset(index))
    }
}
