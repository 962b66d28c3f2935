import Hospital

/// A record on its way to the feed, with what the truth must know of it; times are seconds since the epoch.
struct OutgoingRecord: Comparable, Sendable {
    /// Where the pipeline has to put the record.
    enum Fate: UInt8, Sendable {
        /// Silver, or the late table when it is sent beyond the horizon.
        case good
        case duplicate
        case quarantine
    }

    var sentAt: Int64
    /// Breaks ties in the order of sending.
    var order: Int64 = 0
    /// The event's own time.
    var at: Int64
    var kind: FeedRecord.Kind
    /// Index of the hospital.
    var facility: Int
    var fate: Fate
    /// Left out when the stream ends before its time to be sent.
    var mayBeDropped = false
    var payload: [UInt8]

    static func < (left: OutgoingRecord, right: OutgoingRecord) -> Bool {
        left.sentAt != right.sentAt ? left.sentAt < right.sentAt : left.order < right.order
    }

    static func == (left: OutgoingRecord, right: OutgoingRecord) -> Bool {
        left.sentAt == right.sentAt && left.order == right.order
    }
}
