package import Hospital

/// A staff shift from its rostering to its end; times are seconds since the epoch.
struct OpenShift: Sendable {
    /// Number of the shift in its hospital, from 1; 0 marks a free slot.
    var number: Int32
    var ward: Int
    var role: ShiftEvent.Role
    var staff: Int
    /// Key of the shift, unique in the hospital.
    var key: String
    var startsAt: Int64
    var endsAt: Int64
    var isSick: Bool
}

extension ShiftEvent {
    /// The event as one JSON object, times as ISO 8601 strings in UTC.
    package var jsonBytes: [UInt8] {
        var text = ""
        text.reserveCapacity(280)
        text += "{\"event_id\":\""
        text += eventID
        text += "\",\"facility\":\""
        text += facility
        text += "\",\"ward\":\""
        text += ward
        text += "\",\"staff\":\""
        text += staff
        text += "\",\"role\":\""
        text += role.rawValue
        text += "\",\"shift\":\""
        text += shift
        text += "\",\"status\":\""
        text += status.rawValue
        text += "\",\"starts_at\":\""
        text += startsAt.iso8601
        text += "\",\"ends_at\":\""
        text += endsAt.iso8601
        text += "\",\"at\":\""
        text += at.iso8601
        text += "\"}"
        return Array(text.utf8)
    }
}
