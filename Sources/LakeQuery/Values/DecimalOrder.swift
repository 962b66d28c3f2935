/// Orders decimal numbers given as text, exactly: `-1.50`, `12`, `1e3`.
enum DecimalOrder {
    /// A number taken apart: sign, digits without leading or trailing zeros, and the place of the point.
    private struct Parts {
        var isNegative = false
        var digits: [UInt8] = []
        /// Power of ten of a point before the first digit.
        var exponent = 0
    }

    /// Below zero, zero or above zero; texts that are no numbers come after all numbers, in order of bytes.
    static func compare(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Int32 {
        switch (parts(left), parts(right)) {
        case (let left?, let right?): return compare(left, right)
        case (nil, nil): return bytes(left, right)
        case (nil, _): return 1
        case (_, nil): return -1
        }
    }

    private static func compare(_ left: Parts, _ right: Parts) -> Int32 {
        if left.digits.isEmpty, right.digits.isEmpty { return 0 }
        if left.digits.isEmpty { return right.isNegative ? 1 : -1 }
        if right.digits.isEmpty || left.isNegative != right.isNegative { return left.isNegative ? -1 : 1 }
        let order: Int32
        if left.exponent != right.exponent {
            order = left.exponent < right.exponent ? -1 : 1
        } else {
            order = bytes(left.digits.span, right.digits.span)
        }
        return left.isNegative ? -order : order
    }

    static func bytes(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Int32 {
        for index in 0..<min(left.count, right.count) where left[index] != right[index] {
            return left[index] < right[index] ? -1 : 1
        }
        return left.count == right.count ? 0 : left.count < right.count ? -1 : 1
    }

    private static func parts(_ text: Span<UInt8>) -> Parts? {
        var parts = Parts()
        var position = 0
        if position < text.count, text[position] == UInt8(ascii: "-") || text[position] == UInt8(ascii: "+") {
            parts.isNegative = text[position] == UInt8(ascii: "-")
            position += 1
        }
        var (seen, point, leading) = (0, Int?.none, 0)
        while position < text.count {
            let byte = text[position]
            if byte == UInt8(ascii: "."), point == nil {
                point = seen
            } else if byte >= 0x30, byte <= 0x39 {
                seen += 1
                if byte == 0x30, parts.digits.isEmpty { leading += 1 } else { parts.digits.append(byte) }
            } else {
                break
            }
            position += 1
        }
        guard seen > 0 else { return nil }
        parts.exponent = (point ?? seen) - leading
        if position < text.count {
            guard text[position] == UInt8(ascii: "e") || text[position] == UInt8(ascii: "E"),
                let shift = exponent(text, from: position + 1)
            else { return nil }
            parts.exponent += shift
        }
        while parts.digits.last == 0x30 { parts.digits.removeLast() }
        return parts
    }

    private static func exponent(_ text: Span<UInt8>, from start: Int) -> Int? {
        var position = start
        var sign = 1
        if position < text.count, text[position] == UInt8(ascii: "-") || text[position] == UInt8(ascii: "+") {
            sign = text[position] == UInt8(ascii: "-") ? -1 : 1
            position += 1
        }
        guard position < text.count, text.count - position <= 6 else { return nil }
        var value = 0
        while position < text.count {
            guard text[position] >= 0x30, text[position] <= 0x39 else { return nil }
            value = value * 10 + Int(text[position] - 0x30)
            position += 1
        }
        return value * sign
    }
}
