import EventLog
import Hospital

/// Makes one owner anew from the partition's records: the rules, the heartbeats and what was sent under its key.
final class OwnerReplay<Processor: KeyedProcessor> {
    private let key: String
    private let partition: Int
    private let erased: ErasedRecords
    private let secret: [UInt8]
    private var book = Processor.Book()
    /// The owner, once its first record came.
    private(set) var processor: Processor?

    init(key: String, partition: Int, erased: ErasedRecords, secret: [UInt8]) {
        self.key = key
        self.partition = partition
        self.erased = erased
        self.secret = secret
    }

    func begin(with records: [ArraySlice<UInt8>]) throws(RecordFault) {
        for record in records { _ = try book.take(record) }
    }

    /// Takes in the records of `batch` below `end`; what the owner put out, nil before it began.
    func process(_ batch: RecordBatch, below end: Int64) -> Processor.Output? {
        for index in 0..<batch.count where batch.offset(index) < end {
            switch erased.kind(batch, index) {
            case .heartbeat:
                processor?.advance(
                    to: batch.arrival(index),
                    partition: partition,
                    offset: batch.offset(index)
                )
            case .configuration: configure(batch, index)
            case .message, .shift:
                guard batch.key(index) == key, let rules = book.rules(for: key) else { continue }
                let owner = processor ?? begun(rules)
                _ = owner.process(KeyedRecord(batch, index))
            case .command:
                if batch.key(index) == key { _ = processor?.process(KeyedRecord(batch, index)) }
            default: break
            }
        }
        return processor?.takeOutput()
    }

    private func begun(_ rules: Processor.Book.Rules) -> Processor {
        let owner = Processor(key: key, rules: rules)
        owner.take(secret: secret)
        processor = owner
        return owner
    }

    private func configure(_ batch: RecordBatch, _ index: Int) {
        let before = book.rules(for: key)
        guard (try? book.take(batch.payload[batch.payloadRange(index)])) != nil,
            let rules = book.rules(for: key), rules != before
        else { return }
        processor?.adopt(rules, partition: partition, offset: batch.offset(index))
    }
}
