/// Values by key, each of which is forgotten when its time is over.
///
/// Keys leave in the order in which they came: one whose time is over waits for those that came before it. Memory follows
/// what is remembered, not what came.
///
/// For example: `table.insert(3, "V1", until: watermark + .day)`, and after a record `table.forget(dueBy: watermark)`.
package struct ExpiringTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    @usableFromInline struct Entry: Sendable {
        @usableFromInline var due: Timestamp
        @usableFromInline var key: Key

        @inlinable init(due: Timestamp, key: Key) {
            self.due = due
            self.key = key
        }
    }

    @usableFromInline struct Kept: Sendable {
        @usableFromInline var value: Value
        @usableFromInline var due: Timestamp

        @inlinable init(value: Value, due: Timestamp) {
            self.value = value
            self.due = due
        }
    }

    @usableFromInline var values: [Key: Kept] = [:]
    /// In the order in which keys came; oldest at `first`.
    @usableFromInline var order: [Entry] = []
    @usableFromInline var first = 0

    package init() {}

    /// Keys remembered.
    package var count: Int { values.count }

    /// The value of `key`, or nil.
    @inlinable package subscript(key: Key) -> Value? { values[key]?.value }

    /// Remembers `value` until `due`.
    @inlinable package mutating func insert(_ value: Value, _ key: Key, until due: Timestamp) {
        values[key] = Kept(value: value, due: due)
        order.append(Entry(due: due, key: key))
    }

    /// Forgets the keys whose time is over.
    @inlinable package mutating func forget(dueBy moment: Timestamp) {
        while first < order.count, order[first].due <= moment {
            let key = order[first].key
            // One that was given more time since stays.
            if let kept = values[key], kept.due <= moment { values[key] = nil }
            first += 1
        }
        guard first > 1_024, first * 2 > order.count else { return }
        order.removeFirst(first)
        first = 0
    }

    /// Forgets the keys that `isSubject` names, whatever their time.
    package mutating func remove(where isSubject: (Key) -> Bool) {
        values = values.filter { !isSubject($0.key) }
        order = order[first...].filter { values[$0.key] != nil }
        first = 0
    }

    /// Calls `body` with each key, its value and its time, in the order in which they came.
    package func forEach(_ body: (Key, Value, Timestamp) -> Void) {
        for entry in order[first...] {
            guard let kept = values[entry.key], kept.due == entry.due else { continue }
            body(entry.key, kept.value, entry.due)
        }
    }
}

/// Keys, each of which is forgotten when its time is over.
package struct ExpiringSet<Key: Hashable & Sendable>: Sendable {
    @usableFromInline var table = ExpiringTable<Key, Bool>()

    package init() {}

    package var count: Int { table.count }

    @inlinable package func contains(_ key: Key) -> Bool { table[key] != nil }

    /// Remembers `key` until `due`.
    @inlinable package mutating func insert(_ key: Key, until due: Timestamp) {
        table.insert(true, key, until: due)
    }

    /// Forgets the keys whose time is over.
    @inlinable package mutating func forget(dueBy moment: Timestamp) { table.forget(dueBy: moment) }

    /// Takes out the keys that `isSubject` names; them, in the order in which they came.
    package mutating func remove(where isSubject: (Key) -> Bool) -> [Key] {
        var removed: [Key] = []
        table.forEach { key, _, _ in if isSubject(key) { removed.append(key) } }
        guard !removed.isEmpty else { return [] }
        let keys = Set(removed)
        table.remove { keys.contains($0) }
        return removed
    }
}

extension ExpiringSet: StateCoded where Key: StateCoded {
    package func write(to writer: inout StateWriter) {
        var count: UInt32 = 0
        table.forEach { _, _, _ in count += 1 }
        writer.write(count)
        table.forEach { key, _, due in
            writer.write(due)
            key.write(to: &writer)
        }
    }

    package init(from reader: inout StateReader) throws(StateError) {
        for _ in 0..<(try reader.integer(UInt32.self)) {
            let due = try reader.timestamp()
            insert(try Key(from: &reader), until: due)
        }
    }
}
