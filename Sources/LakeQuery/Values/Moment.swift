import CivilCalendar

/// A moment in time as query texts name it: microseconds since 1970 UTC, and what a finer text adds.
struct Moment: Hashable, Comparable {
    /// Microseconds since 1970-01-01T00:00:00Z, rounded down.
    var microseconds: Int64
    /// 0 to 999 beyond the microseconds.
    var nanoseconds: Int16 = 0

    static func < (left: Moment, right: Moment) -> Bool {
        (left.microseconds, left.nanoseconds) < (right.microseconds, right.nanoseconds)
    }

    static let microsecondsPerDay: Int64 = 86_400_000_000
    /// Years whose every moment fits; Int64 ends in the year 294,247.
    private static let years = -290_000...290_000

    /// The microsecond not above and the one not below.
    var bounds: (floor: Int64, ceiling: Int64) {
        (microseconds, nanoseconds == 0 ? microseconds : microseconds + 1)
    }
}

// MARK: Reading

extension Moment {
    /// Reads `2026`, `2026-01`, `2026-01-05`, `2026-01-05T07:00` and finer, with `T` or a blank, up to nine
    /// decimals, and a zone (`Z`, `+01`, `+01:00`) that is UTC when left out; nil for anything else.
    ///
    /// Years outside 0 to 9999 carry a sign and five or six digits.
    init?(_ text: Span<UInt8>) {
        guard let time = ISOTime(text), Self.years.contains(time.year), time.decimals <= 9 else { return nil }
        microseconds = time.seconds() * 1_000_000 + Int64(time.nanosecond / 1_000)
        nanoseconds = Int16(time.nanosecond % 1_000)
    }

    /// As the other, for texts in hand.
    init?(_ text: String) {
        self.init(Array(text.utf8).span)
    }
}

// MARK: Writing

extension Moment {
    /// Appends `2026-01-05` for days since 1970.
    static func append(days: Int64, to out: inout [UInt8]) {
        let (year, month, day) = CivilCalendar.date(day: Int(days))
        if year < 0 || year > 9_999 {
            out.append(UInt8(ascii: year < 0 ? "-" : "+"))
            append(year.magnitude, width: year.magnitude < 100_000 ? 5 : 6, to: &out)
        } else {
            append(year.magnitude, width: 4, to: &out)
        }
        out.append(UInt8(ascii: "-"))
        append(month.magnitude, width: 2, to: &out)
        out.append(UInt8(ascii: "-"))
        append(day.magnitude, width: 2, to: &out)
    }

    /// Appends `2026-01-05T07:00:00Z`, with three or six decimals when there is a fraction of a second.
    static func append(microseconds: Int64, isLocal: Bool = false, to out: inout [UInt8]) {
        var (days, rest) = microseconds.quotientAndRemainder(dividingBy: microsecondsPerDay)
        if rest < 0 { (days, rest) = (days - 1, rest + microsecondsPerDay) }
        append(days: days, to: &out)
        out.append(UInt8(ascii: "T"))
        let (second, fraction) = rest.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
        append(second / 3_600, width: 2, to: &out)
        out.append(UInt8(ascii: ":"))
        append(second % 3_600 / 60, width: 2, to: &out)
        out.append(UInt8(ascii: ":"))
        append(second % 60, width: 2, to: &out)
        if fraction != 0 {
            out.append(UInt8(ascii: "."))
            let isWhole = fraction % 1_000 == 0
            append(isWhole ? fraction / 1_000 : fraction, width: isWhole ? 3 : 6, to: &out)
        }
        if !isLocal { out.append(UInt8(ascii: "Z")) }
    }

    private static func append(_ value: some UnsignedInteger, width: Int, to out: inout [UInt8]) {
        let start = out.count
        out.append(contentsOf: repeatElement(0x30, count: width))
        var rest = UInt64(value)
        for index in stride(from: start + width - 1, through: start, by: -1) {
            out[index] = 0x30 + UInt8(rest % 10)
            rest /= 10
        }
    }
}
