/// What rules the growth of binned trees, computed once per forest.
struct TreeRules: Sendable {
    let features: Int
    /// Codes of a feature.
    let bins: Int
    /// Features that one leaf considers.
    let subspace: Int
    let grace: Float
    /// ln(1 / delta) / 2, the numerator of the squared Hoeffding bound.
    let bound: Float
    let tau: Float
    let evidence: Float
    let shrinkage: Float
    let horizon: Float
    let maxNodes: Int
    /// Least weight of a child.
    let leastChild: Float = 5
    /// Leaf weight at which a leaf that found no split halves its histograms.
    let staleWeight: Float

    /// Histogram cells of one leaf.
    var slotCells: Int { subspace * bins }

    /// Leaves that a tree of `maxNodes` can have, at once.
    var maxSlots: Int { (maxNodes + 1) / 2 }

    /// Rules of a forest of means.
    init(features: Int, configuration: ForestConfiguration) {
        self.features = features
        bins = configuration.bins
        subspace = Self.subspace(configuration.subspace, of: features)
        grace = Float(configuration.grace)
        bound = Self.bound(configuration.delta)
        tau = Float(configuration.tau)
        evidence = Float(configuration.evidence)
        shrinkage = Float(configuration.shrinkage)
        horizon = Float(configuration.horizon)
        let leafBytes = subspace * configuration.bins * MemoryLayout<SIMD2<Float>>.stride
        let leaves = configuration.histogramBytes / max(configuration.trees * leafBytes, 1)
        maxNodes = min(configuration.maxNodes, max(2 * leaves - 1, 3))
        staleWeight = max(4_000, grace * 2)
    }

    /// Rules of a forest of survival curves.
    init(features: Int, configuration: SurvivalConfiguration) {
        self.features = features
        bins = configuration.codes
        subspace = min(Self.subspace(configuration.subspace, of: features), HazardKind.maxSubspace)
        grace = Float(configuration.grace)
        bound = Self.bound(configuration.delta)
        tau = Float(configuration.tau)
        evidence = Float(configuration.evidence)
        shrinkage = Float(configuration.shrinkage)
        horizon = Float(configuration.horizon)
        maxNodes = configuration.maxNodes
        staleWeight = HazardKind.staleExits
    }

    private static func subspace(_ share: Double, of features: Int) -> Int {
        min(max(Int((share * Double(features)).rounded(.up)), 1), features)
    }

    private static func bound(_ delta: Double) -> Float { Float(naturalLogarithm(1 / delta) / 2) }
}
