import Hospital
import Intake
import Sites
import Testing

/// Which records are about a person, and what else they call them.
@Suite struct RawRecordTests {
    private func verdict(_ trigger: String, _ segments: String..., numbers: Set<String> = ["M1"])
        -> PatientRecordVerdict
    {
        var reader = RawRecord(SiteRules(code: "RXA").fields)
        let lines = ["MSH|^~\\&|PAS|RXA|WF|RXA|20260105080000||ADT^\(trigger)|C1|P|2.5.1"] + segments
        return reader.verdict(
            Array(lines.joined(separator: "\r").utf8),
            SoughtPerson(numbers: numbers, visits: ["V9"])
        )
    }

    @Test(arguments: ["M1", " m1 ", "00M1", "X^^^NHS~M1^^^RXA^MR", "X^^^NHS~ 0m1 ^^^RXA^MR"])
    func anIdentifierIsFoundHoweverItIsWritten(field: String) {
        let found = verdict("A01", "PID|1||\(field)||Test||19410203", "PV1|1|I|||||||||||||||||V1")
        guard case .about(let person) = found else {
            Issue.record("\(found)")
            return
        }
        #expect(person.visit == "V1" && person.birthDates == ["19410203"])
        #expect(person.numbers == (field.hasPrefix("X") ? ["M1", "X"] : ["M1"]))
    }

    @Test(arguments: ["M10", "XM1", "0000", "\"\"", ""])
    func anotherIdentifierIsNotTheirs(field: String) {
        #expect(verdict("A01", "PID|1||\(field)", numbers: ["M1", "10"]) == .notAbout)
    }

    @Test func aMergeNamesTheSamePersonAndAMoveAnother() {
        let merge = verdict("A40", "PID|1||NEW", "MRG|M1")
        #expect(merge == .about(PersonInRecord(numbers: ["M1", "NEW"])))
        let move = verdict("A45", "PID|1||NEW", "MRG|M1", "PV1|1|I|||||||||||||||||V1")
        #expect(move == .about(PersonInRecord(numbers: ["M1"])))
    }

    @Test func twoPatientsOfAMessageAreTwoUnlessItLinksThem() {
        let swap = verdict("A17", "PID|1||OTHER", "PV1|1|I|||||||||||||||||V1", "PID|2||M1", "PV1|2|I")
        #expect(swap == .about(PersonInRecord(numbers: ["M1"])))
        let link = verdict("A24", "PID|1||OTHER", "PID|2||M1")
        #expect(link == .about(PersonInRecord(numbers: ["M1", "OTHER"])))
    }

    @Test func aVisitTellsWithoutAnyNumber() {
        #expect(verdict("A08", "PID|1", "PV1|1|I|||||||||||||||||V9") == .about(PersonInRecord(visit: "V9")))
    }

    @Test func whatIsNoMessageTellsByWords() {
        var reader = RawRecord(SiteRules(code: "RXA").fields)
        func isAbout(_ text: String, _ number: String) -> Bool {
            reader.verdict(Array(text.utf8), SoughtPerson(numbers: [number])) != .notAbout
        }
        #expect(isAbout("garbage about m4711 in words", "M4711"))
        #expect(isAbout("garbage about 004711", "4711"))
        #expect(!isAbout("xM4711y", "M4711"))
        #expect(!isAbout("{\"at\":\"07\"}", "7"))
    }
}
