/// One record of the log as a processor sees it: the payload lies in a buffer that is shared with its neighbours.
package struct KeyedRecord: Sendable {
    /// What the payload holds.
    package enum Kind: Sendable, Equatable {
        /// One HL7 v2 message.
        case message
        /// One staff shift event, JSON.
        case shift
        /// One action of a person, JSON.
        case command
    }

    package var partition: Int
    package var offset: Int64
    package var kind: Kind
    package var key: String
    /// Arrival: when the record was received, stamped once at the append.
    package var receivedAt: Timestamp
    /// The bytes of a whole batch; `range` says which are this record's.
    package var bytes: [UInt8]
    package var range: Range<Int>

    package init(
        partition: Int,
        offset: Int64,
        kind: Kind,
        key: String,
        receivedAt: Timestamp,
        bytes: [UInt8],
        range: Range<Int>
    ) {
        self.partition = partition
        self.offset = offset
        self.kind = kind
        self.key = key
        self.receivedAt = receivedAt
        self.bytes = bytes
        self.range = range
    }

    package var payload: ArraySlice<UInt8> { bytes[range] }
}

/// Why a record goes to quarantine: a code to count by, and words that never hold a value.
package struct RecordFault: Error, Equatable, Sendable {
    package var reason: String
    package var detail: String

    package init(_ reason: String, _ detail: String) {
        self.reason = reason
        self.detail = detail
    }
}

/// What became of a record; each ends in exactly one of these.
package enum RecordOutcome: Sendable, Equatable {
    /// In silver.
    case accepted
    /// The same record came before.
    case duplicate
    /// Behind the horizon: it would change what has settled. `keys` names what it touches, such as "arrivals 2026-01-05T03:00:00Z".
    case late(type: String, at: Timestamp, keys: String)
    /// Cannot be used.
    case quarantined(RecordFault)
    /// A command that was carried out.
    case done(CommandOutcome)
    /// A command that was not.
    case refused(CommandOutcome)
}

/// A command's verdict, as `silver/commands` tells it.
package struct CommandOutcome: Sendable, Equatable {
    package var id: String
    package var kind: String
    package var actor: String
    /// When it was given, by its sender's clock; nil where the command does not say.
    package var at: Timestamp?
    /// Why it was refused, or what it did; a code and plain words without any value.
    package var reason: String
    /// Whether saved state from before the command must not be kept.
    package var forgets = false

    package init(
        id: String,
        kind: String,
        actor: String,
        at: Timestamp?,
        reason: String,
        forgets: Bool = false
    ) {
        self.id = id
        self.kind = kind
        self.actor = actor
        self.at = at
        self.reason = reason
        self.forgets = forgets
    }
}
