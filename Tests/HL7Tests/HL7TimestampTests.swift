import HL7
import Testing

private func read(_ text: String) throws(HL7Error) -> HL7Timestamp {
    let bytes = Array(text.utf8)
    return try HL7Timestamp(bytes, in: 0..<bytes.count)
}

@Test(arguments: [
    ("1970", HL7Timestamp.Precision.year, 0), ("197002", .month, 2_678_400), ("19700102", .day, 86_400),
    ("1970010203", .hour, 97_200), ("197001020304", .minute, 97_440), ("19700102030405", .second, 97_445),
    ("20240229235959", .second, 1_709_251_199), ("19691231", .day, -86_400),
    ("00010101", .day, -62_135_596_800),
    ("20260105070000+0100", .second, 1_767_592_800), ("20260105070000-0330", .second, 1_767_609_000),
    ("20260105+0000", .day, 1_767_571_200),
])
func validTimesGiveTheirMoment(text: String, precision: HL7Timestamp.Precision, seconds: Int64) throws {
    let time = try read(text)
    #expect(time.precision == precision)
    #expect(time.microseconds() == seconds * 1_000_000)
}

@Test func fractionAndOffsetAreKept() throws {
    let time = try read("20260105070000.12345678-0030")
    #expect(time.precision == .fraction)
    #expect(time.microsecond == 123_456)
    #expect(time.offsetMinutes == -30)
    #expect(try read("20260105070000.5").microsecond == 500_000)
}

@Test func defaultOffsetAppliesOnlyWithoutAZone() throws {
    let local = try read("20260105070000")
    #expect(local.offsetMinutes == nil)
    #expect(local.microseconds(defaultOffsetMinutes: 60) == local.microseconds() - 3_600_000_000)
    let zoned = try read("20260105070000+0000")
    #expect(zoned.microseconds(defaultOffsetMinutes: 60) == zoned.microseconds())
}

@Test(arguments: [
    ("", 0), ("202", 0), ("20261", 0), ("00000000", 0), ("20261301", 4), ("20260001", 4), ("20260230", 6),
    ("20250229", 6), ("20260431", 6), ("20260100", 6), ("20260105240000", 8), ("20260105236000", 10),
    ("20260105235960", 12), ("202601051200000", 0), ("2026-01-05", 5), ("20260105070000Z", 14),
    ("20260105070000+01", 15), ("20260105070000+1500", 15), ("20260105070000+0060", 15),
    ("20260105070000.", 15),
    ("202601050700.5", 13), ("20260105 0700", 8), ("20260105070000+01:0", 15),
])
func impossibleTimesAreRefusedWithTheirOffset(text: String, offset: Int) throws {
    let error = #expect(throws: HL7Error.self) { try read(text) }
    #expect(error?.reason == .badTimestamp)
    #expect(error?.offset == offset)
}
