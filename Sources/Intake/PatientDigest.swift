import Hospital

/// Stands for a patient or a visit of a facility where the identifier must not be: it finds them, but does not tell who.
///
/// 32 hexadecimal digits made with the lake's key. Logs of earlier releases hold 16 digits made without one, which anybody
/// can test identifiers against.
package struct PatientDigest: Sendable, Hashable {
    /// The digits.
    package let text: String

    /// Of a patient, whose number may be padded.
    package init(_ key: DigestKey, facility: String, patient: String) {
        text = key.digest("patient", facility, PatientNumber.compared(patient))
    }

    /// Of a visit.
    package init(_ key: DigestKey, facility: String, visit: String) {
        text = key.digest("visit", facility, visit)
    }

    /// Of a patient, as earlier releases made it.
    init(unkeyed facility: String, patient: String) {
        let parts = [facility, patient].map { Array($0.utf8) }.map { ContentHash.hash($0, 0..<$0.count) }
        text = StableHash.hexadecimal(ContentHash.combine(parts[0], parts[1]))
    }

    /// Reads either form; nil for anything else.
    package init?(text: String) {
        let isHexadecimal = text.utf8.allSatisfy {
            UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || UInt8(ascii: "a")...UInt8(ascii: "f") ~= $0
        }
        guard text.utf8.count == 32 || text.utf8.count == 16, isHexadecimal else { return nil }
        self.text = text
    }
}

/// Whom a command asks to forget, by digests.
package struct ForgottenPerson: Sendable, Equatable {
    /// Which key the digests were made with; nil for those of earlier releases, which needed none.
    package var keyID: String?
    /// Of all identifiers.
    package var patients: [PatientDigest]
    /// Of the visits, which outlive the patient's number where rows have settled.
    package var visits: [PatientDigest]

    package init(keyID: String?, patients: [PatientDigest], visits: [PatientDigest] = []) {
        self.keyID = keyID
        self.patients = patients
        self.visits = visits
    }

    /// Of `numbers` and `visits` of a facility.
    package init(_ key: DigestKey, facility: String, numbers: Set<String>, visits: Set<String>) {
        keyID = key.id
        patients = numbers.sorted().map { PatientDigest(key, facility: facility, patient: $0) }
        self.visits = visits.sorted().map { PatientDigest(key, facility: facility, visit: $0) }
    }

    /// What finds the person again; nil when the digests were made with another key than `key`.
    package func search(_ key: DigestKey?, facility: String) -> Search? {
        guard keyID == nil || keyID == key?.id else { return nil }
        return Search(
            key: keyID == nil ? nil : key,
            facility: facility,
            digests: Set(patients),
            visits: Set(visits)
        )
    }

    /// Tells whether a patient or a visit is the person's.
    package struct Search {
        fileprivate let key: DigestKey?
        fileprivate let facility: String
        fileprivate let digests: Set<PatientDigest>
        fileprivate let visits: Set<PatientDigest>

        package func holds(patient: String) -> Bool {
            guard let key else { return digests.contains(PatientDigest(unkeyed: facility, patient: patient)) }
            return digests.contains(PatientDigest(key, facility: facility, patient: patient))
        }

        package func holds(visit: String) -> Bool {
            guard let key, !visits.isEmpty else { return false }
            return visits.contains(PatientDigest(key, facility: facility, visit: visit))
        }
    }
}
