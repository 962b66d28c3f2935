/// Figures; each is nil before the first prediction of its kind.
extension QualityTally {
    /// Mean absolute error in the target's unit.
    public var meanAbsoluteError: Double? { mean(absoluteSum, points) }

    /// Root mean squared error in the target's unit.
    public var rootMeanSquaredError: Double? { mean(squaredSum, points)?.squareRoot() }

    /// Mean of prediction minus target.
    public var bias: Double? { mean(errorSum, points) }

    /// Share of the target's variance that the predictions explain, at most 1; nil for a constant target.
    public var explainedVariance: Double? {
        guard points > 1 else { return nil }
        let spread = targetSquares - targetSum * targetSum / Double(points)
        return spread > 0 ? 1 - squaredSum / spread : nil
    }

    /// Share of intervals, 0...1, that held the target.
    public var coverage: Double? { mean(Double(covered), intervals) }

    /// Mean width of the intervals in the target's unit.
    public var meanWidth: Double? { mean(widthSum, intervals) }

    /// Mean squared error of the probabilities, 0...1.
    public var brierScore: Double? { mean(brierSum, probabilities) }

    /// Mean negative natural logarithm of the probability given to what became true.
    public var logLoss: Double? { mean(logLossSum, probabilities) }

    /// Share of true outcomes, 0...1.
    public var baseRate: Double? {
        mean(positives.reduce(0.0) { $0 + Double($1) }, probabilities)
    }

    /// Expected calibration error, 0...1: gap between mean probability and share of true outcomes, by bin.
    public var calibrationError: Double? {
        let gaps = probabilitySums.indices.reduce(0.0) {
            $0 + abs(probabilitySums[$1] - Double(outcomeCounts[$1]))
        }
        return mean(gaps, probabilities)
    }

    /// Area under the ROC curve, 0...1; nil unless both outcomes were seen.
    public var areaUnderCurve: Double? {
        var below = 0.0
        var pairs = 0.0
        var total = 0.0
        for cell in positives.indices {
            pairs += Double(positives[cell]) * (below + Double(negatives[cell]) / 2)
            below += Double(negatives[cell])
            total += Double(positives[cell])
        }
        return below > 0 && total > 0 ? pairs / (below * total) : nil
    }

    private func mean(_ sum: Double, _ count: UInt64) -> Double? {
        count > 0 ? sum / Double(count) : nil
    }
}
