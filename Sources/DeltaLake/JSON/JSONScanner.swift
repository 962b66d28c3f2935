/// A forward-only reader of one JSON text in UTF-8, for log lines whose shape is known.
///
/// Commits are replayed by the thousand, so callers walk keys and take typed values; no tree is built.
package struct JSONScanner {
    /// Nesting at which a text is refused, so that a hostile line cannot exhaust the stack.
    package static let depthLimit = 64

    private let bytes: [UInt8]
    private let end: Int
    private(set) package var position: Int

    /// Reads `bytes[range]`.
    package init(_ bytes: [UInt8], in range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    /// Reads the whole array.
    package init(_ bytes: [UInt8]) {
        self.init(bytes, in: 0..<bytes.count)
    }

    /// Skips white space and returns the next byte without taking it; 0 at the end.
    package mutating func peek() -> UInt8 {
        while position < end {
            let byte = bytes[position]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
            position += 1
        }
        return 0
    }

    /// True when only white space is left.
    package mutating func isAtEnd() -> Bool {
        _ = peek()
        return position == end
    }

    /// Takes `byte` after white space or throws.
    package mutating func expect(_ byte: UInt8) throws(JSONError) {
        guard peek() == byte, position < end else {
            throw error("expected '\(Character(UnicodeScalar(byte)))'")
        }
        position += 1
    }

    /// Takes the next key of the open object, or its closing brace (nil).
    ///
    /// `isFirst` starts as true and belongs to this object.
    package mutating func nextKey(_ isFirst: inout Bool) throws(JSONError) -> String? {
        if isFirst { try expect(UInt8(ascii: "{")) }
        if peek() == UInt8(ascii: "}"), position < end {
            position += 1
            return nil
        }
        if !isFirst {
            try expect(UInt8(ascii: ","))
            _ = peek()
        }
        isFirst = false
        let key = try string()
        try expect(UInt8(ascii: ":"))
        return key
    }

    /// True when another element of the open array follows; takes the closing bracket when not.
    package mutating func nextElement(_ isFirst: inout Bool) throws(JSONError) -> Bool {
        if isFirst { try expect(UInt8(ascii: "[")) }
        if peek() == UInt8(ascii: "]"), position < end {
            position += 1
            return false
        }
        if !isFirst { try expect(UInt8(ascii: ",")) }
        isFirst = false
        return true
    }

    /// Takes `null` when it is next.
    package mutating func takeNull() -> Bool {
        peek() == UInt8(ascii: "n") && takeWord("null")
    }

    /// Takes `true` or `false`.
    package mutating func bool() throws(JSONError) -> Bool {
        _ = peek()
        if takeWord("true") { return true }
        if takeWord("false") { return false }
        throw error("expected true or false")
    }

    /// Takes a whole number that fits 64 bits.
    package mutating func int64() throws(JSONError) -> Int64 {
        let range = try numberRange()
        guard let text = Self.text(bytes, range), let value = Int64(text) else {
            throw JSONError(offset: range.lowerBound, reason: "expected a whole number of 64 bits")
        }
        return value
    }

    /// Takes a number as its text.
    package mutating func numberText() throws(JSONError) -> String {
        let range = try numberRange()
        guard let text = Self.text(bytes, range), Double(text) != nil else {
            throw JSONError(offset: range.lowerBound, reason: "malformed number")
        }
        return text
    }

    /// Takes a string and undoes its escapes.
    package mutating func string() throws(JSONError) -> String {
        try expect(UInt8(ascii: "\""))
        let start = position
        position = plainEnd()
        guard position < end else { throw error("unterminated string") }
        switch bytes[position] {
        case UInt8(ascii: "\\"): return try escapedString(from: start)
        case UInt8(ascii: "\""):
            let text = Self.text(bytes, start..<position)
            position += 1
            guard let text else { throw JSONError(offset: start, reason: "string is not UTF-8") }
            return text
        default: throw error("control character in string")
        }
    }

    /// Steps over one value of any kind.
    package mutating func skipValue(depth: Int = 0) throws(JSONError) {
        guard depth < Self.depthLimit else { throw error("nested deeper than \(Self.depthLimit)") }
        var isFirst = true
        switch peek() {
        case UInt8(ascii: "{"): while try skipKey(&isFirst) { try skipValue(depth: depth + 1) }
        case UInt8(ascii: "["): while try nextElement(&isFirst) { try skipValue(depth: depth + 1) }
        case UInt8(ascii: "\""): try skipString()
        case UInt8(ascii: "n"): guard takeNull() else { throw error("unknown word") }
        case UInt8(ascii: "t"), UInt8(ascii: "f"): _ = try bool()
        default: _ = try numberRange()
        }
    }

    /// As `nextKey`, without making a string of it.
    private mutating func skipKey(_ isFirst: inout Bool) throws(JSONError) -> Bool {
        if isFirst { try expect(UInt8(ascii: "{")) }
        if peek() == UInt8(ascii: "}"), position < end {
            position += 1
            return false
        }
        if !isFirst {
            try expect(UInt8(ascii: ","))
            _ = peek()
        }
        isFirst = false
        try skipString()
        try expect(UInt8(ascii: ":"))
        return true
    }

    /// Steps over a string; what its escapes stand for is not looked at.
    private mutating func skipString() throws(JSONError) {
        try expect(UInt8(ascii: "\""))
        while true {
            position = plainEnd()
            guard position < end else { throw error("unterminated string") }
            position += 1
            switch bytes[position - 1] {
            case UInt8(ascii: "\""): return
            case UInt8(ascii: "\\"): position += 1
            default: throw error("control character in string")
            }
        }
    }

    /// Where the next quote, escape or control character of a string is.
    private func plainEnd() -> Int {
        let span = bytes.span
        var place = position
        while place < end {
            let byte = span[place]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
            place += 1
        }
        return place
    }

    /// The text of `bytes[range]`, nil when it is not UTF-8.
    private static func text(_ bytes: [UInt8], _ range: Range<Int>) -> String? {
        do {
            return String(copying: try UTF8Span(validating: bytes.span.extracting(range)))
        } catch {
            return nil
        }
    }

    /// An error at the current position.
    package func error(_ reason: String) -> JSONError {
        JSONError(offset: position, reason: reason)
    }

    private mutating func takeWord(_ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard end - position >= count else { return false }
        for (index, byte) in word.description.utf8.enumerated() where bytes[position + index] != byte {
            return false
        }
        position += count
        return true
    }

    private mutating func numberRange() throws(JSONError) -> Range<Int> {
        _ = peek()
        let start = position
        while position < end {
            switch bytes[position] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
                UInt8(ascii: "."),
                UInt8(ascii: "e"), UInt8(ascii: "E"):
                position += 1
                continue
            default: break
            }
            break
        }
        guard position > start else { throw error("expected a value") }
        return start..<position
    }

    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var out: [UInt8] = []
        // An escape is longer than what it stands for, and a log line ends soon after its statistics.
        out.reserveCapacity(min(end - start, 4_096))
        var plain = start
        while true {
            out.append(contentsOf: bytes[plain..<position])
            guard position < end else { throw error("unterminated string") }
            position += 1
            switch bytes[position - 1] {
            case UInt8(ascii: "\""):
                guard let text = Self.text(out, 0..<out.count) else {
                    throw JSONError(offset: start, reason: "string is not UTF-8")
                }
                return text
            case UInt8(ascii: "\\"): try appendEscape(to: &out)
            default: throw error("control character in string")
            }
            plain = position
            position = plainEnd()
        }
    }

    private mutating func appendEscape(to out: inout [UInt8]) throws(JSONError) {
        guard position < end else { throw error("unterminated escape") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(byte)
        case UInt8(ascii: "b"): out.append(0x08)
        case UInt8(ascii: "f"): out.append(0x0C)
        case UInt8(ascii: "n"): out.append(0x0A)
        case UInt8(ascii: "r"): out.append(0x0D)
        case UInt8(ascii: "t"): out.append(0x09)
        case UInt8(ascii: "u"): try appendUnicodeEscape(to: &out)
        default: throw error("unknown escape")
        }
    }

    private mutating func appendUnicodeEscape(to out: inout [UInt8]) throws(JSONError) {
        var code = try hexQuad()
        if (0xD800..<0xDC00).contains(code) {
            guard end - position >= 6, bytes[position] == UInt8(ascii: "\\"),
                bytes[position + 1] == UInt8(ascii: "u")
            else { throw error("lone surrogate") }
            position += 2
            let low = try hexQuad()
            guard (0xDC00..<0xE000).contains(low) else { throw error("lone surrogate") }
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
        }
        guard let scalar = UnicodeScalar(code) else { throw error("lone surrogate") }
        out.append(contentsOf: Character(scalar).utf8)
    }

    private mutating func hexQuad() throws(JSONError) -> UInt32 {
        guard end - position >= 4 else { throw error("short unicode escape") }
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = hexDigit(bytes[position]) else { throw error("bad unicode escape") }
            code = code << 4 | UInt32(digit)
            position += 1
        }
        return code
    }
}

/// The value of an ASCII hexadecimal digit; nil for another byte.
package func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
}
