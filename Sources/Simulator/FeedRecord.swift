package import Hospital

/// One record a feed hands to the event log, stamped with the time its sender sent it.
package struct FeedRecord: Sendable, Equatable {
    /// What the payload holds.
    package enum Kind: UInt8, Sendable, CaseIterable {
        /// An HL7 v2 message, or bytes meant as one; the pipeline judges them.
        case message
        /// A shift event as a JSON object.
        case shift
        /// An empty payload that only moves event time.
        case heartbeat
    }

    package var kind: Kind
    /// The sending facility; the key of the log.
    package var facility: String
    /// When the sender sent it; feeds yield records in this order.
    package var sentAt: Timestamp
    package var payload: [UInt8]

    package init(kind: Kind, facility: String, sentAt: Timestamp, payload: [UInt8]) {
        self.kind = kind
        self.facility = facility
        self.sentAt = sentAt
        self.payload = payload
    }
}
