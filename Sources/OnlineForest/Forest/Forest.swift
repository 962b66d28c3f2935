/// An incremental forest of binned Hoeffding trees with online bagging: it learns one instance at a time.
///
/// The forest is a value and a pure function of its configuration and the learned instances in their order;
/// its random numbers depend only on (seed, tree, instance key). The first `warmup` instances are kept raw to
/// fit the bins; until then every prediction is the mean target, and before the first 0 or probability 0.5.
/// NaN means missing; too few values count as missing, further ones are ignored.
public struct Forest: Sendable {
    /// Most features of a forest.
    public static let maxFeatures = FeatureEncoder.maxFeatures
    /// Largest weight of one instance.
    public static let maxWeight = 1_000.0

    /// The input columns, in the order of the values.
    public let features: [Feature]
    /// What is estimated.
    public let task: ForestTask
    /// How the forest grows, forgets and stays bounded.
    public let configuration: ForestConfiguration
    /// Count of learned instances.
    public internal(set) var learnedCount: UInt64 = 0

    let rules: TreeRules
    var target: TargetScale
    var encoder: FeatureEncoder
    /// Raw instances until the bins are fitted; empty afterwards.
    var warmup = WarmupRows()
    /// Empty until the bins are fitted.
    var trees: [HoeffdingTree] = []
    /// One watch of each tree's errors.
    var watches: [DriftWatch] = []
    /// Trees that may replace the one of the same index.
    var successors: [Successor?] = []
    var successorCount = 0
    /// Successors planted so far; numbers their random streams.
    var plantings: UInt64 = 0
    /// Trees replaced so far because the stream had moved away from them.
    public internal(set) var replacements: UInt64 = 0
    /// Numeric features cut anew so far because their values had moved.
    public internal(set) var rebinnings: UInt64 = 0
    /// Residual stages once the bins are fitted; nil when switched off.
    var stages: ResidualStages?

    /// Creates a forest that has learned nothing; the configuration is clamped to its ranges.
    ///
    /// - Precondition: at most `maxFeatures` features.
    public init(features: [Feature], task: ForestTask, configuration: ForestConfiguration = .init()) {
        precondition(features.count <= Self.maxFeatures, "a forest has at most \(Self.maxFeatures) features")
        self.features = features
        self.task = task
        self.configuration = configuration.clamped
        target = TargetScale(task: task)
        rules = TreeRules(features: features, configuration: configuration.clamped)
        encoder = FeatureEncoder(
            features: features,
            bins: configuration.clamped.bins,
            horizon: configuration.clamped.horizon,
            usesProtected: configuration.usesProtected
        )
    }

    /// Version of the model for the record of a prediction: the count of learned instances.
    public var version: UInt64 { learnedCount }

    /// Whether the bins are fitted and the trees predict; before, predictions are the mean target.
    public var isWarm: Bool { !trees.isEmpty }

    /// Prediction for one instance, in the target's own unit, or the probability of a 1.
    public func predict(_ values: [Float]) -> Double { predict(values.span) }

    /// Prediction for one instance, in the target's own unit, or the probability of a 1; allocates nothing.
    public func predict(_ values: Span<Float>) -> Double {
        guard isWarm else { return target.mean }
        let codes = encoder.codes(values)
        let bagged = bagged(codes)
        guard let stages else { return bagged }
        let mean = stages.mean(codes, bagged: bagged)
        return task == .regression(logScale: true) ? stages.median(codes, mean: mean) : mean
    }

    /// Median of a regression in the target's own unit, the estimate of the least absolute error; the
    /// probability of a classification.
    ///
    /// Without stages, and before they are grown, this is what `predict` gives.
    public func predictMedian(_ values: [Float]) -> Double { estimate(values.span).median }

    /// Mean and median at the price of one.
    public func estimate(_ values: [Float]) -> (mean: Double, median: Double) { estimate(values.span) }

    /// Mean and median at the price of one; allocates nothing.
    public func estimate(_ values: Span<Float>) -> (mean: Double, median: Double) {
        guard isWarm else { return (target.mean, target.mean) }
        let codes = encoder.codes(values)
        let bagged = bagged(codes)
        guard let stages else { return (bagged, bagged) }
        let mean = stages.mean(codes, bagged: bagged)
        return (mean, stages.median(codes, mean: mean))
    }

    /// Mean of the bagged trees' estimates, in the target's own unit.
    private func bagged(_ codes: borrowing FeatureCodes) -> Double {
        var sum = 0.0
        for index in trees.indices { sum += Double(trees[index].estimate(codes, prior: target.prior)) }
        return target.output(target.score(sum / Double(trees.count)))
    }

    /// Learns one instance; `key` identifies it (a visit) and alone decides which trees see it how often.
    ///
    /// Returns false and learns nothing when the target is not finite or the weight not above 0; weights
    /// above `maxWeight` count as that. `predictedAt` is the `version` of the forest when the instance was
    /// predicted: with it the forest learns whether the level of the latest errors lasts until labels mature,
    /// and follows it only then.
    @discardableResult
    public mutating func learn(
        _ values: [Float],
        target: Double,
        key: UInt64,
        weight: Double = 1,
        predictedAt version: UInt64? = nil
    ) -> Bool {
        learn(values.span, target: target, key: key, weight: weight, predictedAt: version)
    }

    /// Learns one instance, as the array form does.
    @discardableResult
    public mutating func learn(
        _ values: Span<Float>,
        target outcome: Double,
        key: UInt64,
        weight: Double = 1,
        predictedAt version: UInt64? = nil
    ) -> Bool {
        guard outcome.isFinite, weight > 0 else { return false }
        let share = Float(min(weight, Self.maxWeight))
        guard share > 0 else { return false }
        learnedCount &+= 1
        if isWarm {
            learnWarm(
                values,
                outcome: outcome,
                key: key,
                weight: share,
                count: learnedCount,
                version: version
            )
            return true
        }
        target.observe(outcome)
        warmup.append(values, encoder: encoder, target: outcome, key: key, weight: share)
        if warmup.count >= configuration.warmup { finishWarmup() }
        return true
    }

    /// Nodes of all trees, for supervision; at most `trees * maxNodes`.
    public var nodeCount: Int { trees.reduce(0) { $0 + $1.nodes.count } }

    /// Approximate heap bytes of the learned state.
    public var memoryBytes: Int {
        let rest = encoder.levelWeights.count * 8 + warmup.values.count * 4 + (stages?.memoryBytes ?? 0)
        let successors = successors.reduce(0) { $0 + ($1?.tree.memoryBytes ?? 0) }
        return trees.reduce(rest + successors) { $0 + $1.memoryBytes }
    }

    /// Bytes that `memoryBytes` cannot exceed by much, whatever is learned.
    public var memoryLimitBytes: Int {
        let cells = rules.maxSlots * rules.slotCells * MemoryLayout<SIMD2<Float>>.stride
        return (configuration.trees + maxSuccessors)
            * (cells + rules.maxNodes * 2 * MemoryLayout<HoeffdingTree.Node>.stride)
            + encoder.levelWeights.count * 8
            + ResidualStages.memoryLimitBytes(features: features.count, configuration.stages)
    }

    /// Learns with fitted bins.
    ///
    /// The codes are taken before the instance's own target is known to them.
    private mutating func learnWarm(
        _ values: Span<Float>,
        outcome: Double,
        key: UInt64,
        weight: Float,
        count: UInt64,
        version: UInt64?
    ) {
        let codes = encoder.codes(values)
        let scaled = target.scaled(outcome)
        encoder.learn(values, target: scaled, weight: weight, count: count)
        let score = learnTrees(codes, target: scaled, weight: weight, key: key)
        stages?.learn(
            codes,
            values: values,
            outcome: outcome,
            bagged: target.output(target.score(score)),
            weight: weight,
            count: count,
            predictedAt: version,
            encoder: encoder
        )
        if count % Self.rebinPeriod == Self.rebinPeriod / 2 { rebin() }
    }

    /// Fits target scale and bins, plants the trees and lets them learn the raw instances in order.
    private mutating func finishWarmup() {
        let rows = warmup
        warmup = WarmupRows()
        target.fix()
        encoder.fitCuts(rows: rows.values, count: rows.count)
        trees = (0..<configuration.trees).map {
            HoeffdingTree(number: UInt64($0), seed: configuration.seed, rules: rules)
        }
        watches = Array(repeating: DriftWatch(), count: configuration.trees)
        successors = Array(repeating: nil, count: configuration.trees)
        if configuration.stages.trees > 0 {
            stages = ResidualStages(
                task: task,
                features: features.count,
                units: StageUnits(rows.targets),
                seed: configuration.seed,
                configuration: configuration.stages
            )
        }
        for row in 0..<rows.count {
            let first = row * features.count
            learnWarm(
                rows.values.span.extracting(first..<(first + features.count)),
                outcome: rows.targets[row],
                key: rows.keys[row],
                weight: rows.weights[row],
                count: UInt64(row + 1),
                version: nil
            )
        }
    }
}
