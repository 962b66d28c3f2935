/// Dates and moments in the text forms Delta uses; proleptic Gregorian, UTC, years 0 to 9999.
package enum CalendarText {
    /// `2026-01-05` for days since 1970-01-01; nil outside years 0 to 9999.
    package static func date(days: Int64) -> String? {
        guard (-719_528...2_932_896).contains(days) else { return nil }
        let shifted = Int(days) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthIndex + 2) / 5 + 1
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    /// `2026-01-05T07:00:00.123Z`, floored to milliseconds; nil outside years 0 to 9999.
    package static func timestamp(microseconds: Int64) -> String? {
        let (seconds, rest) = floorDivide(microseconds, 1_000_000)
        guard let head = head(seconds: seconds) else { return nil }
        return "\(head).\(padded(Int(rest / 1_000), 3))Z"
    }

    /// `2026-01-05T07:00:00.123456Z`, as in partition values; nil outside years 0 to 9999.
    package static func exactTimestamp(microseconds: Int64) -> String? {
        let (seconds, rest) = floorDivide(microseconds, 1_000_000)
        guard let head = head(seconds: seconds) else { return nil }
        return "\(head).\(padded(Int(rest), 6))Z"
    }

    /// Days since 1970-01-01 of `2026-01-05`; nil for another form.
    package static func days(_ text: some StringProtocol) -> Int64? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2, parts[2].utf8.count == 2,
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
            year >= 0, (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let days = Int64(
            era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        )
        return date(days: days) == String(text) ? days : nil
    }

    /// Microseconds since 1970 of `2026-01-05T07:00:00[.fraction]Z` or the same with a blank and no zone,
    /// read as UTC.
    package static func microseconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 19, let days = days(text.prefix(10)), bytes[13] == UInt8(ascii: ":"),
            bytes[16] == UInt8(ascii: ":"), bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "),
            let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]),
            let second = number(bytes[17..<19]), hour < 24, minute < 60, second < 60
        else { return nil }
        var tail = bytes[19...]
        if tail.last == UInt8(ascii: "Z") { tail = tail.dropLast() }
        var fraction: Int64 = 0
        if tail.first == UInt8(ascii: ".") {
            guard (2...7).contains(tail.count), let digits = number(tail.dropFirst()) else { return nil }
            fraction = digits
            for _ in tail.count..<7 { fraction *= 10 }
        } else if !tail.isEmpty {
            return nil
        }
        return (days * 86_400 + hour * 3_600 + minute * 60 + second) * 1_000_000 + fraction
    }

    private static func head(seconds: Int64) -> String? {
        let (days, ofDay) = floorDivide(seconds, 86_400)
        guard let date = date(days: days) else { return nil }
        let second = Int(ofDay)
        return
            "\(date)T\(padded(second / 3_600, 2)):\(padded(second % 3_600 / 60, 2)):\(padded(second % 60, 2))"
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        var value: Int64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        return value
    }

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> (quotient: Int64, rest: Int64) {
        let rest = value % divisor
        return rest < 0 ? (value / divisor - 1, rest + divisor) : (value / divisor, rest)
    }

    private static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
