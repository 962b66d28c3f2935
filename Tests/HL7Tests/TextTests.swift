import HL7
import Testing

private func decoded(_ data: String, charset: String = "") throws -> String? {
    let message = try Parsed("MSH|^~\\&|A|||||||||||||||\(charset)\rPID|1||||\(data)\r")
    return try message.index.text(.pid, 5, in: message.bytes)
}

@Test(arguments: [
    ("plain", "plain"), ("a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f", "a|b^c&d~e\\f"), ("one\\.br\\two", "one\ntwo"),
    ("\\X0D0a\\x", "\r\nx"), ("\\XC3A9\\", "é"), ("Zoë \\T\\ Søren", "Zoë & Søren"),
    ("\\", "\\"), ("4\\5", "4\\5"), ("4\\5 foo \\F\\", "4\\5 foo |"), ("ends\\", "ends\\"),
    ("\\H\\bold\\N\\", "\\H\\bold\\N\\"), ("\\Zfoo\\F\\", "\\Zfoo\\F\\"), ("\\X4\\", "\\X4\\"),
    ("\\XZZ\\", "\\XZZ\\"), ("\\E\\F\\E\\", "\\F\\"), ("\\\\", "\\\\"), ("\\.sp+3\\", "\\.sp+3\\"),
])
func escapesDecodeAndOddOnesStay(data: String, expected: String) throws {
    #expect(try decoded(data) == expected)
}

@Test func latin1IsReadWhenTheHeaderSaysSo() throws {
    var bytes = Array("MSH|^~\\&|A|||||||||||||||8859/1\rPID|1||||Zo".utf8)
    bytes += [0xEB, 0x0D]
    let message = try Parsed(bytes)
    #expect(message.index.charset == .latin1)
    #expect(try message.index.text(.pid, 5, in: message.bytes) == "Zoë")
}

@Test(arguments: ["", "UNICODE UTF-8", "8859/2"])
func bytesOutsideTheCharacterSetAreRefused(charset: String) throws {
    var bytes = Array("MSH|^~\\&|A|||||||||||||||\(charset)\rPID|1||||Zo".utf8)
    bytes += [0xEB, 0x0D]
    let message = try Parsed(bytes)
    let error = #expect(throws: HL7Error.self) { try message.index.text(.pid, 5, in: message.bytes) }
    #expect(error?.reason == .badText)
    #expect(error?.segment == .pid)
    #expect(error?.field == 5)
}

@Test func asciiTextOfAnUnknownCharacterSetIsRead() throws {
    #expect(try decoded("a\\T\\b", charset: "8859/2") == "a&b")
}

@Test func numbersAreReadAndAnythingElseIsNone() throws {
    let message = try Parsed("MSH|^~\\&|3|-1|12x||9999999999|042")
    let values = [3, 4, 5, 6, 7, 8].map {
        message.index.number(message.index.field(.msh, $0), in: message.bytes)
    }
    #expect(values == [3, nil, nil, nil, nil, 42])
}

@Test func everythingBuiltReadsBackTheSame() throws {
    let alphabet = Array("aé|^~\\&\r\n#\u{0B}\u{1C}\"XF05 .€")
    for seed in 0..<200 as Range<UInt64> {
        var random = SplitMix(seed: seed)
        let words = (0..<4).map { _ in
            String(
                (0..<Int.random(in: 1...12, using: &random)).map { _ in
                    alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
                }
            )
        }
        let delimiters =
            seed % 2 == 0
            ? Delimiters.standard
            : Delimiters(
                field: 0x24,
                component: 0x25,
                repetition: 0x7E,
                escape: 0x26,
                subcomponent: 0x21
            )
        var builder = MessageBuilder(delimiters: delimiters)
        builder.begin(.msh)
        builder.end()
        builder.begin(.pid)
        builder.field(5)
        builder.text(words[0])
        builder.component()
        builder.text(words[1])
        builder.subcomponent()
        builder.text(words[2])
        builder.repetition()
        builder.text(words[3])
        builder.end()
        let message = try Parsed(builder.bytes)
        let index = message.index
        let field = index.field(.pid, 5)
        let second = index.component(2, of: field, in: message.bytes)
        let parts = [
            index.component(1, of: field, in: message.bytes),
            index.subcomponent(1, of: second, in: message.bytes),
            index.subcomponent(2, of: second, in: message.bytes),
            index.repetition(2, of: field, in: message.bytes),
        ]
        let read = try parts.map { range in try index.string(range, in: message.bytes) }
        #expect(read == words, "seed \(seed)")
    }
}

@Test func builderLeavesSkippedFieldsEmpty() {
    var builder = MessageBuilder()
    builder.begin(.msh)
    builder.field(3)
    builder.raw("A")
    builder.field(5)
    builder.number(42)
    builder.end()
    builder.begin(.pv1)
    builder.field(2)
    builder.delete()
    builder.field(4)
    builder.timestamp(year: 2026, month: 1, day: 5, hour: 7, minute: 0, second: 9)
    builder.end()
    #expect(
        String(decoding: builder.bytes, as: UTF8.self) == "MSH|^~\\&|A||42\rPV1||\"\"||20260105070009+0000\r"
    )
}
