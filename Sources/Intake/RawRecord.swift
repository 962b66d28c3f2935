import HL7
package import Hospital
package import Sites

/// Tells whether the bytes of a record are about a person.
package struct RawRecord: PatientRecordReader, Sendable {
    private let fields: FieldMap
    private var index = MessageIndex()

    package init(_ fields: FieldMap) {
        self.fields = fields
    }

    /// Looks at a record for `person`.
    ///
    /// An HL7 message is about a person when a field for patient identifiers holds one of theirs, in any repetition: the
    /// site's own field, PID-2 to PID-4, or MRG-1 to MRG-4. What cannot be read as HL7 is about them when it holds an
    /// identifier or a visit as a word.
    package mutating func verdict(_ bytes: [UInt8], _ person: SoughtPerson) -> PatientRecordVerdict {
        do throws(HL7Error) {
            try index.parse(bytes)
        } catch {
            return Self.words(bytes).contains { Self.names($0, person) }
                ? .about(PersonInRecord()) : .notAbout
        }
        var found = PersonInRecord()
        var isFirst = false
        var isAbout = false
        for (place, group) in groups(bytes).enumerated() where !group.numbers.isDisjoint(with: person.numbers)
        {
            isAbout = true
            isFirst = isFirst || place == 0
            found.numbers.formUnion(group.numbers)
            found.birthDates.formUnion(group.birthDates)
        }
        let visit = value(fields.visit, bytes)
        // The visit is that of the first person a message names.
        if isFirst || person.visits.contains(visit) { found.visit = visit }
        return isAbout || person.visits.contains(visit) ? .about(found) : .notAbout
    }

    // MARK: Whom a message names

    /// What one person is called in a message, by all its segments about them.
    private struct Group {
        var numbers: Set<String> = []
        var birthDates: Set<String> = []
    }

    /// Triggers that move something away from a patient who was the wrong one: their MRG names another person.
    private static let moves: Set = ["A43", "A44", "A45"]
    /// The trigger that says that its two PID segments are one person.
    private static let link = "A24"

    /// The persons of a message in its order: each PID begins one, and MRG holds former numbers of the same.
    private func groups(_ bytes: [UInt8]) -> [Group] {
        let trigger = text(index.component(2, of: index.field(.msh, 9), in: bytes), bytes)
        var groups: [Group] = [Group()]
        var hasPatient = false
        for position in 0..<index.segmentCount {
            switch index.code(ofSegment: position) {
            case .pid:
                if hasPatient, trigger != Self.link { groups.append(Group()) }
                hasPatient = true
                add(2...4, ofSegment: position, bytes, to: &groups[groups.count - 1])
                let birth = text(index.field(ofSegment: position, 7) ?? 0..<0, bytes).prefix(8)
                if birth.count == 8 { groups[groups.count - 1].birthDates.insert(String(birth)) }
            case .mrg:
                if Self.moves.contains(trigger) { groups.append(Group()) }
                add(1...4, ofSegment: position, bytes, to: &groups[groups.count - 1])
            default: break
            }
        }
        let own = PatientNumber.compared(value(fields.patient, bytes))
        if !own.isEmpty { groups[0].numbers.insert(own) }
        return groups
    }

    private func add(
        _ fields: ClosedRange<Int>,
        ofSegment position: Int,
        _ bytes: [UInt8],
        to group: inout Group
    ) {
        for number in fields {
            guard let field = index.field(ofSegment: position, number) else { continue }
            for repetition in 0..<index.repetitionCount(of: field, in: bytes) {
                let part = index.repetition(repetition + 1, of: field, in: bytes)
                let number = PatientNumber.compared(text(index.component(1, of: part, in: bytes), bytes))
                if !number.isEmpty { group.numbers.insert(number) }
            }
        }
    }

    private func value(_ places: [FieldPath], _ bytes: [UInt8]) -> String {
        for place in places {
            let range = place.range(index, in: bytes)
            if !range.isEmpty { return text(range, bytes) }
        }
        return ""
    }

    private func text(_ range: Range<Int>, _ bytes: [UInt8]) -> String {
        (try? index.string(range, in: bytes)) ?? ""
    }

    /// Whether a word is an identifier or a visit; a short number is not looked for behind zeros, as times have them.
    private static func names(_ word: String, _ person: SoughtPerson) -> Bool {
        if person.visits.contains(word) { return true }
        let number = PatientNumber.compared(word)
        return person.numbers.contains(number) && (number.count == word.count || number.count >= 4)
    }

    /// The stretches of a text between the marks of HL7 and JSON.
    private static func words(_ bytes: [UInt8]) -> Set<String> {
        let marks = Set("|^~\\&\r\n\t \",:;{}[]".utf8)
        return Set(bytes.split(whereSeparator: marks.contains).map { String(decoding: $0, as: UTF8.self) })
    }
}
