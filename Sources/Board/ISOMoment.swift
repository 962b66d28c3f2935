package import Hospital

/// A `Timestamp` that reads and writes as ISO 8601 UTC text with microseconds when they are not zero.
@propertyWrapper
package struct ISOMoment: Sendable, Equatable, Codable {
    package var wrappedValue: Timestamp

    package init(wrappedValue: Timestamp) {
        self.wrappedValue = wrappedValue
    }

    /// - Throws: `DecodingError.dataCorrupted` when the text is not `2026-01-05T07:00:00[.ffffff]Z`.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let moment = Self.parse(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "expected 2026-01-05T07:00:00[.ffffff]Z"
            )
        }
        wrappedValue = moment
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Self.text(wrappedValue))
    }

    /// `2026-01-05T07:00:00Z`, with `.ffffff` before the Z when there is a fraction of a second.
    package static func text(_ moment: Timestamp) -> String {
        let whole = moment.iso8601
        let seconds = moment.microseconds.floorDivided(by: 1_000_000)
        let fraction = moment.microseconds - seconds * 1_000_000
        return fraction == 0 ? whole : whole.dropLast() + "." + padded(Int(fraction), 6) + "Z"
    }

    private static func parse(_ text: String) -> Timestamp? {
        let bytes = Array(text.utf8)
        guard bytes.count == 20 || bytes.count == 27, bytes.last == UInt8(ascii: "Z") else { return nil }
        let separators: [(Int, UInt8)] = [(4, 0x2D), (7, 0x2D), (10, 0x54), (13, 0x3A), (16, 0x3A)]
        guard separators.allSatisfy({ bytes[$0.0] == $0.1 }) else { return nil }
        guard let year = number(bytes[0..<4]), let month = number(bytes[5..<7]),
            let day = number(bytes[8..<10]),
            let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]),
            let second = number(bytes[17..<19]), hour < 24, minute < 60, second < 60,
            day >= 1, day <= CivilTime.days(inMonth: month, of: year)
        else { return nil }
        var moment = CivilTime(
            year: year,
            month: month,
            day: day,
            hour: hour,
            minute: minute,
            second: second
        ).utc
        if bytes.count == 27 {
            guard bytes[19] == UInt8(ascii: "."), let fraction = number(bytes[20..<26]) else { return nil }
            moment.microseconds += Int64(fraction)
        }
        return moment
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for digit in digits {
            guard digit >= 0x30, digit <= 0x39 else { return nil }
            value = value * 10 + Int(digit - 0x30)
        }
        return value
    }
}
