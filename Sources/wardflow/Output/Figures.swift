import Foundation

/// Numbers, sizes and times as a person reads them.
enum Figures {
    /// `3.9 MB`, in steps of 1,000.
    static func bytes(_ count: Int64) -> String {
        var value = Double(count)
        for unit in ["B", "kB", "MB", "GB"] {
            if value < 999.5 { return unit == "B" ? "\(count) B" : "\(rounded(value)) \(unit)" }
            value /= 1_000
        }
        return "\(rounded(value)) TB"
    }

    private static func rounded(_ value: Double) -> String {
        value < 9.95 ? String(format: "%.1f", value) : String(format: "%.0f", value)
    }

    /// `1,234,567`.
    static func count(_ number: some BinaryInteger) -> String {
        var text = ""
        for (place, digit) in String(number.magnitude).reversed().enumerated() {
            if place > 0, place % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return (number < 0 ? "-" : "") + String(text.reversed())
    }

    /// `1 row`, `12,000 rows`.
    static func count(_ number: some BinaryInteger, _ noun: String) -> String {
        "\(count(number)) \(noun)\(number == 1 ? "" : "s")"
    }

    /// `2026-01-08T07:00:00Z` for milliseconds since 1970.
    static func moment(_ milliseconds: Int64) -> String {
        Date(timeIntervalSince1970: (Double(milliseconds) / 1_000).rounded(.down)).formatted(.iso8601)
    }

    /// `7 d`, `90 s`: the largest unit that says it in whole numbers.
    static func span(_ milliseconds: Int64) -> String {
        for (unit, length) in [("d", Int64(86_400_000)), ("h", 3_600_000), ("min", 60_000), ("s", 1_000)]
        where milliseconds >= length && milliseconds % length == 0 {
            return "\(milliseconds / length) \(unit)"
        }
        return "\(milliseconds) ms"
    }
}
