/// What rules the hazards of a forest, computed once.
struct HazardRules: Sendable {
    /// Hazards above the roots: as if every bin of the range, and a stay beyond it, were equally likely.
    let prior: HazardLanes
    /// Patients that the parent's hazard counts for in a node's own.
    let shrinkage: Float
    /// Vectors of the lanes that hold bins, 1...4; the others are spared.
    let vectors: Int

    init(bins: Int, shrinkage: Float) {
        var prior = HazardLanes(repeating: 0)
        for bin in 0..<bins { prior[bin] = 1 / Float(bins - bin + 1) }
        self.prior = prior
        self.shrinkage = shrinkage
        vectors = (bins + 7) / 8
    }
}
