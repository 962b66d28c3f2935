// Public only so that other modules inline it: the compiler does not do so with what is `package`.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

/// Records by key, each in a slot that is looked up once and then read and changed in place.
///
/// Slots are dense: when a record goes, the last one takes its place. A slot is good until the next removal.
public struct SlotTable<Record: Sendable>: Sendable {
    @usableFromInline var names: [String] = []
    /// Records by slot.
    public var records: [Record] = []
    @usableFromInline var slots: [String: Int] = [:]

    @inlinable public init() {}

    /// Keys by slot.
    @inlinable public var keys: [String] { names }

    @inlinable public var count: Int { names.count }
    @inlinable public var isEmpty: Bool { names.isEmpty }

    @inlinable public func contains(_ key: String) -> Bool { slots[key] != nil }

    /// The slot of `key`, or nil.
    @inlinable public func slot(of key: String) -> Int? { slots[key] }

    /// The record of `key`.
    @inlinable public subscript(key: String) -> Record? { slots[key].map { records[$0] } }

    /// Puts `record` in the slot of `key`, a new one if need be; returns it.
    @discardableResult @inlinable public mutating func put(_ record: Record, _ key: String) -> Int {
        if let slot = slots[key] {
            records[slot] = record
            return slot
        }
        slots[key] = records.count
        names.append(key)
        records.append(record)
        return records.count - 1
    }

    /// Takes out the record of `key`.
    @discardableResult @inlinable public mutating func remove(_ key: String) -> Record? {
        guard let slot = slots.removeValue(forKey: key) else { return nil }
        names.swapAt(slot, names.count - 1)
        records.swapAt(slot, records.count - 1)
        names.removeLast()
        if slot < names.count { slots[names[slot]] = slot }
        return records.removeLast()
    }

    /// Lets the record of `key` go by another key; false, and nothing is changed, when that key has a record.
    @inlinable public mutating func rename(_ key: String, to other: String) -> Bool {
        guard slots[other] == nil, let slot = slots.removeValue(forKey: key) else { return false }
        slots[other] = slot
        names[slot] = other
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
