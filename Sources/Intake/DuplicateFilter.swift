package import Hospital

/// Remembers the accepted messages of one facility within the lateness horizon.
///
/// An id leaves the filter when its event time passes the horizon; a resend after that is late anyway.
package struct DuplicateFilter: Sendable, Equatable {
    /// What a message is, compared with those before.
    package enum Verdict: Sendable, Equatable {
        case new
        /// The same id and the same bytes.
        case duplicate
        /// The same id with other bytes: never dropped, it goes to quarantine.
        case reusedID
    }

    struct Entry: Sendable, Equatable {
        var id: UInt64
        var at: Timestamp
    }

    private var contents: [UInt64: UInt64] = [:]
    /// Entries in order of arrival, oldest at `first`.
    private var order: [Entry] = []
    private var first = 0

    package init() {}

    /// Compares without remembering.
    package func verdict(id: UInt64, content: UInt64) -> Verdict {
        guard let known = contents[id] else { return .new }
        return known == content ? .duplicate : .reusedID
    }

    /// Remembers an accepted message that happened `at`.
    package mutating func remember(id: UInt64, content: UInt64, at moment: Timestamp) {
        contents[id] = content
        order.append(Entry(id: id, at: moment))
    }

    /// Forgets what is older than `horizon`.
    package mutating func forget(before horizon: Timestamp) {
        while first < order.count, order[first].at < horizon {
            contents[order[first].id] = nil
            first += 1
        }
        guard first > 1_024, first * 2 > order.count else { return }
        order.removeFirst(first)
        first = 0
    }
}

extension DuplicateFilter: StateCoded {
    package func write(to writer: inout StateWriter) {
        writer.write(UInt32(order.count - first))
        for entry in order[first...] {
            writer.write(entry.id)
            writer.write(contents[entry.id] ?? 0)
            writer.write(entry.at)
        }
    }

    package init(from reader: inout StateReader) throws(StateError) {
        self.init()
        for _ in 0..<(try reader.integer(UInt32.self)) {
            remember(
                id: try reader.integer(),
                content: try reader.integer(),
                at: try reader.timestamp()
            )
        }
    }
}
