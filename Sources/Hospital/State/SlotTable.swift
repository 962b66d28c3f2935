/// Records by key, each in a slot that is looked up once and then read and changed in place.
///
/// Slots are dense: when a record goes, the last one takes its place. A slot is good until the next removal.
package struct SlotTable<Record: Sendable>: Sendable {
    /// Keys and records by slot.
    @usableFromInline package internal(set) var keys: [String] = []
    @usableFromInline package var records: [Record] = []
    @usableFromInline var slots: [String: Int] = [:]

    package init() {}

    @inlinable package var count: Int { keys.count }
    @inlinable package var isEmpty: Bool { keys.isEmpty }

    @inlinable package func contains(_ key: String) -> Bool { slots[key] != nil }

    /// The slot of `key`, or nil.
    @inlinable package func slot(of key: String) -> Int? { slots[key] }

    /// The record of `key`.
    @inlinable package subscript(key: String) -> Record? { slots[key].map { records[$0] } }

    /// Puts `record` in the slot of `key`, a new one if need be; returns it.
    @discardableResult @inlinable package mutating func put(_ record: Record, _ key: String) -> Int {
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
    @discardableResult @inlinable package mutating func remove(_ key: String) -> Record? {
        guard let slot = slots.removeValue(forKey: key) else { return nil }
        keys.swapAt(slot, keys.count - 1)
        records.swapAt(slot, records.count - 1)
        keys.removeLast()
        if slot < keys.count { slots[keys[slot]] = slot }
        return records.removeLast()
    }

    /// Lets the record of `key` go by another key; false, and nothing is changed, when that key has a record.
    package mutating func rename(_ key: String, to other: String) -> Bool {
        guard slots[other] == nil, let slot = slots.removeValue(forKey: key) else { return false }
        slots[other] = slot
        keys[slot] = other
        return true
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
