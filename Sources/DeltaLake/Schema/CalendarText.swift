internal import CivilCalendar

/// Dates and moments in the text forms Delta uses; proleptic Gregorian, UTC, years 0 to 9999.
package enum CalendarText {
    /// `2026-01-05` for days since 1970-01-01; nil outside years 0 to 9999.
    package static func date(days: Int64) -> String? {
        guard (-719_528...2_932_896).contains(days) else { return nil }
        let (year, month, day) = CivilCalendar.date(day: Int(days))
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
        guard text.utf8.count == 10, let time = ISOTime(String(text)), time.precision == .day else {
            return nil
        }
        return Int64(CivilCalendar.dayNumber(year: time.year, month: time.month, day: time.day))
    }

    /// Microseconds since 1970 of `2026-01-05T07:00:00[.fraction]Z` or the same with a blank and no zone,
    /// read as UTC.
    package static func microseconds(_ text: String) -> Int64? {
        guard let time = ISOTime(text), (0...9_999).contains(time.year), time.precision >= .second,
            time.decimals <= 6, time.offsetMinutes == nil || text.utf8.last == UInt8(ascii: "Z")
        else { return nil }
        return time.seconds() * 1_000_000 + Int64(time.nanosecond / 1_000)
    }

    private static func head(seconds: Int64) -> String? {
        let (days, ofDay) = floorDivide(seconds, 86_400)
        guard let date = date(days: days) else { return nil }
        let second = Int(ofDay)
        return
            "\(date)T\(padded(second / 3_600, 2)):\(padded(second % 3_600 / 60, 2)):\(padded(second % 60, 2))"
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
