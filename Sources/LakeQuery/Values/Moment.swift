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
        var reader = Reader()
        guard let year = reader.year(text), Self.years.contains(year) else { return nil }
        var (month, day) = (1, 1)
        var (seconds, nanoseconds, zone) = (0, 0, 0)
        if reader.skip("-", text) {
            guard let number = reader.number(2, text), (1...12).contains(number) else { return nil }
            month = number
            if reader.skip("-", text) {
                guard let number = reader.number(2, text), number >= 1, number <= Self.days(in: month, year)
                else {
                    return nil
                }
                day = number
                if reader.skip("T", text) || reader.skip(" ", text) || reader.skip("t", text) {
                    guard let time = reader.time(text), let offset = reader.zone(text) else { return nil }
                    (seconds, nanoseconds) = time
                    zone = offset
                }
            }
        }
        guard reader.position == text.count else { return nil }
        let whole = Int64(Self.dayNumber(year, month, day) * 86_400 + seconds - zone)
        microseconds = whole * 1_000_000 + Int64(nanoseconds / 1_000)
        self.nanoseconds = Int16(nanoseconds % 1_000)
    }

    /// As the other, for texts in hand.
    init?(_ text: String) {
        self.init(Array(text.utf8).span)
    }

    private static func days(in month: Int, _ year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01 in the proleptic Gregorian calendar.
    private static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Where reading stands; a span cannot be kept, so every step is lent it.
    private struct Reader {
        var position = 0

        mutating func skip(_ mark: Unicode.Scalar, _ text: Span<UInt8>) -> Bool {
            guard position < text.count, text[position] == UInt8(ascii: mark) else { return false }
            position += 1
            return true
        }

        /// Exactly `count` digits.
        mutating func number(_ count: Int, _ text: Span<UInt8>) -> Int? {
            guard position + count <= text.count else { return nil }
            var value = 0
            for index in position..<position + count {
                let digit = text[index]
                guard digit >= 0x30, digit <= 0x39 else { return nil }
                value = value * 10 + Int(digit - 0x30)
            }
            position += count
            return value
        }

        private func digits(atMost most: Int, _ text: Span<UInt8>) -> Int {
            var count = 0
            while count < most, position + count < text.count, text[position + count] >= 0x30,
                text[position + count] <= 0x39
            { count += 1 }
            return count
        }

        mutating func year(_ text: Span<UInt8>) -> Int? {
            if skip("+", text) { return number(max(4, digits(atMost: 6, text)), text) }
            if skip("-", text) { return number(max(4, digits(atMost: 6, text)), text).map { -$0 } }
            return number(4, text)
        }

        mutating func time(_ text: Span<UInt8>) -> (seconds: Int, nanoseconds: Int)? {
            guard let hour = number(2, text), hour < 24, skip(":", text), let minute = number(2, text),
                minute < 60
            else { return nil }
            guard skip(":", text) else { return (hour * 3_600 + minute * 60, 0) }
            guard let second = number(2, text), second < 60 else { return nil }
            let seconds = hour * 3_600 + minute * 60 + second
            guard skip(".", text) else { return (seconds, 0) }
            let count = digits(atMost: 9, text)
            guard count > 0, var fraction = number(count, text) else { return nil }
            for _ in count..<9 { fraction *= 10 }
            return (seconds, fraction)
        }

        /// Seconds east of UTC.
        mutating func zone(_ text: Span<UInt8>) -> Int? {
            if position == text.count || skip("Z", text) || skip("z", text) { return 0 }
            let isWest = skip("-", text)
            guard isWest || skip("+", text), let hours = number(2, text), hours < 24 else { return nil }
            var minutes = 0
            if position < text.count {
                guard skip(":", text), let number = number(2, text), number < 60 else { return nil }
                minutes = number
            }
            return (hours * 3_600 + minutes * 60) * (isWest ? -1 : 1)
        }
    }
}

// MARK: Writing

extension Moment {
    /// Appends `2026-01-05` for days since 1970.
    static func append(days: Int64, to out: inout [UInt8]) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        if year < 0 || year > 9_999 {
            out.append(UInt8(ascii: year < 0 ? "-" : "+"))
            append(year.magnitude, width: year.magnitude < 100_000 ? 5 : 6, to: &out)
        } else {
            append(year.magnitude, width: 4, to: &out)
        }
        out.append(UInt8(ascii: "-"))
        append(month.magnitude, width: 2, to: &out)
        out.append(UInt8(ascii: "-"))
        append((dayOfYear - (153 * monthIndex + 2) / 5 + 1).magnitude, width: 2, to: &out)
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
