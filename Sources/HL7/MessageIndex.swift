/// Where the segments and fields of one HL7 message begin; reused from message to message without allocating.
///
/// Fields are found in one pass over the bytes; components, repetitions and text are read on demand.
package struct MessageIndex: Sendable {
    /// Messages above this many bytes are refused.
    package static let maxMessageBytes = 64 << 20

    /// The delimiters the message declares.
    package internal(set) var delimiters = Delimiters.standard
    /// How text is encoded, from MSH-18.
    package internal(set) var charset = Charset.utf8
    /// The bytes the index describes, leading blanks left out.
    package internal(set) var range = 0..<0

    /// Segment names in order.
    var codes: [SegmentCode] = []
    /// For each segment the place of its first entry in `starts`, then one entry more.
    var firsts: [Int32] = []
    /// Where each field starts, counted from `base`; after a segment's last field comes its end plus one.
    var starts: [Int32] = []
    var base = 0

    package init() {}

    /// Number of segments of the message last parsed.
    package var segmentCount: Int { codes.count }

    /// Indexes the whole of `bytes`.
    package mutating func parse(_ bytes: [UInt8]) throws(HL7Error) {
        try parse(bytes, in: 0..<bytes.count)
    }

    /// Indexes the message in `range` of `bytes`; segments end with CR, LF or CRLF.
    ///
    /// A leading byte order mark, blanks, an MLLP start byte and blank segments are tolerated. When segments
    /// end with CR, a lone LF is data unless a segment name and a field separator follow it. Throws `notHL7`,
    /// `headerTooShort`, `badDelimiter`, `badSegmentName` or `tooLarge`; the index is then empty.
    package mutating func parse(_ bytes: [UInt8], in range: Range<Int>) throws(HL7Error) {
        codes.removeAll(keepingCapacity: true)
        firsts.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        charset = .utf8
        self.range = 0..<0
        let limits = range.clamped(to: 0..<bytes.count)
        guard limits.count <= Self.maxMessageBytes else {
            throw HL7Error(
                .tooLarge,
                offset: Self.maxMessageBytes,
                expected: "at most \(Self.maxMessageBytes) bytes",
                found: "\(limits.count)"
            )
        }
        base = limits.lowerBound
        let start = Self.skipLead(bytes, limits)
        try checkHeader(bytes, at: start, end: limits.upperBound)
        do {
            delimiters = try Delimiters(headerAt: start, in: bytes, end: limits.upperBound)
        } catch {
            throw relative(error)
        }
        self.range = start..<limits.upperBound
        if let bad = scan(bytes, from: start, to: limits.upperBound) {
            let error = HL7Error(
                .badSegmentName,
                segment: codes.last,
                offset: bad - base,
                expected: "a segment name of three capitals or digits and a field separator",
                found: HL7Error.kind(of: bytes[bad])
            )
            codes.removeAll(keepingCapacity: true)
            throw error
        }
        readCharset(bytes)
    }

    private static func skipLead(_ bytes: [UInt8], _ limits: Range<Int>) -> Int {
        var at = limits.lowerBound
        while at < limits.upperBound {
            switch bytes[at] {
            case 0x20, 0x09, 0x0D, 0x0A, 0x0B: at += 1
            case 0xEF where at + 2 < limits.upperBound && bytes[at + 1] == 0xBB && bytes[at + 2] == 0xBF:
                at += 3
            default: return at
            }
        }
        return at
    }

    private func checkHeader(_ bytes: [UInt8], at start: Int, end: Int) throws(HL7Error) {
        guard end - start >= 3 else {
            throw HL7Error(.notHL7, offset: start - base, expected: "MSH", found: "end of input")
        }
        let code = SegmentCode(bytes[start], bytes[start + 1], bytes[start + 2])
        guard code == .msh else {
            let lowered = code.rawValue | 0x202020 == SegmentCode.msh.rawValue | 0x202020
            throw HL7Error(
                .notHL7,
                offset: start - base,
                expected: "MSH",
                found: lowered ? "MSH in lower case" : HL7Error.kind(of: bytes[start])
            )
        }
    }

    private func relative(_ error: HL7Error) -> HL7Error {
        var moved = error
        moved.offset -= base
        return moved
    }
}
