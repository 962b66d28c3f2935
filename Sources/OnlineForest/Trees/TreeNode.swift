/// One node of a tree, 32 bytes; both children lie side by side.
struct TreeNode: Sendable {
    /// `feature` of a leaf.
    static let leafMark: UInt8 = .max

    /// Codes that go to the left child, one bit each.
    var mask: UInt64 = 0
    /// Faded weight of the instances seen.
    var weight: Float
    /// Faded sum of their targets.
    var sum: Float
    /// Share of the parent's estimate in this node's: kappa / (weight + kappa).
    var keep: Float = 1
    /// This node's own part of its estimate: sum / (weight + kappa).
    var pull: Float = 0
    /// Index of the left child, or of a leaf's histogram slot.
    var child: Int32
    /// Split feature, or `leafMark`.
    var feature: UInt8 = leafMark

    /// A leaf that starts from the given statistics.
    init(leaf slot: Int32, weight: Float, sum: Float, shrinkage: Float) {
        self.child = slot
        self.weight = weight
        self.sum = sum
        refresh(shrinkage: shrinkage)
    }

    /// Whether this node is a leaf.
    @inline(__always)
    var isLeaf: Bool { feature == Self.leafMark }

    /// Estimate of this node, given its parent's.
    @inline(__always)
    func estimate(parent: Float) -> Float { pull + keep * parent }

    /// Index of the child that a code of the split feature leads to.
    @inline(__always)
    func next(_ code: UInt8) -> Int {
        Int(truncatingIfNeeded: child) &+ (Int(truncatingIfNeeded: ~(mask &>> UInt64(code))) & 1)
    }

    /// Adds an instance; beyond the horizon older ones fade.
    @inline(__always)
    mutating func add(target: Float, weight added: Float, rules: TreeRules) {
        weight += added
        sum += added * target
        if weight > rules.horizon {
            sum *= rules.horizon / weight
            weight = rules.horizon
        }
        refresh(shrinkage: rules.shrinkage)
    }

    /// Recomputes the two estimate factors after the statistics changed.
    @inline(__always)
    mutating func refresh(shrinkage: Float) {
        let scale = 1 / (weight + shrinkage)
        keep = shrinkage * scale
        pull = sum * scale
    }
}
