/// Quality of predicted probabilities, tested before learning, over a sliding window of the last predictions.
///
/// Scores are clamped to 0...1. The AUC ranks them in 512 equal bins, ties counting one half, so it differs
/// from the exact AUC by at most half the share of pairs that fall into one bin.
public struct PrequentialAUC: Sendable, Equatable {
    /// Bins of equal width that the scores are ranked in.
    public static let bins = 512
    /// Largest window.
    public static let maxWindow = 1_000_000
    /// Probabilities nearer to 0 or 1 than this count as this in the log loss.
    public static let leastProbability = 1e-6

    /// Predictions that the window holds when full.
    public let window: Int
    /// Count of all predictions.
    public internal(set) var count: UInt64 = 0
    /// Scores and outcomes of the window, rings once full; the oldest is at `next`.
    var scores: [Float] = []
    var outcomes: [Bool] = []
    var next = 0
    /// Window count of outcomes per bin.
    var positives = [UInt32](repeating: 0, count: bins)
    var negatives = [UInt32](repeating: 0, count: bins)

    /// Creates an empty record; the window is clamped to 1...`maxWindow`.
    public init(window: Int = 1_000) {
        self.window = min(max(window, 1), Self.maxWindow)
    }

    /// Adds a probability and what became true; ignored when it is no number.
    public mutating func add(probability: Double, outcome: Bool) {
        guard !probability.isNaN else { return }
        let score = Float(min(max(probability, 0), 1))
        count &+= 1
        if scores.count < window {
            scores.append(score)
            outcomes.append(outcome)
        } else {
            tally(scores[next], outcomes[next], add: false)
            scores[next] = score
            outcomes[next] = outcome
            next = next + 1 == window ? 0 : next + 1
        }
        tally(score, outcome, add: true)
    }

    /// Predictions in the window now.
    public var windowCount: Int { scores.count }

    /// Area under the ROC curve; nil unless the window has both outcomes.
    public var areaUnderCurve: Double? {
        var below = 0.0
        var pairs = 0.0
        var total = 0.0
        for bin in 0..<Self.bins {
            let positive = Double(positives[bin])
            let negative = Double(negatives[bin])
            pairs += positive * (below + negative / 2)
            below += negative
            total += positive
        }
        return below > 0 && total > 0 ? pairs / (below * total) : nil
    }

    /// Share of true outcomes, 0...1; nil for an empty window.
    public var baseRate: Double? { mean { _, outcome in outcome ? 1 : 0 } }

    /// Mean squared error of the probabilities, 0...1; nil for an empty window.
    public var brierScore: Double? {
        mean { score, outcome in
            let gap = Double(score) - (outcome ? 1 : 0)
            return gap * gap
        }
    }

    /// Mean negative natural logarithm of the probability given to what became true; nil for an empty window.
    public var logLoss: Double? {
        mean { score, outcome in
            let given = outcome ? Double(score) : 1 - Double(score)
            return -naturalLogarithm(min(max(given, Self.leastProbability), 1 - Self.leastProbability))
        }
    }

    private func mean(_ value: (Float, Bool) -> Double) -> Double? {
        guard !scores.isEmpty else { return nil }
        var sum = 0.0
        for index in scores.indices { sum += value(scores[index], outcomes[index]) }
        return sum / Double(scores.count)
    }

    /// Adds an outcome to the bin of a score in 0...1, or takes it out again.
    mutating func tally(_ score: Float, _ outcome: Bool, add: Bool) {
        let bin = min(Int(score * Float(Self.bins)), Self.bins - 1)
        if outcome {
            positives[bin] = add ? positives[bin] + 1 : positives[bin] - 1
        } else {
            negatives[bin] = add ? negatives[bin] + 1 : negatives[bin] - 1
        }
    }
}
