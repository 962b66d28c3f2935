internal import CivilCalendar
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
        let isWhole = text.utf8.count == 20
        guard isWhole || text.utf8.count == 27, text.utf8.last == UInt8(ascii: "Z"), text.contains("T"),
            let time = ISOTime(text), (0...9_999).contains(time.year), time.precision >= .second
        else { return nil }
        return Timestamp(microseconds: time.seconds() * 1_000_000 + Int64(time.nanosecond / 1_000))
    }
}
