internal import CivilCalendar

/// A time `YYYY[MM[DD[HH[MM[SS[.S+]]]]]][+/-ZZZZ]` as written, with its precision and offset kept.
package struct HL7Timestamp: Sendable, Equatable {
    /// The last part that was written.
    package enum Precision: UInt8, Sendable, Comparable {
        case year, month, day, hour, minute, second, fraction

        package static func < (left: Precision, right: Precision) -> Bool { left.rawValue < right.rawValue }
    }

    package var year: Int
    package var month = 1
    package var day = 1
    package var hour = 0
    package var minute = 0
    package var second = 0
    /// 0 to 999,999; digits beyond the sixth are dropped.
    package var microsecond = 0
    package var precision: Precision
    /// Minutes east of UTC, or nil when the message leaves the zone to the receiver.
    package var offsetMinutes: Int?

    /// Reads the time in `range`; throws `badTimestamp` with the byte offset in `bytes` and the reason.
    package init(_ bytes: [UInt8], in range: Range<Int>) throws(HL7Error) {
        let end = range.upperBound
        var at = range.lowerBound
        while at < end, bytes[at] &- 0x30 < 10 { at += 1 }
        let digits = at - range.lowerBound
        guard digits >= 4, digits <= 14, digits % 2 == 0 else {
            throw Self.fault(range.lowerBound, "4, 6, 8, 10, 12 or 14 digits", "\(digits)")
        }
        let start = range.lowerBound
        year = Self.pair(bytes, start) * 100 + Self.pair(bytes, start + 2)
        precision = Precision(rawValue: UInt8((digits - 4) / 2)) ?? .year
        if digits >= 6 { month = Self.pair(bytes, start + 4) }
        if digits >= 8 { day = Self.pair(bytes, start + 6) }
        if digits >= 10 { hour = Self.pair(bytes, start + 8) }
        if digits >= 12 { minute = Self.pair(bytes, start + 10) }
        if digits >= 14 { second = Self.pair(bytes, start + 12) }
        try checkCalendar(at: start)
        if at < end, bytes[at] == 0x2E {
            at = try readFraction(bytes, from: at + 1, end: end)
        }
        guard at < end else { return }
        try readOffset(bytes, at: at, end: end)
    }

    /// Microseconds since 1970-01-01T00:00:00Z; `defaultOffsetMinutes` applies when the message gave no zone.
    package func microseconds(defaultOffsetMinutes: Int = 0) -> Int64 {
        let minutes =
            (dayNumber * 24 + Int64(hour)) * 60 + Int64(minute - (offsetMinutes ?? defaultOffsetMinutes))
        return (minutes * 60 + Int64(second)) * 1_000_000 + Int64(microsecond)
    }

    private var dayNumber: Int64 { Int64(CivilCalendar.dayNumber(year: year, month: month, day: day)) }

    private func checkCalendar(at start: Int) throws(HL7Error) {
        guard year >= 1 else { throw Self.fault(start, "a year from 0001", "zero") }
        guard month >= 1, month <= 12 else { throw Self.fault(start + 4, "month 01 to 12", "another number") }
        let last = CivilCalendar.days(inMonth: month, of: year)
        guard day >= 1, day <= last else {
            throw Self.fault(start + 6, "a day of that month, 01 to \(last)", "another number")
        }
        guard hour <= 23 else { throw Self.fault(start + 8, "hour 00 to 23", "a greater number") }
        guard minute <= 59 else { throw Self.fault(start + 10, "minute 00 to 59", "a greater number") }
        guard second <= 59 else { throw Self.fault(start + 12, "second 00 to 59", "a greater number") }
    }

    private mutating func readFraction(_ bytes: [UInt8], from start: Int, end: Int) throws(HL7Error) -> Int {
        var at = start
        var scale = 100_000
        while at < end, bytes[at] &- 0x30 < 10 {
            microsecond += Int(bytes[at] - 0x30) * scale
            scale /= 10
            at += 1
        }
        guard at > start, precision == .second else {
            throw Self.fault(start, "a fraction after whole seconds", "something else")
        }
        precision = .fraction
        return at
    }

    private mutating func readOffset(_ bytes: [UInt8], at: Int, end: Int) throws(HL7Error) {
        guard bytes[at] == 0x2B || bytes[at] == 0x2D else {
            throw Self.fault(at, "a digit, a fraction or an offset", HL7Error.kind(of: bytes[at]))
        }
        guard end - at == 5, (at + 1..<end).allSatisfy({ bytes[$0] &- 0x30 < 10 }) else {
            throw Self.fault(at + 1, "an offset of four digits", "\(end - at - 1) bytes")
        }
        let hours = Self.pair(bytes, at + 1)
        let minutes = Self.pair(bytes, at + 3)
        guard hours <= 14, minutes <= 59 else {
            throw Self.fault(at + 1, "an offset up to 14 hours", "a greater number")
        }
        let size = hours * 60 + minutes
        offsetMinutes = bytes[at] == 0x2D ? -size : size
    }

    private static func pair(_ bytes: [UInt8], _ at: Int) -> Int {
        Int(bytes[at] &- 0x30) * 10 + Int(bytes[at + 1] &- 0x30)
    }

    private static func fault(_ offset: Int, _ expected: String, _ found: String) -> HL7Error {
        HL7Error(.badTimestamp, offset: offset, expected: expected, found: found)
    }
}
