package import Hospital

/// Remembers the accepted and the late messages of one facility.
///
/// The id of an accepted message leaves the filter when its event time passes the horizon; behind it a visit in memory
/// knows its events itself, and a resend for one that has settled is late. The id of a late one leaves it when the horizon
/// passes the watermark it was read at.
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

    /// Remembers a message until the horizon passes `moment`: when an accepted one happened, the watermark of a late one.
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
