/// Raw instances kept until the bins are fitted, row-major.
struct WarmupRows: Sendable {
    var values: [Float] = []
    var targets: [Double] = []
    var keys: [UInt64] = []
    var weights: [Float] = []

    /// Rows kept.
    var count: Int { targets.count }

    /// Adds a row of exactly `features` values; absent ones are missing.
    mutating func append(_ row: Span<Float>, features: Int, target: Double, key: UInt64, weight: Float) {
        for feature in 0..<features { values.append(feature < row.count ? row[feature] : .nan) }
        targets.append(target)
        keys.append(key)
        weights.append(weight)
    }
}
