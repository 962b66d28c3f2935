/// A moment in UTC, in microseconds since 1970-01-01T00:00:00Z.
///
/// The only clock value inside the pipeline; wall clocks stay in the shell that appends records.
package struct Timestamp: Hashable, Comparable, Sendable, Codable {
    /// Microseconds since the Unix epoch; negative before it.
    package var microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    package init(seconds: Int64) {
        self.microseconds = seconds * 1_000_000
    }

    package init(from decoder: any Decoder) throws {
        microseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(microseconds)
    }

    package static let distantPast = Timestamp(microseconds: .min / 4)
    package static let distantFuture = Timestamp(microseconds: .max / 4)

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }

    /// The time from `start` to `self`; negative when `start` is later.
    package func since(_ start: Timestamp) -> TimeSpan {
        TimeSpan(microseconds: microseconds - start.microseconds)
    }

    package static func + (moment: Timestamp, span: TimeSpan) -> Timestamp {
        Timestamp(microseconds: moment.microseconds + span.microseconds)
    }

    package static func - (moment: Timestamp, span: TimeSpan) -> Timestamp {
        Timestamp(microseconds: moment.microseconds - span.microseconds)
    }

    /// Whole hours since the epoch, rounded down: the number of the UTC hour this moment lies in.
    package var hourNumber: Int64 {
        microseconds.floorDivided(by: TimeSpan.hour.microseconds)
    }

    /// The first moment of UTC hour `hourNumber`.
    package init(hourNumber: Int64) {
        self.microseconds = hourNumber * TimeSpan.hour.microseconds
    }
}

/// A length of time in microseconds; a signed 64-bit `Duration` for hot loops and stored values.
package struct TimeSpan: Hashable, Comparable, Sendable, Codable {
    package var microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    package static let zero = TimeSpan(microseconds: 0)
    package static let second = TimeSpan(microseconds: 1_000_000)
    package static let minute = TimeSpan(microseconds: 60_000_000)
    package static let hour = TimeSpan(microseconds: 3_600_000_000)
    package static let day = TimeSpan(microseconds: 86_400_000_000)

    package static func seconds(_ count: Int64) -> TimeSpan { TimeSpan(microseconds: count * 1_000_000) }
    package static func minutes(_ count: Int64) -> TimeSpan { TimeSpan(microseconds: count * 60_000_000) }
    package static func hours(_ count: Int64) -> TimeSpan { TimeSpan(microseconds: count * 3_600_000_000) }

    /// Whole seconds, rounded towards zero.
    package var wholeSeconds: Int64 { microseconds / 1_000_000 }
    /// Minutes as a fraction.
    package var minutes: Double { Double(microseconds) / 60_000_000 }
    /// Hours as a fraction.
    package var hours: Double { Double(microseconds) / 3_600_000_000 }

    package static func < (left: TimeSpan, right: TimeSpan) -> Bool { left.microseconds < right.microseconds }
    package static func + (left: TimeSpan, right: TimeSpan) -> TimeSpan {
        TimeSpan(microseconds: left.microseconds + right.microseconds)
    }
}

extension Int64 {
    /// Division that rounds towards negative infinity; `divisor` must be positive.
    package func floorDivided(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
