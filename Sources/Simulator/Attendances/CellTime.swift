import Hospital

/// Reads the times that CSV cells hold.
enum CellTime {
    /// The moment `YYYY-MM-DD[(T| )HH:MM[:SS[.S+]]][Z|+HH:MM|+HHMM]` names, or nil when it is none.
    ///
    /// Without a zone the time is read `utcOffsetMinutes` east of UTC. Fractions are cut at microseconds.
    static func parse(_ text: String, utcOffsetMinutes: Int) -> Timestamp? {
        var cursor = Cursor(bytes: Array(text.utf8))
        guard let year = cursor.digits(4), cursor.skip(0x2D), let month = cursor.digits(2), cursor.skip(0x2D),
            let day = cursor.digits(2), day >= 1, day <= CivilTime.days(inMonth: month, of: year)
        else { return nil }
        var civil = CivilTime(year: year, month: month, day: day)
        var micros = 0
        if cursor.skip(0x54) || cursor.skip(0x20) {
            guard let hour = cursor.digits(2), hour <= 23, cursor.skip(0x3A), let minute = cursor.digits(2),
                minute <= 59
            else { return nil }
            civil.hour = hour
            civil.minute = minute
            if cursor.skip(0x3A) {
                guard let second = cursor.digits(2), second <= 59 else { return nil }
                civil.second = second
                if cursor.skip(0x2E) {
                    guard let fraction = cursor.fraction() else { return nil }
                    micros = fraction
                }
            }
        }
        guard let offset = cursor.zone(defaultMinutes: utcOffsetMinutes), cursor.isAtEnd else { return nil }
        return Timestamp(microseconds: civil.utc.microseconds + Int64(micros) - Int64(offset) * 60_000_000)
    }

    private struct Cursor {
        let bytes: [UInt8]
        var at = 0

        var isAtEnd: Bool { at == bytes.count }

        init(bytes: [UInt8]) { self.bytes = bytes }

        mutating func skip(_ byte: UInt8) -> Bool {
            guard at < bytes.count, bytes[at] == byte else { return false }
            at += 1
            return true
        }

        mutating func digits(_ count: Int) -> Int? {
            guard bytes.count - at >= count else { return nil }
            var value = 0
            for byte in bytes[at..<at + count] {
                guard byte &- 0x30 < 10 else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            at += count
            return value
        }

        /// Digits after the point as microseconds.
        mutating func fraction() -> Int? {
            let start = at
            var value = 0
            var scale = 100_000
            while at < bytes.count, bytes[at] &- 0x30 < 10 {
                value += Int(bytes[at] - 0x30) * scale
                scale /= 10
                at += 1
            }
            return at > start ? value : nil
        }

        /// Minutes east of UTC; nil when what follows is no zone.
        mutating func zone(defaultMinutes: Int) -> Int? {
            if isAtEnd { return defaultMinutes }
            if skip(0x5A) { return 0 }
            let isWest = at < bytes.count && bytes[at] == 0x2D
            guard isWest || bytes[at] == 0x2B else { return nil }
            at += 1
            guard let hours = digits(2), hours <= 14 else { return nil }
            _ = skip(0x3A)
            guard let minutes = digits(2), minutes <= 59 else { return nil }
            return (hours * 60 + minutes) * (isWest ? -1 : 1)
        }
    }
}
