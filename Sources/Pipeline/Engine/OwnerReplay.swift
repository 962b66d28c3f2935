import EventLog
import Hospital

/// Rules by which a part of history is judged, since somebody asked for a rebuild.
struct PinnedRules<Rules: Sendable & Equatable>: Sendable {
    var rules: Rules
    /// From the first record on that arrived then; nil for all.
    var since: Timestamp?
    /// The offset of the request: behind it rules change as the configuration says.
    var until: Int64
}

/// Makes one owner anew from the partition's records: the rules, the heartbeats and what was sent under its key.
final class OwnerReplay<Processor: KeyedProcessor> {
    private let key: String
    private let partition: Int
    private let erased: ErasedRecords
    private let secret: [UInt8]
    private var book = Processor.Book()
    private var pins: [(pin: PinnedRules<Processor.Book.Rules>, hasBegun: Bool)]
    /// The pin that holds now.
    private var pinned: Int?
    /// The owner, once its first record came.
    private(set) var processor: Processor?

    init(
        key: String,
        partition: Int,
        erased: ErasedRecords,
        secret: [UInt8],
        pins: [PinnedRules<Processor.Book.Rules>] = []
    ) {
        self.key = key
        self.partition = partition
        self.erased = erased
        self.secret = secret
        self.pins = pins.map { ($0, $0.since == nil) }
    }

    /// Begins with the rules that hold before the first record.
    func begin(with records: [ArraySlice<UInt8>]) throws(RecordFault) {
        for record in records { _ = try book.take(record) }
    }

    /// Takes in the records of `batch` below `end`; what the owner put out, nil before it began.
    func process(_ batch: RecordBatch, below end: Int64) -> Processor.Output? {
        for index in 0..<batch.count where batch.offset(index) < end {
            judge(batch.offset(index), batch.arrival(index))
            switch erased.kind(batch, index) {
            case .heartbeat:
                processor?.advance(
                    to: batch.arrival(index),
                    partition: partition,
                    offset: batch.offset(index)
                )
            case .configuration: configure(batch, index)
            case .message, .shift:
                guard batch.key(index) == key, let rules else { continue }
                let owner = processor ?? begun(rules)
                _ = owner.process(KeyedRecord(batch, index))
            case .command:
                guard batch.key(index) == key,
                    RebuildCommand.request(batch.payload[batch.payloadRange(index)]) == nil
                else { continue }
                _ = processor?.process(KeyedRecord(batch, index))
            default: break
            }
        }
        return processor?.takeOutput()
    }

    /// The rules that hold now; nil while nobody knows the key.
    private var rules: Processor.Book.Rules? { pinned.map { pins[$0].pin.rules } ?? book.rules(for: key) }

    /// Finds the pin that holds for a record: the last request in front of which it stands.
    private func judge(_ offset: Int64, _ arrival: Timestamp) {
        guard !pins.isEmpty else { return }
        for index in pins.indices where !pins[index].hasBegun {
            pins[index].hasBegun = pins[index].pin.since.map { arrival >= $0 } ?? true
        }
        let now = pins.lastIndex { $0.hasBegun && offset < $0.pin.until }
        guard now != pinned else { return }
        let before = rules
        pinned = now
        if let rules, rules != before { processor?.adopt(rules, partition: partition, offset: offset) }
    }

    private func begun(_ rules: Processor.Book.Rules) -> Processor {
        let owner = Processor(key: key, rules: rules)
        owner.take(secret: secret)
        processor = owner
        return owner
    }

    private func configure(_ batch: RecordBatch, _ index: Int) {
        let before = rules
        guard (try? book.take(batch.payload[batch.payloadRange(index)])) != nil, let rules, rules != before
        else { return }
        processor?.adopt(rules, partition: partition, offset: batch.offset(index))
    }
}
