/// How a forest grows, forgets and stays bounded; every value has a default and a permitted range.
public struct ForestConfiguration: Sendable, Codable, Equatable {
    /// Number of trees, 1...100.
    public var trees: Int
    /// Codes of one feature, 4...64: all but one are value bins, the last is "missing".
    public var bins: Int
    /// Leaf weight between two split attempts, 10...1,000,000.
    public var grace: Double
    /// Hoeffding error probability of one split decision, 1e-9...0.5.
    public var delta: Double
    /// Hoeffding bound below which near-equal candidates count as a tie and the best is taken, 0...1.
    public var tau: Double
    /// Least F ratio (gain over residual variance) that a split must show, 0...1,000.
    public var evidence: Double
    /// Share of the features that one leaf considers, above 0 and at most 1.
    public var subspace: Double
    /// Weight of the parent's estimate in a node's own, 0.01...1,000,000.
    public var shrinkage: Double
    /// Effective number of instances a node or category remembers, 100...10,000,000; older ones fade out.
    public var horizon: Double
    /// Nodes of one tree, 3...65,535; when reached, the weakest twig makes room for a better split.
    public var maxNodes: Int
    /// Bytes of all trees' leaf histograms, 65,536...1,073,741,824; successors may add a third.
    ///
    /// Where many features make leaves large, trees have fewer nodes than `maxNodes`: the weakest leaves go first.
    public var histogramBytes: Int
    /// Instances kept raw before quantile bins are fitted, 10...10,000; until then predictions are the mean.
    public var warmup: Int
    /// Residual stages beside the bagged trees.
    public var stages: StageConfiguration
    /// Whether protected features are used; those that are not count as missing and are kept nowhere.
    public var usesProtected: Bool
    /// Seed of bagging and of feature subspaces.
    public var seed: UInt64

    /// Creates a configuration; values outside their range are moved to the nearest permitted one.
    public init(
        trees: Int = 30,
        bins: Int = 32,
        grace: Double = 100,
        delta: Double = 0.05,
        tau: Double = 0.1,
        evidence: Double = 6,
        subspace: Double = 0.6,
        shrinkage: Double = 10,
        horizon: Double = 20_000,
        maxNodes: Int = 511,
        histogramBytes: Int = 12_582_912,
        warmup: Int = 200,
        stages: StageConfiguration = StageConfiguration(),
        usesProtected: Bool = true,
        seed: UInt64 = 1
    ) {
        self.trees = trees
        self.bins = bins
        self.grace = grace
        self.delta = delta
        self.tau = tau
        self.evidence = evidence
        self.subspace = subspace
        self.shrinkage = shrinkage
        self.horizon = horizon
        self.maxNodes = maxNodes
        self.histogramBytes = histogramBytes
        self.warmup = warmup
        self.stages = stages
        self.usesProtected = usesProtected
        self.seed = seed
        self = clamped
    }

    /// Decodes a configuration: what is not said stays the default, what is out of range is moved into it.
    public init(from decoder: any Decoder) throws {
        self.init()
        let values = try decoder.container(keyedBy: CodingKeys.self)
        trees = try values.decodeIfPresent(Int.self, forKey: .trees) ?? trees
        bins = try values.decodeIfPresent(Int.self, forKey: .bins) ?? bins
        grace = try values.decodeIfPresent(Double.self, forKey: .grace) ?? grace
        delta = try values.decodeIfPresent(Double.self, forKey: .delta) ?? delta
        tau = try values.decodeIfPresent(Double.self, forKey: .tau) ?? tau
        evidence = try values.decodeIfPresent(Double.self, forKey: .evidence) ?? evidence
        subspace = try values.decodeIfPresent(Double.self, forKey: .subspace) ?? subspace
        shrinkage = try values.decodeIfPresent(Double.self, forKey: .shrinkage) ?? shrinkage
        horizon = try values.decodeIfPresent(Double.self, forKey: .horizon) ?? horizon
        maxNodes = try values.decodeIfPresent(Int.self, forKey: .maxNodes) ?? maxNodes
        histogramBytes = try values.decodeIfPresent(Int.self, forKey: .histogramBytes) ?? histogramBytes
        warmup = try values.decodeIfPresent(Int.self, forKey: .warmup) ?? warmup
        stages = try values.decodeIfPresent(StageConfiguration.self, forKey: .stages) ?? stages
        usesProtected = try values.decodeIfPresent(Bool.self, forKey: .usesProtected) ?? usesProtected
        seed = try values.decodeIfPresent(UInt64.self, forKey: .seed) ?? seed
        self = clamped
    }

    /// The same configuration with every value inside its range; NaN becomes the lowest permitted value.
    public var clamped: ForestConfiguration {
        var copy = self
        copy.trees = min(max(trees, 1), 100)
        copy.bins = min(max(bins, 4), 64)
        copy.grace = bounded(grace, 10, 1_000_000)
        copy.delta = bounded(delta, 1e-9, 0.5)
        copy.tau = bounded(tau, 0, 1)
        copy.evidence = bounded(evidence, 0, 1_000)
        copy.subspace = bounded(subspace, 0.001, 1)
        copy.shrinkage = bounded(shrinkage, 0.01, 1_000_000)
        copy.horizon = bounded(horizon, 100, 10_000_000)
        copy.maxNodes = min(max(maxNodes, 3), 65_535)
        copy.histogramBytes = min(max(histogramBytes, 65_536), 1_073_741_824)
        copy.warmup = min(max(warmup, 10), 10_000)
        copy.stages = stages.clamped
        return copy
    }
}
