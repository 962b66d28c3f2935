import HL7
import Testing

private let admit =
    "MSH|^~\\&|LAB|RXA|||20260105070000+0000||ADT^A01^ADT_A01|C1|P|2.5.1\r"
    + "PID|1||P1^^^RXA^MR~P2^^^NHS^NH||Smith&van^Anna\rPV1|1|I|AMU^^12^RXA|\"\"||\rOBX|1|NM|ACUITY^x||3\r"
    + "OBX|2|ST|ARRIVAL^y||ambulance"

private func failure(_ text: String) -> HL7Error? {
    do {
        _ = try Parsed(text)
        return nil
    } catch {
        return error
    }
}

@Test func fieldsComponentsRepetitionsAndSubcomponentsAreFound() throws {
    let message = try Parsed(admit)
    let index = message.index
    #expect(index.segmentCount == 5)
    #expect(message.field(.msh, 1) == "|")
    #expect(message.field(.msh, 2) == "^~\\&")
    #expect(message.field(.msh, 12) == "2.5.1")
    #expect(message.raw(index.component(.msh, 9, 2, in: message.bytes)) == "A01")
    #expect(message.raw(index.component(.pv1, 3, 3, in: message.bytes)) == "12")
    let identifiers = index.field(.pid, 3)
    #expect(index.repetitionCount(of: identifiers, in: message.bytes) == 2)
    let second = index.repetition(2, of: identifiers, in: message.bytes)
    #expect(message.raw(index.component(5, of: second, in: message.bytes)) == "NH")
    let family = index.component(.pid, 5, 1, in: message.bytes)
    #expect(message.raw(index.subcomponent(2, of: family, in: message.bytes)) == "van")
    #expect(message.field(.obx, 5, occurrence: 1) == "ambulance")
    #expect(index.segments(named: .obx) == [3, 4])
    #expect(index.count(of: .obx) == 2)
    #expect(message.raw(index.bytes(ofSegment: 4)) == "OBX|2|ST|ARRIVAL^y||ambulance")
    #expect(index.fieldCount(ofSegment: 0) == 12)
    #expect(index.fieldCount(ofSegment: 4) == 5)
}

@Test func observationIsFoundByItsCode() throws {
    let message = try Parsed(admit)
    let position = try #require(message.index.observation("ARRIVAL", in: message.bytes))
    let value = try #require(message.index.field(ofSegment: position, 5))
    #expect(message.raw(value) == "ambulance")
    #expect(message.index.observation("ARRIV", in: message.bytes) == nil)
}

@Test func absentEmptyDeleteAndValueAreToldApart() throws {
    let message = try Parsed(admit)
    let states = [(3, FieldState.value), (4, .delete), (5, .empty), (6, .empty), (7, .absent), (99, .absent)]
    for (field, state) in states {
        #expect(message.index.state(.pv1, field, in: message.bytes) == state, "PV1-\(field)")
    }
    #expect(message.index.state(.pv2, 1, in: message.bytes) == .absent)
    #expect(try message.index.text(.pv1, 4, in: message.bytes) == nil)
}

@Test(arguments: ["\r", "\n", "\r\n", "\r\r", "\n\n", "\r\n\r\n"])
func segmentEndsOfAnyKindGiveTheSameFields(end: String) throws {
    let lead = ["", "\u{FEFF}", "  ", "\r\n", "\u{0B}"]
    for start in lead {
        let message = try Parsed(start + admit.replacing("\r", with: end) + end)
        #expect(message.index.segmentCount == 5)
        #expect(message.field(.pv1, 1) == "1")
        #expect(message.field(.obx, 5, occurrence: 1) == "ambulance")
    }
}

@Test func lineFeedInDataStaysWhenSegmentsEndWithReturn() throws {
    let message = try Parsed("MSH|^~\\&|A\rOBX|1|TX|N||line one\nline two\rPV1|1\nPID|1")
    #expect(message.field(.obx, 5) == "line one\nline two")
    #expect(message.field(.pid, 1) == "1")
}

@Test func ownDelimitersAreUsed() throws {
    let message = try Parsed("MSH$%~&!$A$B$$$$$ADT%A01\rPID$1$$x%%%y~z\r")
    #expect(message.raw(message.index.component(.msh, 9, 2, in: message.bytes)) == "A01")
    #expect(message.raw(message.index.component(.pid, 3, 4, in: message.bytes)) == "y")
}

@Test(arguments: ["^~\\&#", "^~\\&", "^~\\", "^~", "^"])
func encodingCharactersOfOneToFiveAreAccepted(characters: String) throws {
    let message = try Parsed("MSH|\(characters)|A|B\rPID|1||x^y&z")
    #expect(message.field(.msh, 2) == characters)
    #expect(message.field(.msh, 4) == "B")
    #expect(message.raw(message.index.component(.pid, 3, 1, in: message.bytes)) == "x")
}

@Test(arguments: [
    ("", HL7Error.Reason.notHL7, 0), ("   ", .notHL7, 3), ("MS", .notHL7, 0), ("msh|^~\\&|", .notHL7, 0),
    ("PID|1", .notHL7, 0), ("P10000,4,1", .notHL7, 0), ("MSH", .headerTooShort, 3),
    ("MSH|", .headerTooShort, 3),
    ("MSH|^^\\&|A", .badDelimiter, 4), ("MSH||A", .badDelimiter, 4), ("MSH|^~\\&#*|A", .badDelimiter, 9),
    ("MSHA^~\\&A", .badDelimiter, 3), ("MSH|^~\\\u{1}|A", .badDelimiter, 7),
    ("MSH|^~\\&|A\rpid|1", .badSegmentName, 11), ("MSH|^~\\&|A\rPI", .badSegmentName, 11),
    ("MSH|^~\\&|A\rPIDX|1", .badSegmentName, 11), ("MSH|^~\\&|A\nfree text\n", .badSegmentName, 11),
])
func badHeadersAndSegmentsAreRefused(text: String, reason: HL7Error.Reason, offset: Int) throws {
    let error = try #require(failure(text))
    #expect(error.reason == reason)
    #expect(error.offset == offset)
}

@Test func shortAndUnknownSegmentsAreKept() throws {
    let message = try Parsed("MSH|^~\\&|A\rPV1\rZXX|a\rEVN|A01\rPV1|2\r")
    #expect(message.index.segmentCount == 5)
    #expect(message.field(.pv1, 2) == "")
    #expect(message.field(.pv1, 1, occurrence: 1) == "2")
    #expect(message.index.fieldCount(ofSegment: 1) == 0)
}

@Test func errorNamesThePlaceButNoValue() throws {
    let message = try Parsed("MSH|^~\\&|A|B|||SECRET")
    let error = #expect(throws: HL7Error.self) { try message.index.timestamp(.msh, 7, in: message.bytes) }
    #expect(error?.segment == .msh)
    #expect(error?.field == 7)
    #expect(error?.offset == 15)
    #expect(error?.description.contains("SECRET") == false)
}

@Test func messageInTheMiddleOfABufferIsIndexedInPlace() throws {
    let bytes = Array(("junkjunk" + admit + "tail").utf8)
    var index = MessageIndex()
    try index.parse(bytes, in: 8..<8 + admit.utf8.count)
    #expect(String(decoding: bytes[index.field(.msh, 4)], as: UTF8.self) == "RXA")
    #expect(String(decoding: bytes[index.field(.obx, 5, occurrence: 1)], as: UTF8.self) == "ambulance")
}

@Test func mutatedBytesNeverTrapAndKeepRangesInside() {
    for seed in 0..<4 as Range<UInt64> {
        var random = SplitMix(seed: seed)
        var index = MessageIndex()
        for _ in 0..<5_000 {
            var bytes = Array(admit.utf8)
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: at)
                default: bytes.insert([0x0D, 0x0A, 0x7C, 0x5C, 0x7E][at % 5], at: at)
                }
            }
            guard (try? index.parse(bytes)) != nil else { continue }
            var isInside = true
            for position in 0..<index.segmentCount {
                for field in 0...max(1, index.fieldCount(ofSegment: position)) + 1 {
                    guard let range = index.field(ofSegment: position, field) else { continue }
                    isInside = isInside && range.lowerBound >= 0 && range.upperBound <= bytes.count
                    _ = try? index.string(range, in: bytes)
                    _ = index.component(2, of: range, in: bytes)
                }
            }
            _ = try? index.timestamp(.msh, 7, in: bytes)
            #expect(isInside, "seed \(seed)")
        }
    }
}

@Test func rejoinedSegmentsAndFieldsGiveTheMessageBack() throws {
    let message = try Parsed(admit)
    var text = ""
    for position in 0..<message.index.segmentCount {
        let code = message.index.code(ofSegment: position)
        let first = code == .msh ? 2 : 1
        let count = message.index.fieldCount(ofSegment: position)
        let fields = (first...count).map {
            message.index.field(ofSegment: position, $0).map(message.raw) ?? "?"
        }
        text += ([code.description] + fields).joined(separator: "|") + "\r"
    }
    #expect(text == admit + "\r")
}
