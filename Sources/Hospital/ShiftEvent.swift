/// One step in the life of a rostered staff shift.
///
/// On the wire it is one JSON object:
/// `{"event_id":"S1","facility":"RXA","ward":"AMU","staff":"N042","role":"RN","shift":"RXA-AMU-20260105D-3",
/// "status":"rostered","starts_at":"2026-01-05T07:00:00Z","ends_at":"2026-01-05T19:30:00Z","at":"2026-01-04T12:00:00Z"}`
package struct ShiftEvent: Sendable, Equatable, Codable {
    /// Longest shift; a day settles when the last shift begun in it has ended for the lateness.
    package static let longestShift = TimeSpan.hours(36)

    /// Where the shift stands after this event.
    package enum Status: String, Sendable, Codable, CaseIterable {
        case rostered
        case clockedIn = "clocked_in"
        case clockedOut = "clocked_out"
        case sick
    }

    /// What a member of staff works as.
    package enum Role: String, Sendable, Codable, CaseIterable {
        /// Registered nurse.
        case registeredNurse = "RN"
        /// Health care support worker.
        case supportWorker = "HCSW"
        case doctor = "DOCTOR"
    }

    package var eventID: String
    package var facility: String
    package var ward: String
    package var staff: String
    package var role: Role
    /// Key of the shift, unique in the facility.
    package var shift: String
    package var status: Status
    /// Planned start and end.
    package var startsAt: Timestamp
    package var endsAt: Timestamp
    package var at: Timestamp

    package init(
        eventID: String,
        facility: String,
        ward: String,
        staff: String,
        role: Role,
        shift: String,
        status: Status,
        startsAt: Timestamp,
        endsAt: Timestamp,
        at: Timestamp
    ) {
        self.eventID = eventID
        self.facility = facility
        self.ward = ward
        self.staff = staff
        self.role = role
        self.shift = shift
        self.status = status
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.at = at
    }
}
