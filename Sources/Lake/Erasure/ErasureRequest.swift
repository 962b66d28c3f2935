import Hospital

/// A patient's right to be forgotten, asked for: whose data, by whom and why.
package struct ErasureRequest: Sendable, Equatable {
    /// Most identifiers one person may turn out to have.
    package static let numberLimit = 20
    /// Shortest identifier that is looked for in who and why.
    private static let shortestNamed = 4

    /// The facility whose patient it is.
    package var facility: String
    /// The identifiers asked for, as `PatientNumber.compared` gives them.
    package var numbers: Set<String>
    /// Who asks; stands in the log of every table that changes.
    package var actor: String
    /// Why; as `actor`.
    package var reason: String
    /// Whether identifiers that messages give the same person count as well.
    package var followsMessages: Bool

    /// - Throws: `erasureRefused` for an empty part, for an identifier of nobody, or when `actor` or `reason` names the
    ///   patient.
    package init(
        facility: String,
        patients: [String],
        actor: String,
        reason: String,
        followsMessages: Bool = true
    ) throws(LakeError) {
        for (what, text) in [("facility", facility), ("person who asks", actor), ("reason", reason)]
        where text.allSatisfy(\.isWhitespace) {
            throw .erasureRefused(detail: "the \(what) is empty")
        }
        numbers = Set(patients.map(PatientNumber.compared))
        guard !numbers.isEmpty, !numbers.contains("") else {
            throw .erasureRefused(detail: "the patient is empty, or only zeros: that identifies nobody")
        }
        self.facility = facility
        self.actor = actor
        self.reason = reason
        self.followsMessages = followsMessages
        for patient in patients where actor.contains(patient) || reason.contains(patient) { throw Self.named }
        try check(numbers)
    }

    /// - Throws: `erasureRefused` when who or why holds one of `numbers`, which go into the log for good.
    func check(_ numbers: Set<String>) throws(LakeError) {
        let words = [actor, reason].map(PatientNumber.compared)
        for number in numbers
        where number.count >= Self.shortestNamed && words.contains(where: { $0.contains(number) }) {
            throw Self.named
        }
    }

    private static var named: LakeError {
        .erasureRefused(
            detail: "who and why go into the log for good, so they may not hold an identifier of the patient"
        )
    }
}
