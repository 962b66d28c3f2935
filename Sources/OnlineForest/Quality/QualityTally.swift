/// Quality of predictions scored before they were learned, as sums: two tallies merge into one of both.
///
/// Bounded: about 2 kB whatever is added. The area under the ROC curve ranks probabilities in 128 cells of
/// log-odds, ties counting one half.
public struct QualityTally: Sendable, Equatable {
    /// Bins of equal width that the expected calibration error compares probabilities and outcomes in.
    public static let calibrationBins = 10

    /// Point predictions, and sums of their errors in the target's unit.
    public internal(set) var points: UInt64 = 0
    var absoluteSum = 0.0
    var squaredSum = 0.0
    var errorSum = 0.0
    var targetSum = 0.0
    var targetSquares = 0.0
    /// Intervals, those that held the target, and the sum of their widths.
    public internal(set) var intervals: UInt64 = 0
    var covered: UInt64 = 0
    var widthSum = 0.0
    /// Probabilities.
    public internal(set) var probabilities: UInt64 = 0
    var brierSum = 0.0
    var logLossSum = 0.0
    var positives = [UInt32](repeating: 0, count: ScoreScale.cells)
    var negatives = [UInt32](repeating: 0, count: ScoreScale.cells)
    var probabilitySums = [Double](repeating: 0, count: calibrationBins)
    var outcomeCounts = [UInt32](repeating: 0, count: calibrationBins)

    /// An empty tally.
    public init() {}

    /// Adds a point prediction and what became true; ignored unless both are finite.
    public mutating func add(prediction: Double, target: Double) {
        guard prediction.isFinite, target.isFinite else { return }
        let error = min(max(prediction - target, -1e12), 1e12)
        points += 1
        absoluteSum += abs(error)
        squaredSum += error * error
        errorSum += error
        let bounded = min(max(target, -1e12), 1e12)
        targetSum += bounded
        targetSquares += bounded * bounded
    }

    /// Adds an interval and what became true; ignored unless all are finite.
    public mutating func add(interval: ClosedRange<Double>, target: Double) {
        guard interval.lowerBound.isFinite, interval.upperBound.isFinite, target.isFinite else { return }
        intervals += 1
        covered += interval.contains(target) ? 1 : 0
        widthSum += min(interval.upperBound - interval.lowerBound, 1e12)
    }

    /// Adds a probability and what became true; ignored when it is no number.
    public mutating func add(probability: Double, outcome: Bool) {
        guard !probability.isNaN else { return }
        let score = min(max(probability, 0), 1)
        let gap = score - (outcome ? 1 : 0)
        let given = min(max(outcome ? score : 1 - score, PrequentialAUC.leastProbability), 1)
        probabilities += 1
        brierSum += gap * gap
        logLossSum -= naturalLogarithm(given)
        let cell = ScoreScale.cell(of: score)
        if outcome { positives[cell] &+= 1 } else { negatives[cell] &+= 1 }
        let bin = min(Int(score * Double(Self.calibrationBins)), Self.calibrationBins - 1)
        probabilitySums[bin] += score
        if outcome { outcomeCounts[bin] &+= 1 }
    }

    /// Adds all of another tally.
    public mutating func merge(_ other: QualityTally) {
        points &+= other.points
        absoluteSum += other.absoluteSum
        squaredSum += other.squaredSum
        errorSum += other.errorSum
        targetSum += other.targetSum
        targetSquares += other.targetSquares
        intervals &+= other.intervals
        covered &+= other.covered
        widthSum += other.widthSum
        probabilities &+= other.probabilities
        brierSum += other.brierSum
        logLossSum += other.logLossSum
        for cell in positives.indices {
            positives[cell] &+= other.positives[cell]
            negatives[cell] &+= other.negatives[cell]
        }
        for bin in probabilitySums.indices {
            probabilitySums[bin] += other.probabilitySums[bin]
            outcomeCounts[bin] &+= other.outcomeCounts[bin]
        }
    }
}
