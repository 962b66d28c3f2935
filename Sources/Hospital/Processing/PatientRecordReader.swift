/// Tells whether the bytes of a record are about a patient; how is the business of who knows the messages.
package protocol PatientRecordReader {
    /// Looks at a record for `patient`, or for one of `visits`.
    mutating func verdict(_ bytes: [UInt8], patient: String, visits: Set<String>) -> PatientRecordVerdict
}

/// What a record says of a patient.
package enum PatientRecordVerdict: Equatable, Sendable {
    case notAbout
    /// About them; with the visit, when the record names one.
    case about(visit: String)
}
