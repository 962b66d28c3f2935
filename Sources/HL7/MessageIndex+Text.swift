extension MessageIndex {
    /// The text in `range` with escapes decoded; throws `badText` when bytes do not fit the character set.
    ///
    /// `\F\ \S\ \T\ \R\ \E\` give the delimiters, `\.br\` a line feed, `\X0D0A\` bytes; other escapes and a
    /// lone escape character stay as they are.
    package func string(_ range: Range<Int>, in bytes: [UInt8]) throws(HL7Error) -> String {
        var isPlain = true
        for at in range {
            let byte = bytes[at]
            if byte >= 0x80 || byte == delimiters.escape {
                isPlain = false
                break
            }
        }
        if isPlain { return String(decoding: bytes[range], as: UTF8.self) }
        let decoded = EscapedText(delimiters: delimiters).decoded(bytes, in: range)
        switch charset {
        case .latin1:
            return String(String.UnicodeScalarView(decoded.map { Unicode.Scalar($0) }))
        case .utf8, .unknown:
            if charset == .utf8 || !decoded.contains(where: { $0 >= 0x80 }),
                let text = String(validating: decoded, as: UTF8.self)
            {
                return text
            }
            throw HL7Error(
                .badText,
                offset: range.lowerBound - base,
                expected: charset == .utf8 ? "UTF-8" : "ASCII, as MSH-18 names an unsupported character set",
                found: "other bytes"
            )
        }
    }

    /// The text of a field or of one of its components; nil when it is absent, empty or `""`.
    package func text(
        _ code: SegmentCode,
        _ field: Int,
        component: Int = 0,
        occurrence: Int = 0,
        in bytes: [UInt8]
    ) throws(HL7Error) -> String? {
        let whole = self.field(code, field, occurrence: occurrence)
        let range = component == 0 ? whole : self.component(component, of: whole, in: bytes)
        guard state(of: range, in: bytes) == .value else { return nil }
        do {
            return try string(range, in: bytes)
        } catch {
            throw located(error, code, field)
        }
    }

    /// The time in a field's first component; nil when it is absent, empty or `""`.
    package func timestamp(
        _ code: SegmentCode,
        _ field: Int,
        occurrence: Int = 0,
        in bytes: [UInt8]
    ) throws(HL7Error) -> HL7Timestamp? {
        let range = component(1, of: self.field(code, field, occurrence: occurrence), in: bytes)
        guard state(of: range, in: bytes) == .value else { return nil }
        do {
            return try HL7Timestamp(bytes, in: range)
        } catch {
            var moved = located(error, code, field)
            moved.offset -= base
            throw moved
        }
    }

    /// The whole number 0 to 999,999,999 in `range`, or nil when it is anything else.
    package func number(_ range: Range<Int>, in bytes: [UInt8]) -> Int? {
        guard !range.isEmpty, range.count <= 9 else { return nil }
        var value = 0
        for at in range {
            let digit = bytes[at] &- 0x30
            if digit > 9 { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }

    /// An error of this message about one field, for callers that need what the message lacks.
    package func fault(
        _ reason: HL7Error.Reason,
        _ code: SegmentCode,
        _ field: Int,
        expected: String,
        found: String
    ) -> HL7Error {
        let range = self.field(code, field)
        return HL7Error(
            reason,
            segment: code,
            field: field,
            offset: max(0, range.lowerBound - base),
            expected: expected,
            found: found
        )
    }

    mutating func readCharset(_ bytes: [UInt8]) {
        guard let field = field(ofSegment: 0, 18), !field.isEmpty else { return }
        let first = repetition(1, of: field, in: bytes)
        charset = Charset(name: String(decoding: bytes[first], as: UTF8.self))
    }

    private func located(_ error: HL7Error, _ code: SegmentCode, _ field: Int) -> HL7Error {
        var placed = error
        placed.segment = code
        placed.field = field
        return placed
    }
}
