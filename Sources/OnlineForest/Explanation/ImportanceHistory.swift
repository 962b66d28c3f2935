/// Which features mattered when: the mean size of their contributions, by day.
public struct ImportanceHistory: Sendable, Equatable {
    /// Most days.
    public static let maxDays = 4_000

    private struct Day: Sendable, Equatable {
        var count: UInt64 = 0
        var sums: [Double]
    }

    /// Count of features.
    public let features: Int
    /// Days kept; the oldest are dropped.
    public let keptDays: Int
    private var byDay: [Int64: Day] = [:]

    /// An empty history; the days kept are clamped to 1...`maxDays`.
    ///
    /// - Precondition: 0...`Forest.maxFeatures` features.
    public init(features: Int, keptDays: Int = 400) {
        precondition((0...FeatureEncoder.maxFeatures).contains(features), "too many features")
        self.features = features
        self.keptDays = min(max(keptDays, 1), Self.maxDays)
    }

    /// Days with predictions, the oldest first.
    public var days: [Int64] { byDay.keys.sorted() }

    /// Adds the contributions of one prediction; ignored for another count of features or older days.
    public mutating func add(_ contributions: Contributions, day: Int64) {
        guard contributions.perFeature.count == features else { return }
        if byDay[day] == nil {
            if byDay.count == keptDays, let oldest = byDay.keys.min() {
                guard day > oldest else { return }
                byDay[oldest] = nil
            }
            byDay[day] = Day(sums: Array(repeating: 0, count: features))
        }
        guard let place = byDay.index(forKey: day) else { return }
        byDay.values[place].count += 1
        for feature in 0..<features {
            let size = abs(contributions.perFeature[feature])
            byDay.values[place].sums[feature] += size.isFinite ? min(size, 1e12) : 0
        }
    }

    /// Mean size of each feature's contribution over days, in the prediction's unit; nil without predictions.
    public func importance(_ range: ClosedRange<Int64>) -> [Double]? {
        var sums = Array(repeating: 0.0, count: features)
        var count: UInt64 = 0
        for day in days where range.contains(day) {
            guard let entry = byDay[day] else { continue }
            count += entry.count
            for feature in 0..<features { sums[feature] += entry.sums[feature] }
        }
        return count > 0 ? sums.map { $0 / Double(count) } : nil
    }

    private static let kind: UInt32 = 0x5349_4D49

    /// A checkpoint; equal histories give equal bytes.
    public func encode() -> [UInt8] {
        var writer = CheckpointWriter(kind: Self.kind, capacity: byDay.count * (20 + 8 * features))
        writer.append(count: features)
        writer.append(count: keptDays)
        writer.append(count: byDay.count)
        for (day, entry) in byDay.sorted(by: { $0.key < $1.key }) {
            writer.append(UInt64(bitPattern: day))
            writer.append(entry.count)
            for sum in entry.sums { writer.append(sum) }
        }
        return writer.finished()
    }

    /// The history that was encoded; throws on bytes that `encode` cannot have written.
    public init(decoding bytes: [UInt8]) throws(ForestError) {
        var reader = try CheckpointReader(bytes, kind: Self.kind)
        let features = try reader.count(limit: FeatureEncoder.maxFeatures, "features")
        let kept = try reader.count(limit: Self.maxDays, "days")
        try reader.check(kept >= 1, "days")
        self.init(features: features, keptDays: kept)
        let count = try reader.count(limit: kept, "days")
        try reader.need(count * (16 + 8 * features))
        for _ in 0..<count {
            let day = Int64(bitPattern: try reader.integer(UInt64.self))
            try reader.check(byDay[day] == nil, "day")
            var entry = Day(count: try reader.integer(UInt64.self), sums: [])
            try reader.check(entry.count < 1 << 50, "count")
            for _ in 0..<features { entry.sums.append(try reader.double("sum")) }
            byDay[day] = entry
        }
        try reader.finish()
    }
}
