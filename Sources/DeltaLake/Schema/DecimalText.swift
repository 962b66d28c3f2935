/// Exact decimal numbers in the text form of partition values and statistics.
package enum DecimalText {
    /// The digits of a decimal in units of 10^-`scale`, such as `-12.30` for -1230 and 2.
    package static func text(_ unscaled: Int128, scale: Int) -> String {
        let digits = String(unscaled.magnitude)
        let sign = unscaled < 0 ? "-" : ""
        guard scale > 0 else { return sign + digits }
        let padded = String(repeating: "0", count: max(0, scale + 1 - digits.utf8.count)) + digits
        return "\(sign)\(padded.dropLast(scale)).\(padded.suffix(scale))"
    }

    /// The number in units of 10^-`scale`; nil for another form, lost digits, or more than `precision` digits.
    package static func unscaled(_ text: some StringProtocol, precision: Int, scale: Int) -> Int128? {
        var rest = Substring(text)
        let isNegative = rest.hasPrefix("-")
        if isNegative || rest.hasPrefix("+") { rest = rest.dropFirst() }
        let parts = rest.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let whole = parts[0]
        var fraction = parts.count == 2 ? parts[1] : ""
        while fraction.utf8.count > scale, fraction.last == "0" { fraction = fraction.dropLast() }
        let missing = scale - fraction.utf8.count
        guard missing >= 0, !(whole.isEmpty && fraction.isEmpty) else { return nil }
        var value: Int128 = 0
        for digit in Array(whole.utf8) + Array(fraction.utf8)
            + Array(repeating: UInt8(ascii: "0"), count: missing)
        {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            value = shifted + Int128(digit - UInt8(ascii: "0"))
        }
        guard String(value).utf8.count <= precision || value == 0 else { return nil }
        return isNegative ? -value : value
    }
}
