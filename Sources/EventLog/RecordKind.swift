/// What the payload of a record holds; open, so that a kind this version does not know is delivered as it is.
///
/// For example: `guard RecordKind.known.contains(batch.kind(index)) else { ... set the record aside ... }`
package struct RecordKind: RawRepresentable, Hashable, Sendable {
    /// The number the log stores.
    package let rawValue: UInt8

    /// The kind of that number, known or not.
    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// One HL7 v2 message.
    package static let message = RecordKind(rawValue: 0)
    /// One staff shift event, JSON.
    package static let shift = RecordKind(rawValue: 1)
    /// No payload: event time moves on although the feed is silent.
    ///
    /// A log that is given one with a payload keeps it as a message, since somebody sent those bytes.
    package static let heartbeat = RecordKind(rawValue: 2)
    /// One action of a person, JSON.
    package static let command = RecordKind(rawValue: 3)
    /// The rules of a site from this offset on.
    package static let configuration = RecordKind(rawValue: 4)
    /// No payload any more: what the record held was erased.
    package static let redacted = RecordKind(rawValue: 5)
    /// A header that should name the kind and does not, from another producer.
    package static let unreadable = RecordKind(rawValue: 255)

    /// The kinds that this version gives a meaning.
    package static let known: [RecordKind] = [
        .message, .shift, .heartbeat, .command, .configuration, .redacted,
    ]

    /// The kind of a record with so many bytes: a heartbeat has none.
    package func holding(payloadBytes: Int) -> RecordKind {
        self == .heartbeat && payloadBytes > 0 ? .message : self
    }
}
