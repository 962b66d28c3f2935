import HL7
package import Hospital
package import Sites

/// Tells whether the bytes of a record are about a patient.
package struct RawRecord: PatientRecordReader, Sendable {
    private let fields: FieldMap
    private var index = MessageIndex()

    package init(_ fields: FieldMap) {
        self.fields = fields
    }

    /// Looks at a record for `patient`, or for one of `visits`.
    ///
    /// An HL7 message is about a patient when a field for patient identifiers holds theirs: the site's own field, PID-2 to
    /// PID-4, or MRG-1 to MRG-4. What cannot be read as HL7 is about them when it holds the identifier as a word.
    package mutating func verdict(_ bytes: [UInt8], patient: String, visits: Set<String>) -> PatientRecordVerdict {
        do throws(HL7Error) {
            try index.parse(bytes)
        } catch {
            let words = Self.words(bytes)
            let isAbout = words.contains(patient) || !words.isDisjoint(with: visits)
            return isAbout ? .about(visit: "") : .notAbout
        }
        let visit = value(fields.visit, bytes)
        if value(fields.patient, bytes) == patient { return .about(visit: visit) }
        if visits.contains(visit) { return .about(visit: visit) }
        return namesPatient(bytes, patient) ? .about(visit: "") : .notAbout
    }

    private func value(_ places: [FieldPath], _ bytes: [UInt8]) -> String {
        for place in places {
            let range = place.range(index, in: bytes)
            if !range.isEmpty { return text(range, bytes) }
        }
        return ""
    }

    private static let identifierFields: [(SegmentCode, ClosedRange<Int>)] = [(.pid, 2...4), (.mrg, 1...4)]

    private func namesPatient(_ bytes: [UInt8], _ patient: String) -> Bool {
        for (code, numbers) in Self.identifierFields {
            for number in numbers {
                let field = index.field(code, number)
                for repetition in 0..<index.repetitionCount(of: field, in: bytes) {
                    let part = index.repetition(repetition + 1, of: field, in: bytes)
                    if text(index.component(1, of: part, in: bytes), bytes) == patient { return true }
                }
            }
        }
        return false
    }

    private func text(_ range: Range<Int>, _ bytes: [UInt8]) -> String {
        (try? index.string(range, in: bytes)) ?? ""
    }

    /// The stretches of a text between the marks of HL7 and JSON.
    private static func words(_ bytes: [UInt8]) -> Set<String> {
        let marks = Set("|^~\\&\r\n\t \",:;{}[]".utf8)
        return Set(bytes.split(whereSeparator: marks.contains).map { String(decoding: $0, as: UTF8.self) })
    }
}
