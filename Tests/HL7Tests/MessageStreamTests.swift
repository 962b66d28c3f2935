import HL7
import Testing

private func items(_ bytes: [UInt8], cuts: [Int] = [], cap: Int = 1 << 20) -> [StreamItem] {
    var stream = MessageStream(maxItemBytes: cap)
    var items: [StreamItem] = []
    var start = 0
    for cut in cuts + [bytes.count] {
        stream.feed(bytes[start..<cut])
        start = cut
        if cut == bytes.count { stream.finish() }
        while let item = stream.next() { items.append(item) }
    }
    return items
}

private func texts(_ text: String, cap: Int = 1 << 20) -> [String] {
    items(Array(text.utf8), cap: cap).map { "\($0.kind): " + String(decoding: $0.bytes, as: UTF8.self) }
}

private let one = "MSH|^~\\&|A\rPID|1"
private let two = "MSH|^~\\&|B\rPID|2"

@Test(arguments: [
    "\(one)\r\(two)\r", "\(one)\n\(two)", "\(one)\r\n\r\n\(two)\r\n", "\u{FEFF}\(one)\r\u{FEFF}\(two)",
    "\u{0B}\(one)\r\u{1C}\r\u{0B}\(two)\u{1C}\r", "\u{0B}\(one)\r\u{1C}\u{0B}\(two)\r\u{1C}\n",
    "  \(one)\r  \(two)\r",
    "\u{0B}\(one)\r\(two)\r\u{1C}\r", "\u{0B}\u{1C}\r\u{0B}\(one)\r\u{1C}\r\u{0B}\(two)\r\u{1C}",
])
func messagesAreFoundHoweverTheyAreWrapped(text: String) {
    #expect(texts(text) == ["message: \(one)", "message: \(two)"])
}

@Test func messageOfManyLinesStaysWhole() {
    let lines = one.replacing("\r", with: "\n")
    #expect(texts("\(lines)\n\n\(lines)\n") == ["message: \(lines)", "message: \(lines)"])
}

@Test func jsonLinesAreItemsOfTheirOwn() {
    let found = texts("{\"a\":1}\n\(one)\r{\"b\":2}\r\n{\"c\":3}")
    #expect(found == ["json: {\"a\":1}", "message: \(one)", "json: {\"b\":2}", "json: {\"c\":3}"])
}

@Test func bytesThatBelongToNoMessageComeAsJunk() {
    #expect(texts("hello\nworld\n\(one)\n") == ["junk: hello\nworld", "message: \(one)"])
    #expect(texts("\u{0B}\(one)\r\u{1C}\rrest") == ["message: \(one)", "junk: rest"])
    #expect(texts("MSHA|x") == ["junk: MSHA|x"])
    #expect(texts("\r\n \r\n") == [])
}

@Test func headerAloneOrInLowerCaseIsStillAMessage() {
    #expect(texts("MSH\r\(one)") == ["message: MSH", "message: \(one)"])
    #expect(texts("msh|^~\\&|x\r\(one)") == ["message: msh|^~\\&|x", "message: \(one)"])
}

@Test func endByteInsideDataIsData() {
    #expect(texts("\u{0B}MSH|^~\\&|A\u{1C}B\r\u{1C}\r") == ["message: MSH|^~\\&|A\u{1C}B"])
}

@Test func batchCountsAreChecked() {
    let text =
        "FHS|^~\\&\rBHS|^~\\&\r\(one)\r\(two)\rBTS|2\rBHS|^~\\&\r\(one)\rBTS|7|x\rBTS|\rBTS\rFTS|3\rFTS|x"
    let found = items(Array(text.utf8))
    #expect(found.map(\.kind).filter { $0 == .envelope }.count == 9)
    let warnings = found.compactMap(\.warning)
    #expect(
        warnings == [
            BatchWarning(trailer: .bts, stated: 7, counted: 1),
            BatchWarning(trailer: .fts, stated: 3, counted: 2),
            BatchWarning(trailer: .fts, stated: nil, counted: 0),
        ]
    )
}

@Test func itemsDoNotDependOnWhereTheStreamIsCut() {
    let text =
        "\u{FEFF}junk\rFHS|^~\\&\r\n\u{0B}\(one)\r\u{1C}\r\n  \(two)\nOBX|1\u{1C}é|\r\n\r\n"
        + "{\"a\":1}\nBTS|1\r"
        + "\u{0B}\(one)\u{1C}\u{0B}\u{1C}\r\u{0B}MSH\r\u{1C}MSHX\n\u{0B}\u{EF}\(two)\r"
    let bytes = Array(text.utf8)
    for cap in [1 << 20, 16] {
        let whole = items(bytes, cap: cap)
        for cut in 0...bytes.count {
            #expect(items(bytes, cuts: [cut], cap: cap) == whole, "cap \(cap), cut \(cut)")
        }
        #expect(items(bytes, cuts: Array(1..<bytes.count), cap: cap) == whole, "cap \(cap), byte by byte")
    }
}

@Test func randomBytesAreAllReturnedAndCutsDoNotMatter() {
    let alphabet: [UInt8] = Array("MSH|{PB \t\r\n\u{0B}\u{1C}x\u{FEFF}".utf8)
    for seed in 0..<300 as Range<UInt64> {
        var random = SplitMix(seed: seed)
        var bytes: [UInt8] = []
        for _ in 0..<120 {
            if Int.random(in: 0..<6, using: &random) == 0 {
                bytes += Array("\rMSH|".utf8)
            } else {
                bytes.append(alphabet[Int.random(in: 0..<alphabet.count, using: &random)])
            }
        }
        let whole = items(bytes, cap: 24)
        let cuts = (0..<10).map { _ in Int.random(in: 0...bytes.count, using: &random) }.sorted()
        #expect(items(bytes, cuts: cuts, cap: 24) == whole, "seed \(seed)")
        var covered = [Bool](repeating: false, count: bytes.count)
        for item in whole {
            let start = Int(item.offset)
            #expect(Array(bytes[start..<start + item.bytes.count]) == item.bytes, "seed \(seed)")
            #expect(item.bytes.count <= 24, "seed \(seed)")
            for at in start..<start + item.bytes.count {
                #expect(!covered[at], "seed \(seed): byte \(at) twice")
                covered[at] = true
            }
        }
        let blanks: Set<UInt8> = [0x20, 0x09, 0x0D, 0x0A, 0x0B, 0x1C, 0xEF, 0xBB, 0xBF]
        let lost = bytes.indices.filter { !covered[$0] && !blanks.contains(bytes[$0]) }
        #expect(lost.isEmpty, "seed \(seed): lost \(lost)")
    }
}

@Test func oversizedMessageComesInPiecesAndTheNextOneIsRead() {
    let long = "MSH|^~\\&|" + String(repeating: "x", count: 40)
    let found = items(Array("\(long)\r\(one)\r".utf8), cap: 20)
    #expect(found.map(\.kind) == [.oversized, .oversized, .oversized, .message])
    #expect(found.dropLast().flatMap(\.bytes) == Array(long.utf8))
    let exact = items(Array("\(one)\r\(two)".utf8), cap: one.utf8.count)
    #expect(exact.map(\.kind) == [.message, .message])
}

/// What is given out when a live stream is silent behind these bytes, after a short and a long time.
@Test(
    arguments: [
        ("\(one)\r\n", one, one), ("\(one)\r", nil, one),
        ("\(one.replacing("\r", with: "\n"))\n", nil, one.replacing("\r", with: "\n")),
        (one, nil, nil), ("", nil, nil), ("junk\n", nil, "junk"), ("\(one)\r\n\r\n", one, one),
    ] as [(String, String?, String?)]
)
func silenceEndsAMessageThatLooksWhole(text: String, short: String?, long: String?) {
    for (isLong, wanted) in [(false, short), (true, long)] {
        var stream = MessageStream()
        stream.feed(Array(text.utf8))
        #expect(stream.next() == nil)
        let item = stream.pause(isLong: isLong)
        #expect(item.map { String(decoding: $0.bytes, as: UTF8.self) } == wanted)
        #expect(wanted == nil || stream.heldBytes == 0)
        stream.feed(Array(two.utf8))
        stream.finish()
        let rest = stream.next().map { String(decoding: $0.bytes, as: UTF8.self) }
        if wanted != nil { #expect(rest == two) }
    }
}
