/// One node of a tree; both children lie side by side.
struct BinnedNode<Extra: NodeExtra>: Sendable {
    /// Codes that go to the left child, one bit each.
    var mask: UInt64 = 0
    /// Faded weight of the instances seen.
    var weight: Float
    /// Faded sum of their targets.
    var sum: Float
    var extra = Extra()
    /// Index of the left child, or of a leaf's histogram slot.
    var child: Int32
    /// Split feature, or `leafMark`.
    var feature: UInt8 = leafMark

    /// `feature` of a leaf.
    static var leafMark: UInt8 { .max }

    /// A leaf that starts from the given statistics.
    init(leaf slot: Int32, weight: Float, sum: Float, shrinkage: Float) {
        child = slot
        self.weight = weight
        self.sum = sum
        extra.refresh(weight: weight, sum: sum, shrinkage: shrinkage)
    }

    /// Whether this node is a leaf.
    @inline(__always)
    var isLeaf: Bool { feature == Self.leafMark }

    /// Index of the child that a code of the split feature leads to.
    @inline(__always)
    func next(_ code: UInt8) -> Int {
        Int(truncatingIfNeeded: child) &+ (Int(truncatingIfNeeded: ~(mask &>> UInt64(code))) & 1)
    }

    /// Becomes a leaf that owns a slot.
    mutating func close(slot: Int32) {
        child = slot
        feature = Self.leafMark
        mask = 0
    }
}

extension BinnedNode {
    /// Bytes of a node's coding.
    static var codedBytes: Int { 21 }

    func write(to writer: inout CheckpointWriter) {
        writer.append(feature)
        writer.append(mask)
        writer.append(weight)
        writer.append(sum)
        writer.append(UInt32(bitPattern: child))
    }

    init(from reader: inout CheckpointReader, rules: TreeRules) throws(ForestError) {
        let feature = try reader.integer(UInt8.self)
        try reader.check(feature == Self.leafMark || rules.sees(Int(feature)), "split feature")
        let mask = try reader.integer(UInt64.self)
        let weight = try reader.weight("node weight")
        let sum = try reader.float("node sum")
        let child = Int32(bitPattern: try reader.integer(UInt32.self))
        self.init(leaf: child, weight: weight, sum: sum, shrinkage: rules.shrinkage)
        self.feature = feature
        self.mask = mask
    }
}
