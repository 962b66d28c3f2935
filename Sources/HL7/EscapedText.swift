/// Decodes the escape sequences of one message's delimiters.
struct EscapedText {
    let delimiters: Delimiters
    /// Longest escape sequence looked at, in bytes between the two escape characters.
    static let maxSequenceBytes = 4_096

    /// The bytes in `range` with known escapes replaced; everything else stays.
    func decoded(_ bytes: [UInt8], in range: Range<Int>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(range.count)
        var at = range.lowerBound
        while at < range.upperBound {
            let byte = bytes[at]
            guard byte == delimiters.escape, let close = closing(bytes, after: at, before: range.upperBound)
            else {
                output.append(byte)
                at += 1
                continue
            }
            let body = at + 1..<close
            if replace(bytes, body, &output) {
                at = close + 1
            } else if isSequence(bytes, body) {
                output.append(contentsOf: bytes[at...close])
                at = close + 1
            } else {
                output.append(byte)
                at += 1
            }
        }
        return output
    }

    private func closing(_ bytes: [UInt8], after open: Int, before end: Int) -> Int? {
        let limit = end - open > Self.maxSequenceBytes ? open + Self.maxSequenceBytes : end
        var at = open + 1
        while at < limit {
            if bytes[at] == delimiters.escape { return at }
            if bytes[at] <= 0x20 || bytes[at] >= 0x7F { return nil }
            at += 1
        }
        return nil
    }

    /// Appends what the sequence stands for; false when it is unknown.
    private func replace(_ bytes: [UInt8], _ body: Range<Int>, _ output: inout [UInt8]) -> Bool {
        guard let first = body.first.map({ bytes[$0] }) else { return false }
        if body.count == 1 {
            switch first {
            case 0x46: output.append(delimiters.field)
            case 0x53: output.append(delimiters.component)
            case 0x52: output.append(delimiters.repetition)
            case 0x45: output.append(delimiters.escape)
            case 0x54: output.append(delimiters.subcomponent)
            default: return false
            }
            return true
        }
        if first == 0x2E, body.count == 3, bytes[body.lowerBound + 1] == 0x62,
            bytes[body.lowerBound + 2] == 0x72
        {
            output.append(0x0A)
            return true
        }
        guard first == 0x58, body.count % 2 == 1 else { return false }
        let mark = output.count
        for pair in stride(from: body.lowerBound + 1, to: body.upperBound, by: 2) {
            guard let high = Self.nibble(bytes[pair]), let low = Self.nibble(bytes[pair + 1]) else {
                output.removeSubrange(mark...)
                return false
            }
            output.append(high << 4 | low)
        }
        return true
    }

    /// True for what looks like a vendor's or a formatting escape: letter or point, then letters, digits,
    /// signs.
    private func isSequence(_ bytes: [UInt8], _ body: Range<Int>) -> Bool {
        guard let first = body.first.map({ bytes[$0] }) else { return false }
        guard first == 0x2E || Self.isLetter(first) else { return false }
        return body.allSatisfy {
            let byte = bytes[$0]
            return Self.isLetter(byte) || byte &- 0x30 < 10 || byte == 0x2E || byte == 0x2B || byte == 0x2D
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    private static func nibble(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
