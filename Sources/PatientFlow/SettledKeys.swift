package import Hospital

/// Keys of the visits that settled in the last days, so that what comes for them afterwards counts as late.
package struct SettledKeys: Sendable, Equatable {
    private struct Entry: Sendable, Equatable {
        var due: Timestamp
        var key: String
    }

    private var keys: Set<String> = []
    /// In the order in which keys leave; oldest at `first`.
    private var order: [Entry] = []
    private var first = 0

    package init() {}

    func contains(_ key: String) -> Bool { keys.contains(key) }

    /// Remembers `key` until `due`, which never goes back from call to call by more than a timer's delay.
    mutating func insert(_ key: String, until due: Timestamp) {
        keys.insert(key)
        order.append(Entry(due: due, key: key))
    }

    /// Forgets the keys whose time is over.
    mutating func forget(dueBy moment: Timestamp) {
        while first < order.count, order[first].due <= moment {
            keys.remove(order[first].key)
            first += 1
        }
        guard first > 1_024, first * 2 > order.count else { return }
        order.removeFirst(first)
        first = 0
    }
}

extension SettledKeys: StateCoded {
    package func write(to writer: inout StateWriter) {
        writer.write(UInt32(order.count - first))
        for entry in order[first...] {
            writer.write(entry.due)
            writer.write(entry.key)
        }
    }

    package init(from reader: inout StateReader) throws(StateError) {
        for _ in 0..<(try reader.integer(UInt32.self)) {
            let due = try reader.timestamp()
            insert(try reader.string(), until: due)
        }
    }
}
