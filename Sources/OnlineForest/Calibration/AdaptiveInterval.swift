/// Prediction intervals whose tails hold the shares they promise, per group, on labels that come late.
///
/// A curve's quantile levels are steered by what fell outside (adaptive conformal inference, Gibbs and Candes
/// 2021): after each label, the log-odds of the lower level move by a rate times the gap between what should be
/// below the interval and what was, those of the upper likewise. A fast shift common to all groups keeps any few
/// hundred stays together in balance, a slow one per group keeps each group so in the long run. Steps in
/// log-odds never leave 0...1 and are small where the distribution's tail is long.
public struct AdaptiveInterval: Sendable, Equatable {
    /// Levels between which an interval lies, each 0...1, of the predicted distribution.
    public struct Levels: Sendable, Equatable {
        /// Share of the predicted distribution below the interval.
        public var lower: Double
        /// Share not above the interval.
        public var upper: Double
    }

    /// Where a stay that ended fell.
    public enum Outcome: Sendable, Equatable {
        case below, inside, above

        /// Where `target` fell relative to an interval.
        public init(_ target: Double, in interval: ClosedRange<Double>) {
            self = target < interval.lowerBound ? .below : target > interval.upperBound ? .above : .inside
        }
    }

    /// Most groups; the labels of further ones steer only the shift common to all.
    public static let maxGroups = 4_096
    /// Largest shift of log-odds.
    private static let reach = 6.0

    /// Share that an interval shall hold, 0.01...0.99; each tail holds half of the rest.
    public let coverage: Double
    /// How far one label moves the log-odds common to all groups, 0...1; times the labels outstanding, below 5.
    public let rate: Double
    /// How far one label moves the log-odds of its group, 0...1.
    public let groupRate: Double
    /// Shifts of the log-odds of both levels.
    private var common = Levels(lower: 0, upper: 0)
    private var groups: [Int64: Levels] = [:]

    /// Intervals that start from the predicted distribution's own levels.
    public init(coverage: Double = 0.8, rate: Double = 0.08, groupRate: Double = 0.02) {
        self.coverage = coverage > 0.01 ? min(coverage, 0.99) : 0.01
        self.rate = rate > 0 ? min(rate, 1) : 0
        self.groupRate = groupRate > 0 ? min(groupRate, 1) : 0
    }

    /// Levels for the next interval of a group, such as a ward; the upper one is not below the lower.
    public func levels(group: Int64) -> Levels {
        let own = groups[group] ?? Levels(lower: 0, upper: 0)
        let start = ScoreScale.logit(tail)
        let lower = ScoreScale.probability(start + own.lower + common.lower)
        return Levels(
            lower: lower,
            upper: max(lower, ScoreScale.probability(-start + own.upper + common.upper))
        )
    }

    /// The interval of a group around a curve's median, given the time already `stayed`.
    public func interval(of curve: SurvivalCurve, group: Int64, stayed: Double = 0) -> ClosedRange<Double> {
        let levels = levels(group: group)
        let lower = curve.quantile(levels.lower, given: stayed)
        return lower...max(lower, curve.quantile(levels.upper, given: stayed))
    }

    /// Learns where a stay fell relative to the interval that was given for it.
    public mutating func learn(_ outcome: Outcome, group: Int64) {
        if groups[group] != nil || groups.count < Self.maxGroups {
            groups[group] = moved(groups[group] ?? Levels(lower: 0, upper: 0), outcome, rate: groupRate)
        }
        common = moved(common, outcome, rate: rate)
    }

    private var tail: Double { (1 - coverage) / 2 }

    private func moved(_ shift: Levels, _ outcome: Outcome, rate: Double) -> Levels {
        let lower = shift.lower + rate * (tail - (outcome == .below ? 1 : 0))
        let upper = shift.upper - rate * (tail - (outcome == .above ? 1 : 0))
        return Levels(
            lower: min(max(lower, -Self.reach), Self.reach),
            upper: min(max(upper, -Self.reach), Self.reach)
        )
    }

    private static let kind: UInt32 = 0x4943_4141

    /// A checkpoint; equal states give equal bytes.
    public func encode() -> [UInt8] {
        var writer = CheckpointWriter(kind: Self.kind, capacity: groups.count * 24)
        for value in [coverage, rate, groupRate, common.lower, common.upper] { writer.append(value) }
        writer.append(count: groups.count)
        for (group, shift) in groups.sorted(by: { $0.key < $1.key }) {
            writer.append(UInt64(bitPattern: group))
            writer.append(shift.lower)
            writer.append(shift.upper)
        }
        return writer.finished()
    }

    /// The state that was encoded; throws on bytes that `encode` cannot have written.
    public init(decoding bytes: [UInt8]) throws(ForestError) {
        var reader = try CheckpointReader(bytes, kind: Self.kind)
        let settings = (
            coverage: try reader.double("coverage"), rate: try reader.double("rate"),
            groupRate: try reader.double("group rate")
        )
        self.init(coverage: settings.coverage, rate: settings.rate, groupRate: settings.groupRate)
        try reader.check(settings == (coverage, rate, groupRate), "interval settings")
        common = try Self.shift(from: &reader)
        let count = try reader.count(limit: Self.maxGroups, "groups")
        try reader.need(count * 24)
        for _ in 0..<count {
            let group = Int64(bitPattern: try reader.integer(UInt64.self))
            try reader.check(groups[group] == nil, "group")
            groups[group] = try Self.shift(from: &reader)
        }
        try reader.finish()
    }

    private static func shift(from reader: inout CheckpointReader) throws(ForestError) -> Levels {
        let shift = Levels(lower: try reader.double("shift"), upper: try reader.double("shift"))
        try reader.check(max(abs(shift.lower), abs(shift.upper)) <= reach, "shift")
        return shift
    }
}
