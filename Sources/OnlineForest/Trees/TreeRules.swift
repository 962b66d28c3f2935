/// What rules the growth of binned trees, computed once per forest.
struct TreeRules: Sendable {
    let features: Int
    /// Features that no tree sees, one bit each.
    let hidden: UInt64
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

    /// Whether trees may split on a feature.
    func sees(_ feature: Int) -> Bool { feature < features && hidden & (1 << UInt64(feature)) == 0 }

    /// Rules of a forest of means.
    init(features: [Feature], configuration: ForestConfiguration) {
        self.features = features.count
        hidden = features.hidden(usesProtected: configuration.usesProtected)
        bins = configuration.bins
        subspace = Self.subspace(configuration.subspace, of: features.count - hidden.nonzeroBitCount)
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
    init(features: [Feature], configuration: SurvivalConfiguration) {
        self.features = features.count
        hidden = features.hidden(usesProtected: configuration.usesProtected)
        bins = configuration.codes
        let share = Self.subspace(configuration.subspace, of: features.count - hidden.nonzeroBitCount)
        subspace = min(share, HazardKind.maxSubspace)
        grace = Float(configuration.grace)
        bound = Self.bound(configuration.delta)
        tau = Float(configuration.tau)
        evidence = Float(configuration.evidence)
        shrinkage = Float(configuration.shrinkage)
        horizon = Float(configuration.horizon)
        maxNodes = configuration.maxNodes
        staleWeight = HazardKind.staleExits
    }

    /// Features of a leaf: at least one, if any is used.
    private static func subspace(_ share: Double, of used: Int) -> Int {
        min(max(Int((share * Double(used)).rounded(.up)), 1), used)
    }

    private static func bound(_ delta: Double) -> Float { Float(naturalLogarithm(1 / delta) / 2) }
}
