/// What became of the rows of a CSV: `rows == visits + malformed`.
package struct AttendanceReport: Sendable, Equatable {
    /// Why a row is malformed.
    package enum Reason: String, Sendable, CaseIterable {
        case badQuotes = "bad_quotes"
        case wrongFieldCount = "wrong_field_count"
        case badTime = "bad_time"
        /// After the moment the file is read: a typing error, or a warehouse's word for "still here".
        case futureTime = "future_time"
        case badNumber = "bad_number"
        case negativeStay = "negative_stay"
        case unlistedValue = "unlisted_value"
        case empty = "empty"
    }

    /// One malformed row.
    package struct Fault: Error, Sendable, Equatable, CustomStringConvertible {
        /// Rows count from 1 after the header.
        package var row: Int
        /// The mapping key concerned, or nil for the row as a whole.
        package var key: String?
        package var column: String?
        package var reason: Reason

        /// For example: `row 12, column LoS (departure): negative_stay`.
        package var description: String {
            var place = "row \(row)"
            if let column { place += ", column \(column)" }
            if let key { place += " (\(key))" }
            return "\(place): \(reason.rawValue)"
        }
    }

    /// At most this many faults are kept; all are counted.
    package static let maxFaults = 1_000

    package var rows = 0
    /// Rows that became a visit.
    package var visits = 0
    /// Rows sent on as they are, for quarantine.
    package var malformed = 0
    /// Visits that end with an admission to a ward.
    package var admissions = 0
    /// Visits that end with a discharge from the emergency ward.
    package var discharges = 0
    /// Visits without a known departure.
    package var open = 0
    /// Triage and first-seen times outside the stay, left out of the messages.
    package var ignoredTimes = 0
    /// The first faults, in the order of rows.
    package var faults: [Fault] = []

    mutating func add(_ fault: Fault) {
        malformed += 1
        if faults.count < Self.maxFaults { faults.append(fault) }
    }

    mutating func add(_ attendance: Attendance, ignoredTimes: Int) {
        visits += 1
        self.ignoredTimes += ignoredTimes
        if attendance.departure == nil {
            open += 1
        } else if attendance.isAdmitted {
            admissions += 1
        } else {
            discharges += 1
        }
    }
}
