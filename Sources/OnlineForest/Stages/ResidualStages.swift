/// Chains of stages over one replay window, and how their estimates and the bagged trees' are combined.
///
/// Classification has a chain for the log-odds; regression up to two for the mean (squared error; and gamma
/// deviance where no target is negative) and one for the median. A quick chain beside them has a quarter of the
/// memory: where the stream moves fast the mixture turns to it.
struct ResidualStages: Sendable {
    let task: ForestTask
    let units: StageUnits
    var window: ReplayWindow
    /// Chains that the mixture combines, then the median's.
    var chains: [StageChain]
    /// Weights of the bagged trees and of the chains for the mean.
    var mixture: StageMixture
    /// What the latest labels say beyond the features, in deviations of the target.
    var levelShift = LevelShift()
    /// How much of the median chain the median is.
    var medianShare = MedianShare()

    init(
        task: ForestTask,
        features: Int,
        units: StageUnits,
        seed: UInt64,
        configuration: StageConfiguration
    ) {
        self.task = task
        self.units = units
        let quick = configuration.quick
        let plan: [(loss: StageLoss, configuration: StageConfiguration)] =
            switch task {
            case .classification: [(.logistic, configuration), (.logistic, quick)]
            case .regression(logScale: true): [(.absolute, configuration)]
            case .regression where units.isPositive:
                [
                    (.squared, configuration), (.proportional, configuration), (.squared, quick),
                    (.absolute, configuration),
                ]
            case .regression: [(.squared, configuration), (.squared, quick), (.absolute, configuration)]
            }
        window = ReplayWindow(features: features, capacity: configuration.window)
        chains = plan.enumerated().map { index, chain in
            StageChain(loss: chain.loss, index: index, seed: seed, configuration: chain.configuration)
        }
        mixture = StageMixture(count: 1 + plan.count { $0.loss != .absolute })
    }

    /// Chains whose estimates the mixture combines: all but the median's.
    var mixed: Int { mixture.count - 1 }

    /// Whether the chains estimate anything yet.
    var isGrown: Bool { chains.first?.isGrown ?? false }

    /// Estimates of the bagged trees and of the mixed chains, in the target's own unit.
    func estimates(_ codes: borrowing FeatureCodes, bagged: Double) -> SIMD4<Double> {
        var estimates = SIMD4(repeating: bagged)
        guard isGrown else { return estimates }
        for index in 0..<mixed {
            estimates[index + 1] = chains[index].loss.output(chains[index].score(codes), units)
        }
        return estimates
    }

    /// Mean, or probability.
    func mean(_ codes: borrowing FeatureCodes, bagged: Double) -> Double {
        shifted(mixture.combined(estimates(codes, bagged: bagged)))
    }

    /// Unit in which errors are near 1.
    private var unit: Double { task == .classification ? 1 : units.deviation }

    /// An estimate moved by the level of the latest errors, within what the target can be.
    func shifted(_ estimate: Double) -> Double { shifted(estimate, by: levelShift.shift) }

    private func shifted(_ estimate: Double, by shift: Double) -> Double {
        let moved = estimate + shift * unit
        if task == .classification { return min(max(moved, min(estimate, 0.001)), max(estimate, 0.999)) }
        return units.isPositive && estimate > 0 ? max(moved, estimate / 2) : moved
    }

    /// Median of a regression, given its mean; the mean before the first tree.
    func median(_ codes: borrowing FeatureCodes, mean: Double) -> Double {
        guard isGrown, let chain = chains.last, chain.loss == .absolute else { return mean }
        return mean + medianShare.share * (chain.loss.output(chain.score(codes), units) - mean)
    }

    /// Learns a label: first the mixture, then every chain.
    mutating func learn(
        _ codes: borrowing FeatureCodes,
        values: Span<Float>,
        outcome: Double,
        bagged: Double,
        weight: Float,
        count: UInt64,
        predictedAt version: UInt64?,
        encoder: borrowing FeatureEncoder
    ) {
        let row = window.add(codes, values, encoder: encoder, weight: weight)
        let wasGrown = isGrown
        var estimates = SIMD4(repeating: bagged)
        var median = bagged
        for index in chains.indices {
            let score = chains[index].score(codes)
            let estimate = chains[index].loss.output(score, units)
            if index < mixed { estimates[index + 1] = estimate } else { median = estimate }
            chains[index].learn(
                row: row,
                target: chains[index].loss.scaled(outcome, units),
                score: score,
                window: window,
                encoder: encoder
            )
        }
        guard wasGrown else { return }
        let past = version.map { levelShift.level(at: $0, now: count - 1) }
        weigh(
            outcome,
            estimates: estimates,
            median: median,
            past: past,
            count: count,
            weight: Double(weight)
        )
    }

    /// Updates the mixtures with a label; far outliers do not count.
    private mutating func weigh(
        _ outcome: Double,
        estimates: SIMD4<Double>,
        median: Double,
        past: Double?,
        count: UInt64,
        weight: Double
    ) {
        let gaps = (outcome - estimates) / unit
        let combined = mixture.combined(estimates)
        let moved = shifted(combined, by: levelShift.contest.share * (past ?? 0))
        let mean = (outcome - moved) / unit
        let middle = (outcome - median) / unit
        guard gaps.max() < 1e6, gaps.min() > -1e6, abs(middle) < 1e6 else { return }
        mixture.learn(gaps, weight: weight)
        levelShift.learn((outcome - combined) / unit, at: past, count: count, weight: weight)
        if task != .classification { medianShare.learn(mean: mean, median: middle, weight: weight) }
    }
}

extension ResidualStages {
    /// Approximate heap bytes.
    var memoryBytes: Int {
        let nodes = chains.reduce(0) { $0 + $1.trees.reduce(0) { $0 + $1.nodes.capacity } }
        let rows = window.codes.capacity + 4 * window.values.capacity + 4 * window.weights.capacity
        return rows + chains.reduce(0) { $0 + 8 * $1.targets.capacity }
            + nodes * MemoryLayout<StageTree.Node>.stride
    }

    /// Bytes that `memoryBytes` cannot exceed by much.
    static func memoryLimitBytes(features: Int, _ configuration: StageConfiguration) -> Int {
        guard configuration.trees > 0 else { return 0 }
        let tree = min(2 << configuration.depth, StageTree.maxNodes) * MemoryLayout<StageTree.Node>.stride
        // Arrays that grow by doubling hold up to twice their content.
        return 2 * (configuration.window * (5 * features + 4 + 4 * 8) + 4 * configuration.trees * tree)
    }
}
