/// The configuration as hazard trees use it, computed once per forest.
struct HazardRules: Sendable {
    /// Most features that one leaf considers.
    static let maxSubspace = 16
    /// Ranks of a stay among all stays: 0...15.
    static let ranks: Float = 16
    /// Exits in a leaf without a split at which its histograms are halved; 16-bit sums hold the ranks of these.
    static let staleExits: UInt32 = 3_000

    let features: Int
    let codes: Int
    let subspace: Int
    let grace: UInt32
    /// ln(1 / delta) / 2, the numerator of the squared Hoeffding bound.
    let bound: Float
    let tau: Float
    let evidence: Float
    let shrinkage: Float
    let horizon: Float
    let maxNodes: Int
    /// Hazards above the root: as if every bin of the range, and a stay beyond it, were equally likely.
    let prior: HazardLanes
    /// Least exits of a child.
    let leastChild: UInt32 = 5

    /// Histogram cells of one leaf.
    var slotCells: Int { subspace * codes }

    /// Leaves that a tree of `maxNodes` can have, at once.
    var maxSlots: Int { (maxNodes + 1) / 2 }

    init(features: Int, bins: ElapsedBins, configuration: SurvivalConfiguration) {
        self.features = features
        codes = configuration.codes
        let share = Int((configuration.subspace * Double(features)).rounded(.up))
        subspace = min(max(share, 1), features, Self.maxSubspace)
        grace = UInt32(configuration.grace)
        bound = Float(naturalLogarithm(1 / configuration.delta) / 2)
        tau = Float(configuration.tau)
        evidence = Float(configuration.evidence)
        shrinkage = Float(configuration.shrinkage)
        horizon = Float(configuration.horizon)
        maxNodes = configuration.maxNodes
        var prior = HazardLanes(repeating: 0)
        for bin in 0..<bins.count { prior[bin] = 1 / Float(bins.count - bin + 1) }
        self.prior = prior
    }
}
