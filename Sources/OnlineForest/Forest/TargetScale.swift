/// Maps targets to the trees' units and estimates back: log and standard score for regression, none for 0/1.
struct TargetScale: Sendable {
    /// Standard scores beyond this are moved to it, so that single-precision sums stay finite.
    private static let limit = 1e6

    let task: ForestTask
    /// Welford's running mean and squared deviation of the transformed targets of the warm-up.
    var count: UInt64 = 0
    var runningMean = 0.0
    var squaredDeviation = 0.0
    /// Transformed target = center + scale * tree unit; fixed at the end of the warm-up.
    var center = 0.0
    var scale = 1.0

    init(task: ForestTask) {
        self.task = task
    }

    /// Estimate above the root, in tree units.
    var prior: Float { task == .classification ? 0.5 : 0 }

    /// Mean of the targets seen so far in their own unit; 0, or probability 0.5, before the first.
    ///
    /// Classification counts one imaginary target of 0 and one of 1.
    var mean: Double { output(transformedMean) }

    /// The mean before the output transform.
    var transformedMean: Double {
        guard task == .classification else { return runningMean }
        return (runningMean * Double(count) + 1) / (Double(count) + 2)
    }

    /// Adds a warm-up target.
    mutating func observe(_ outcome: Double) {
        count += 1
        let value = transformed(outcome)
        let gap = value - runningMean
        runningMean += gap / Double(count)
        squaredDeviation += gap * (value - runningMean)
    }

    /// Ends the warm-up: regression targets become standard scores from now on.
    mutating func fix() {
        guard task != .classification, count > 0 else { return }
        center = runningMean
        let deviation = (squaredDeviation / Double(count)).squareRoot()
        scale = deviation.isFinite && deviation > 1e-12 ? deviation : 1
    }

    /// Target in tree units.
    func scaled(_ outcome: Double) -> Float {
        let score = (transformed(outcome) - center) / scale
        return Float(min(max(score, -Self.limit), Self.limit))
    }

    /// Transformed target of an estimate in tree units.
    func score(_ estimate: Double) -> Double { center + scale * estimate }

    /// Target in its own unit, or a probability, from the transformed one.
    func output(_ value: Double) -> Double {
        switch task {
        case .regression(let logScale): logScale ? max(exponentialMinusOne(value), 0) : value
        case .classification: min(max(value, 0), 1)
        }
    }

    /// Target before scaling; magnitudes are limited so that squares stay finite.
    private func transformed(_ outcome: Double) -> Double {
        switch task {
        case .regression(let logScale):
            logScale ? logarithmOfOnePlus(max(outcome, 0)) : min(max(outcome, -1e100), 1e100)
        case .classification: min(max(outcome, 0), 1)
        }
    }
}
