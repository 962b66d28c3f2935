/// The configuration as the trees use it, computed once per forest.
struct TreeRules: Sendable {
    let features: Int
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
    /// Estimate above the root, in the trees' target units.
    let prior: Float
    /// Least weight of a child.
    let leastChild: Float = 5
    /// Leaf weight at which a leaf that found no split halves its histograms.
    let staleWeight: Float

    /// Histogram cells of one leaf.
    var slotCells: Int { subspace * bins }

    /// Leaves that a tree of `maxNodes` can have, at once.
    var maxSlots: Int { (maxNodes + 1) / 2 }

    init(features: Int, prior: Float, configuration: ForestConfiguration) {
        self.features = features
        self.prior = prior
        bins = configuration.bins
        let share = Int((configuration.subspace * Double(features)).rounded(.up))
        subspace = min(max(share, 1), features)
        grace = Float(configuration.grace)
        bound = Float(naturalLogarithm(1 / configuration.delta) / 2)
        tau = Float(configuration.tau)
        evidence = Float(configuration.evidence)
        shrinkage = Float(configuration.shrinkage)
        horizon = Float(configuration.horizon)
        let leafBytes = subspace * configuration.bins * MemoryLayout<SIMD2<Float>>.stride
        let leaves = configuration.histogramBytes / max(configuration.trees * leafBytes, 1)
        maxNodes = min(configuration.maxNodes, max(2 * leaves - 1, 3))
        staleWeight = max(4_000, grace * 2)
    }
}
