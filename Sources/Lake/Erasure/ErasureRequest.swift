/// A patient's right to be forgotten, asked for: whose data, by whom and why.
package struct ErasureRequest: Sendable, Equatable {
    /// The facility whose patient it is.
    package var facility: String
    /// The identifier in the patient columns (PID-3).
    package var patient: String
    /// Who asks; stands in the log of every table that changes.
    package var actor: String
    /// Why; as `actor`.
    package var reason: String

    /// - Throws: `erasureRefused` for an empty part, or when `actor` or `reason` names the patient.
    package init(facility: String, patient: String, actor: String, reason: String) throws(LakeError) {
        for (what, text) in [
            ("facility", facility), ("patient", patient), ("person who asks", actor), ("reason", reason),
        ] where text.allSatisfy(\.isWhitespace) {
            throw .erasureRefused(detail: "the \(what) is empty")
        }
        guard !actor.contains(patient), !reason.contains(patient) else {
            throw .erasureRefused(
                detail: "who and why go into the log for good, so they may not hold the patient's identifier"
            )
        }
        self.facility = facility
        self.patient = patient
        self.actor = actor
        self.reason = reason
    }
}
