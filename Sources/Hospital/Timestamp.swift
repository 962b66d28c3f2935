// Public only so that other modules inline it: the compiler does not do so with what is `package`.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

/// A moment in UTC, in microseconds since 1970-01-01T00:00:00Z.
///
/// The only clock value inside the pipeline; wall clocks stay in the shell that appends records.
public struct Timestamp: Hashable, Comparable, Sendable, Codable {
    /// Microseconds since the Unix epoch; negative before it.
    public var microseconds: Int64

    @inlinable public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    @inlinable public init(seconds: Int64) {
        self.microseconds = seconds * 1_000_000
    }

    public init(from decoder: any Decoder) throws {
        microseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(microseconds)
    }

    @inlinable public static var distantPast: Timestamp { Timestamp(microseconds: .min / 4) }
    @inlinable public static var distantFuture: Timestamp { Timestamp(microseconds: .max / 4) }

    @inlinable public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }

    @inlinable public static func <= (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds <= right.microseconds
    }

    @inlinable public static func > (left: Timestamp, right: Timestamp) -> Bool { right < left }
    @inlinable public static func >= (left: Timestamp, right: Timestamp) -> Bool { right <= left }

    @inlinable public static func == (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds == right.microseconds
    }

    @inlinable public func hash(into hasher: inout Hasher) { hasher.combine(microseconds) }

    /// The time from `start` to `self`; negative when `start` is later.
    @inlinable public func since(_ start: Timestamp) -> TimeSpan {
        TimeSpan(microseconds: microseconds - start.microseconds)
    }

    @inlinable public static func + (moment: Timestamp, span: TimeSpan) -> Timestamp {
        Timestamp(microseconds: moment.microseconds + span.microseconds)
    }

    @inlinable public static func - (moment: Timestamp, span: TimeSpan) -> Timestamp {
        Timestamp(microseconds: moment.microseconds - span.microseconds)
    }

    /// Whole hours since the epoch, rounded down: the number of the UTC hour this moment lies in.
    @inlinable public var hourNumber: Int64 {
        microseconds.floorDivided(by: TimeSpan.hour.microseconds)
    }

    /// The first moment of UTC hour `hourNumber`.
    @inlinable public init(hourNumber: Int64) {
        self.microseconds = hourNumber * TimeSpan.hour.microseconds
    }
}

/// A length of time in microseconds; a signed 64-bit `Duration` for hot loops and stored values.
public struct TimeSpan: Hashable, Comparable, Sendable, Codable {
    public var microseconds: Int64

    @inlinable public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    @inlinable public static var zero: TimeSpan { TimeSpan(microseconds: 0) }
    @inlinable public static var second: TimeSpan { TimeSpan(microseconds: 1_000_000) }
    @inlinable public static var minute: TimeSpan { TimeSpan(microseconds: 60_000_000) }
    @inlinable public static var hour: TimeSpan { TimeSpan(microseconds: 3_600_000_000) }
    @inlinable public static var day: TimeSpan { TimeSpan(microseconds: 86_400_000_000) }

    @inlinable public static func seconds(_ count: Int64) -> TimeSpan {
        TimeSpan(microseconds: count * 1_000_000)
    }
    @inlinable public static func minutes(_ count: Int64) -> TimeSpan {
        TimeSpan(microseconds: count * 60_000_000)
    }
    @inlinable public static func hours(_ count: Int64) -> TimeSpan {
        TimeSpan(microseconds: count * 3_600_000_000)
    }

    /// Whole seconds, rounded towards zero.
    @inlinable public var wholeSeconds: Int64 { microseconds / 1_000_000 }
    /// Minutes as a fraction.
    @inlinable public var minutes: Double { Double(microseconds) / 60_000_000 }
    /// Hours as a fraction.
    @inlinable public var hours: Double { Double(microseconds) / 3_600_000_000 }

    @inlinable public static func < (left: TimeSpan, right: TimeSpan) -> Bool {
        left.microseconds < right.microseconds
    }
    @inlinable public static func + (left: TimeSpan, right: TimeSpan) -> TimeSpan {
        TimeSpan(microseconds: left.microseconds + right.microseconds)
    }
}

extension Int64 {
    /// Division that rounds towards negative infinity; `divisor` must be positive.
    @inlinable public func floorDivided(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
