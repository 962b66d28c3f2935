/// Raw instances kept until the bins are fitted, row-major.
struct WarmupRows: Sendable {
    var values: [Float] = []
    var targets: [Double] = []
    var keys: [UInt64] = []
    var weights: [Float] = []

    /// Rows kept.
    var count: Int { targets.count }

    /// Adds a row of one value per feature; absent ones are missing.
    mutating func append(
        _ row: Span<Float>,
        encoder: borrowing FeatureEncoder,
        target: Double,
        key: UInt64,
        weight: Float
    ) {
        for feature in encoder.modes.indices { values.append(encoder.kept(row, feature)) }
        targets.append(target)
        keys.append(key)
        weights.append(weight)
    }
}
