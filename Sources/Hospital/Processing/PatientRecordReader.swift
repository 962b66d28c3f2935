/// Tells whether the bytes of a record are about a person; how is the business of who knows the messages.
package protocol PatientRecordReader {
    /// Looks at a record for `person`.
    mutating func verdict(_ bytes: [UInt8], _ person: SoughtPerson) -> PatientRecordVerdict
}

/// Whom records are searched for.
package struct SoughtPerson: Sendable, Equatable {
    /// All identifiers, as `PatientNumber.compared` gives them.
    package var numbers: Set<String>
    /// Visits of the person and nobody else.
    package var visits: Set<String>

    package init(numbers: Set<String>, visits: Set<String> = []) {
        self.numbers = numbers
        self.visits = visits
    }
}

/// What a record says of a person.
package enum PatientRecordVerdict: Equatable, Sendable {
    case notAbout
    case about(PersonInRecord)
}

/// The person as a record about them tells them.
package struct PersonInRecord: Equatable, Sendable {
    /// The visit; empty when the record names none of theirs.
    package var visit: String
    /// Every identifier the record gives the person, as `PatientNumber.compared` gives them; empty when only the visit tells.
    package var numbers: Set<String>
    /// Whole dates of birth, `19410203`.
    package var birthDates: Set<String>

    package init(visit: String = "", numbers: Set<String> = [], birthDates: Set<String> = []) {
        self.visit = visit
        self.numbers = numbers
        self.birthDates = birthDates
    }
}
