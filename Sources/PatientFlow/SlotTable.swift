package import Hospital

/// Records by key, each in a slot that is looked up once and then read and changed in place.
///
/// Slots are dense: when a record goes, the last one takes its place. A slot is good until the next removal.
package struct SlotTable<Record: Sendable>: Sendable {
    /// Keys and records by slot.
    package private(set) var keys: [String] = []
    package internal(set) var records: [Record] = []
    private var slots: [String: Int] = [:]

    package init() {}

    package var count: Int { keys.count }
    package var isEmpty: Bool { keys.isEmpty }

    package func contains(_ key: String) -> Bool { slots[key] != nil }

    /// The slot of `key`, or nil.
    package func slot(of key: String) -> Int? { slots[key] }

    /// The record of `key`.
    package subscript(key: String) -> Record? { slots[key].map { records[$0] } }

    /// Puts `record` in the slot of `key`, a new one if need be; returns it.
    @discardableResult
    package mutating func put(_ record: Record, _ key: String) -> Int {
        if let slot = slots[key] {
            records[slot] = record
            return slot
        }
        slots[key] = records.count
        keys.append(key)
        records.append(record)
        return records.count - 1
    }

    /// Takes out the record of `key`.
    @discardableResult
    package mutating func remove(_ key: String) -> Record? {
        guard let slot = slots.removeValue(forKey: key) else { return nil }
        keys.swapAt(slot, keys.count - 1)
        records.swapAt(slot, records.count - 1)
        keys.removeLast()
        if slot < keys.count { slots[keys[slot]] = slot }
        return records.removeLast()
    }

    /// Lets a record go by another key, which must not have one.
    package mutating func rename(_ key: String, to other: String) {
        precondition(slots[other] == nil, "a key is given to one record")
        guard let slot = slots.removeValue(forKey: key) else { return }
        slots[other] = slot
        keys[slot] = other
    }
}

extension SlotTable: StateCoded where Record: StateCoded {
    /// Sorted by key, so that equal tables give equal bytes.
    package func write(to writer: inout StateWriter) {
        writer.write(UInt32(count))
        for (key, slot) in slots.sorted(by: { $0.key < $1.key }) {
            writer.write(key)
            records[slot].write(to: &writer)
        }
    }

    package init(from reader: inout StateReader) throws(StateError) {
        for _ in 0..<(try reader.integer(UInt32.self)) {
            let key = try reader.string()
            guard slots[key] == nil else { throw StateError("a key comes twice") }
            put(try Record(from: &reader), key)
        }
    }
}
