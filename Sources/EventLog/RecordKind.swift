/// What the payload of a record holds.
package enum RecordKind: UInt8, Sendable, CaseIterable {
    /// One HL7 v2 message.
    case message = 0
    /// One staff shift event, JSON.
    case shift = 1
    /// No payload: event time moves on although the feed is silent.
    case heartbeat = 2
    /// One action of a person, JSON.
    case command = 3
}
