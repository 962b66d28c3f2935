/// What a chain of stages minimises, and how its scores become estimates.
enum StageLoss: UInt8, Sendable {
    /// Squared error: the score is the mean.
    case squared
    /// Gamma deviance: the score is the logarithm of the mean; for targets that are never negative.
    case proportional
    /// Huber's loss of a signed logarithm: the score is near the median.
    case absolute
    /// Log loss: the score is the log-odds.
    case logistic

    /// Residuals beyond this multiple of the mean absolute one count as this large in `absolute`.
    static let kneeShare: Float = 1
    /// Ratio of target and mean above which `proportional` counts it as this.
    static let ratioLimit: Float = 20
    /// Steepness of the signed logarithm: where it turns from a line into a logarithm, in mean targets.
    private static let steepness = 4.0
    private static let limit: Double = 1e6

    /// Score scale of an outcome; the units make it free of the target's unit.
    func scaled(_ outcome: Double, _ units: StageUnits) -> Float {
        let value =
            switch self {
            case .squared: (outcome - units.center) / units.deviation
            case .proportional: max(outcome, 0) / units.magnitude
            case .absolute:
                (outcome < 0 ? -1 : 1)
                    * logarithmOfOnePlus(Self.steepness * min(abs(outcome) / units.magnitude, 1e100))
            case .logistic: min(max(outcome, 0), 1)
            }
        return Float(min(max(value, -Self.limit), Self.limit))
    }

    /// Estimate in the target's own unit, or the probability, of a score.
    func output(_ score: Float, _ units: StageUnits) -> Double {
        switch self {
        case .squared: units.center + units.deviation * Double(score)
        case .proportional: units.magnitude * Double(exponential(score))
        case .absolute:
            (score < 0 ? -1 : 1) * exponentialMinusOne(Double(min(abs(score), 80))) * units.magnitude
                / Self.steepness
        case .logistic: Double(1 / (1 + exponential(-score)))
        }
    }

    /// Score of no knowledge but the targets.
    func start(_ targets: [Float]) -> Float {
        let count = Float(targets.count)
        let sum = targets.reduce(0, +)
        switch self {
        case .squared: return sum / count
        case .proportional: return Float(naturalLogarithm(Double(max(sum / count, 1e-6))))
        case .absolute: return targets.sorted()[targets.count / 2]
        case .logistic:
            let share = Double((sum + 1) / (count + 2))
            return Float(naturalLogarithm(share / (1 - share)))
        }
    }

    /// Negative slope of the loss at a score, and its curvature.
    @inline(__always)
    func slope(target: Float, score: Float, knee: Float) -> (slope: Float, curvature: Float) {
        switch self {
        case .squared: return (target - score, 1)
        case .proportional:
            let ratio = min(target * exponential(-score), Self.ratioLimit)
            // Between the observed and the expected curvature: steady where one target is far off.
            return (ratio - 1, (ratio + 1) / 2)
        case .absolute:
            let gap = target - score
            // The weight of reweighted least squares: a leaf's value never overshoots its residuals.
            let pull = min(max(gap, -knee), knee)
            return (pull, abs(gap) <= knee ? 1 : knee / abs(gap))
        case .logistic:
            let chance = 1 / (1 + exponential(-score))
            return (target - chance, max(chance * (1 - chance), 1e-3))
        }
    }
}

/// Units of a target, fixed at the end of the warm-up.
struct StageUnits: Sendable, Equatable {
    /// Mean.
    var center = 0.0
    /// Standard deviation, above 0.
    var deviation = 1.0
    /// Mean absolute value, above 0.
    var magnitude = 1.0
    /// Whether no target of the warm-up was negative.
    var isPositive = true

    init() {}

    init(_ outcomes: [Double]) {
        let held = outcomes.map { min(max($0, -1e100), 1e100) }
        let count = Double(max(held.count, 1))
        // Running means are exact for equal targets.
        var size = 0.0
        for (index, value) in held.enumerated() {
            center += (value - center) / Double(index + 1)
            size += (abs(value) - size) / Double(index + 1)
        }
        let spread = held.reduce(0) { $0 + ($1 - center) * ($1 - center) / count }.squareRoot()
        deviation = spread > 1e-12 && spread.isFinite ? spread : 1
        magnitude = size > 1e-12 ? size : 1
        isPositive = held.allSatisfy { $0 >= 0 }
    }
}
