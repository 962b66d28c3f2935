/// One calibrated probability from several estimates of the same event, such as a forest's and a survival curve's.
///
/// Each estimate is calibrated by itself; then they are combined by the convex weights with the least faded squared
/// error on matured labels. Estimators that err in different places are better together than the best of them alone.
/// The other way round, weights that move would have the calibration learn from a mixture that is no more.
public struct ProbabilityBlend: Sendable {
    /// Most estimates.
    public static let maxCount = StageMixture.maxCount
    /// Labels before an estimate is calibrated; until then it stays as it is.
    public static let leastLabels = 100
    /// Labels that the weights remember: estimators become better as they learn.
    private static let horizon = 1_000.0
    /// Squared error of a label of an even event: labels of a rare one have less, and so move the weights less.
    private static let evenError = 0.25

    private var calibrators: [BetaCalibrator]
    private var mixture: StageMixture

    /// A blend of `count` estimates, clamped to 1...`maxCount`, with equal weights.
    public init(count: Int) {
        let count = min(max(count, 1), Self.maxCount)
        calibrators = Array(repeating: BetaCalibrator(), count: count)
        mixture = StageMixture(count: count, horizon: Self.horizon, unit: Self.evenError)
    }

    /// Estimates that are combined.
    public var count: Int { mixture.count }

    /// Weight of each estimate, 0...1; together 1.
    public var weights: [Double] { (0..<count).map { mixture.weights[$0] } }

    /// Labels that the calibration of the first estimate rests on.
    public var labelCount: Int { calibrators[0].count }

    /// The probability that `estimates`, each 0...1, give together; one that is no number is left out, and of
    /// nothing but such the answer is NaN.
    ///
    /// - Precondition: `count` estimates.
    public func callAsFunction(_ estimates: Double...) -> Double {
        precondition(estimates.count == count, "a blend of \(count) estimates")
        var sum = 0.0
        var weight = 0.0
        for index in 0..<count where !estimates[index].isNaN {
            // Where all that is known has lost its weight it still counts.
            let share = mixture.weights[index] + 1e-9
            sum += share * calibrated(estimates[index], index)
            weight += share
        }
        return weight > 0 ? sum / weight : .nan
    }

    /// Learns what became of an event from the estimates made before; those that are no numbers are left out.
    ///
    /// The weights learn where all are numbers, from what the calibration makes of them without this label.
    ///
    /// - Precondition: `count` estimates.
    public mutating func learn(_ estimates: Double..., outcome: Bool) {
        precondition(estimates.count == count, "a blend of \(count) estimates")
        var gaps = SIMD4<Double>.zero
        for index in 0..<count { gaps[index] = (outcome ? 1 : 0) - calibrated(estimates[index], index) }
        if !estimates.contains(where: \.isNaN) { mixture.learn(gaps, weight: 1) }
        for index in 0..<count where !estimates[index].isNaN {
            calibrators[index].learn(estimates[index], outcome: outcome)
        }
    }

    private func calibrated(_ estimate: Double, _ index: Int) -> Double {
        let bounded = min(max(estimate, 0), 1)
        return calibrators[index].count >= Self.leastLabels ? calibrators[index](bounded) : bounded
    }

    private static let kind: UInt32 = 0x444E_4C42

    /// A checkpoint; equal blends give equal bytes.
    public func encode() -> [UInt8] {
        var writer = CheckpointWriter(kind: Self.kind, capacity: 200)
        writer.append(count: count)
        mixture.write(to: &writer)
        for calibrator in calibrators { writer.append(calibrator.encode()) }
        return writer.finished()
    }

    /// The blend that was encoded; throws on bytes that `encode` cannot have written.
    public init(decoding bytes: [UInt8]) throws(ForestError) {
        var reader = try CheckpointReader(bytes, kind: Self.kind)
        let count = try reader.count(limit: Self.maxCount, "estimates")
        try reader.check(count >= 1, "estimates")
        self.init(count: count)
        try mixture.read(from: &reader)
        for index in 0..<count {
            calibrators[index] = try BetaCalibrator(
                decoding: try reader.byteArray(limit: 1 << 20, "calibrator")
            )
        }
        try reader.finish()
    }
}
