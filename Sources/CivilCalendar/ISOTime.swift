/// A time as ISO 8601 text spells it, part by part; whoever reads one says which forms it takes.
///
/// Read are `2026`, `2026-01`, `2026-01-05`, `2026-01-05T07:00` and finer, with `T` or a blank, decimals of the second,
/// and a zone (`Z`, `+01`, `+01:00`, `+0100`). Years outside 0 to 9999 carry a sign and five or six digits.
package struct ISOTime: Hashable, Sendable {
    /// The last part that was written.
    package enum Precision: Int, Hashable, Sendable, Comparable {
        case year, month, day, minute, second, fraction

        package static func < (left: Precision, right: Precision) -> Bool { left.rawValue < right.rawValue }
    }

    package var year: Int
    package var month = 1
    package var day = 1
    package var hour = 0
    package var minute = 0
    package var second = 0
    /// 0 to 999,999,999; digits beyond the ninth are cut.
    package var nanosecond = 0
    /// Decimals of the second that were written.
    package var decimals = 0
    package var precision = Precision.year
    /// Minutes east of UTC; nil when the text leaves the zone open.
    package var offsetMinutes: Int?

    /// Reads a text; nil when it is no time of the calendar.
    package init?(_ text: Span<UInt8>) {
        var reader = Reader()
        guard let year = reader.year(text) else { return nil }
        self.year = year
        guard readDate(&reader, text), reader.position == text.count else { return nil }
    }

    /// As the other, for texts in hand.
    package init?(_ text: String) {
        self.init(Array(text.utf8).span)
    }

    /// Seconds since 1970 in UTC, the zone taken off; a text without zone is read `defaultOffsetMinutes` east of UTC.
    package func seconds(defaultOffsetMinutes: Int = 0) -> Int64 {
        let days = CivilCalendar.dayNumber(year: year, month: month, day: day)
        let minutes = hour * 60 + minute - (offsetMinutes ?? defaultOffsetMinutes)
        return Int64(days * 86_400 + minutes * 60 + second)
    }

    private mutating func readDate(_ reader: inout Reader, _ text: Span<UInt8>) -> Bool {
        guard reader.skip("-", text) else { return true }
        guard let month = reader.number(2, text), (1...12).contains(month) else { return false }
        self.month = month
        precision = .month
        guard reader.skip("-", text) else { return true }
        guard let day = reader.number(2, text), day >= 1,
            day <= CivilCalendar.days(inMonth: month, of: year)
        else { return false }
        self.day = day
        precision = .day
        guard reader.skip("T", text) || reader.skip(" ", text) || reader.skip("t", text) else { return true }
        return readTime(&reader, text)
    }

    private mutating func readTime(_ reader: inout Reader, _ text: Span<UInt8>) -> Bool {
        guard let hour = reader.number(2, text), hour < 24, reader.skip(":", text),
            let minute = reader.number(2, text), minute < 60
        else { return false }
        (self.hour, self.minute) = (hour, minute)
        precision = .minute
        if reader.skip(":", text) {
            guard let second = reader.number(2, text), second < 60 else { return false }
            self.second = second
            precision = .second
            if reader.skip(".", text) {
                guard readFraction(&reader, text) else { return false }
            }
        }
        guard reader.position < text.count else { return true }
        offsetMinutes = reader.zone(text)
        return offsetMinutes != nil
    }

    private mutating func readFraction(_ reader: inout Reader, _ text: Span<UInt8>) -> Bool {
        decimals = reader.digits(atMost: text.count, text)
        let kept = min(decimals, 9)
        guard kept > 0, var fraction = reader.number(kept, text) else { return false }
        for _ in kept..<9 { fraction *= 10 }
        nanosecond = fraction
        reader.position += decimals - kept
        precision = .fraction
        return true
    }

    /// Where reading stands; a span cannot be kept, so every step is lent it.
    private struct Reader {
        var position = 0

        mutating func skip(_ mark: Unicode.Scalar, _ text: Span<UInt8>) -> Bool {
            guard position < text.count, text[position] == UInt8(ascii: mark) else { return false }
            position += 1
            return true
        }

        /// Exactly `count` digits, of which there are nine at most.
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

        func digits(atMost most: Int, _ text: Span<UInt8>) -> Int {
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

        /// Minutes east of UTC.
        mutating func zone(_ text: Span<UInt8>) -> Int? {
            if skip("Z", text) || skip("z", text) { return 0 }
            let isWest = skip("-", text)
            guard isWest || skip("+", text), let hours = number(2, text), hours < 24 else { return nil }
            var minutes = 0
            if position < text.count {
                _ = skip(":", text)
                guard let number = number(2, text), number < 60 else { return nil }
                minutes = number
            }
            return (hours * 60 + minutes) * (isWest ? -1 : 1)
        }
    }
}
