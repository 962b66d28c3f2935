import HL7
import Testing

private func decode(_ bytes: [UInt8], cuts: [Int] = [], cap: Int = 1 << 20, isFinished: Bool = true)
    -> [MLLPDecoder.Item]
{
    var decoder = MLLPDecoder(maxFrameBytes: cap)
    var items: [MLLPDecoder.Item] = []
    var start = 0
    for cut in cuts + [bytes.count] {
        decoder.feed(bytes[start..<cut])
        start = cut
        if cut == bytes.count, isFinished { decoder.finish() }
        while let item = decoder.next() { items.append(item) }
    }
    return items
}

private func frame(_ text: String) -> MLLPDecoder.Item { .frame(Array(text.utf8)) }
private func junk(_ text: String) -> MLLPDecoder.Item { .junk(Array(text.utf8)) }

@Test func encodedFrameDecodes() {
    let payload = Array("MSH|^~\\&|A\r".utf8)
    #expect(decode(MLLPFrame.encode(payload), isFinished: false) == [.frame(payload)])
}

@Test(arguments: [
    ("\u{0B}A\u{1C}\r\u{0B}B\u{1C}\r", [frame("A"), frame("B")]),
    ("A\u{1C}\r", [junk("A\u{1C}\r")]),
    ("\u{0B}A\u{0B}B\u{1C}\r", [junk("A"), frame("B")]),
    ("\u{0B}A\r\u{1C}\u{0B}B\u{1C}", [frame("A\r"), frame("B")]),
    ("\u{0B}A\u{1C}B\u{1C}\r", [frame("A\u{1C}B")]),
    ("\u{0B}\u{1C}\r", [frame("")]),
    ("\u{0B}A", [junk("A")]),
    ("\r\n\u{0B}A\u{1C}\r\r\nx", [frame("A"), junk("x")]),
])
func oddFramesAreTold(text: String, expected: [MLLPDecoder.Item]) {
    #expect(decode(Array(text.utf8)) == expected)
}

@Test func frameEndedAfterALineEndIsReturnedAtOnce() {
    #expect(decode(Array("\u{0B}A\r\u{1C}".utf8), isFinished: false) == [frame("A\r")])
}

@Test func frameBeyondTheCapIsToldAndTheStreamGoesOn() {
    let items = decode(Array("\u{0B}123456789\u{1C}\r\u{0B}B\u{1C}\r".utf8), cap: 4)
    #expect(items.first == .oversized(Array("1234".utf8)))
    #expect(items.last == frame("B"))
    #expect(decode(Array("\u{0B}1234\u{1C}\r".utf8), cap: 4) == [frame("1234")])
}

@Test func framesDoNotDependOnWhereTheStreamIsCut() {
    let text =
        "\r\u{0B}A\r\u{1C}\r\u{0B}é\u{1C}x\u{1C}\r\n\u{0B}\u{1C}\rjunk\u{0B}cut\u{0B}123456789012"
        + "\u{1C}\u{0B}B\u{1C}"
    let bytes = Array(text.utf8)
    for cap in [1 << 20, 4] {
        let whole = decode(bytes, cap: cap)
        for cut in 0...bytes.count {
            #expect(decode(bytes, cuts: [cut], cap: cap) == whole, "cap \(cap), cut \(cut)")
        }
        #expect(decode(bytes, cuts: Array(1..<bytes.count), cap: cap) == whole, "cap \(cap), byte by byte")
    }
}
