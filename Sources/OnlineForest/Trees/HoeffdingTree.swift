/// A binned tree of means.
///
/// Estimates shrink along the path: p <- (sum + kappa p) / (weight + kappa), from the prior down.
typealias HoeffdingTree = BinnedTree<MeanKind>

/// The kind of tree that estimates the mean of a target.
enum MeanKind: TreeKind {
    /// The two factors of a node's estimate.
    struct Extra: NodeExtra {
        /// Share of the parent's estimate in this node's: kappa / (weight + kappa).
        var keep: Float = 1
        /// This node's own part of its estimate: sum / (weight + kappa).
        var pull: Float = 0

        @inline(__always)
        mutating func refresh(weight: Float, sum: Float, shrinkage: Float) {
            let scale = 1 / (weight + shrinkage)
            keep = shrinkage * scale
            pull = sum * scale
        }
    }

    /// Nothing is kept beside a node.
    struct Payload: NodePayload {
        static func codedBytes(bins: Int) -> Int { 0 }
        init() {}
        func write(to writer: inout CheckpointWriter, bins: Int) {}
        init(from reader: inout CheckpointReader, bins: Int) throws(ForestError) {}
    }

    typealias Cell = SIMD2<Float>

    static var leastVariance: Float { 1e-9 }
    static func mostWeight(_ rules: TreeRules) -> Float { .greatestFiniteMagnitude }
    static var mostSquare: Float { .greatestFiniteMagnitude }

    static var emptyCell: SIMD2<Float> { .zero }

    @inline(__always)
    static func sums(_ cell: SIMD2<Float>) -> SIMD2<Float> { cell }

    @inline(__always)
    static func add(_ added: SIMD2<Float>, to cell: inout SIMD2<Float>) { cell += added }

    static func halved(_ cell: SIMD2<Float>) -> SIMD2<Float> { cell * 0.5 }
    static func halved(_ sum: Float) -> Float { sum / 2 }

    @inline(__always)
    static func gain(left: SIMD2<Float>, total: SIMD2<Float>) -> Float {
        let right = total - left
        return left.y * left.y / left.x + right.y * right.y / right.x - total.y * total.y / total.x
    }

    static var cellBytes: Int { 8 }

    static func write(_ cell: SIMD2<Float>, to writer: inout CheckpointWriter) {
        writer.append(cell.x)
        writer.append(cell.y)
    }

    static func cell(from reader: inout CheckpointReader) throws(ForestError) -> SIMD2<Float> {
        let weight = try reader.weight("histogram weight")
        return SIMD2(weight, try reader.float("histogram sum"))
    }

    static func write(leafNumber: Float, to writer: inout CheckpointWriter) { writer.append(leafNumber) }

    static func leafNumber(from reader: inout CheckpointReader) throws(ForestError) -> Float {
        try reader.float("leaf record")
    }
}

extension BinnedNode where Extra == MeanKind.Extra {
    /// Estimate of this node, given its parent's.
    @inline(__always)
    func estimate(parent: Float) -> Float { extra.pull + extra.keep * parent }

    /// Adds an instance; beyond the horizon older ones fade.
    @inline(__always)
    mutating func add(target: Float, weight added: Float, rules: TreeRules) {
        weight += added
        sum += added * target
        if weight > rules.horizon {
            sum *= rules.horizon / weight
            weight = rules.horizon
        }
        extra.refresh(weight: weight, sum: sum, shrinkage: rules.shrinkage)
    }
}

extension BinnedTree where Kind == MeanKind {
    /// Estimate of an instance.
    @inline(__always)
    func estimate(_ codes: borrowing FeatureCodes, prior: Float) -> Float {
        let nodes = self.nodes.span
        var index = 0
        var value = prior
        while true {
            let node = nodes[index]
            value = node.estimate(parent: value)
            if node.isLeaf { return value }
            index = node.next(codes[Int(node.feature)])
        }
    }

    /// Adds to `parts` what each split feature changed along the path, in estimates; returns the root's.
    func explain(_ codes: borrowing FeatureCodes, prior: Float, parts: inout [Double]) -> Double {
        var node = nodes[0]
        var value = node.estimate(parent: prior)
        let base = Double(value)
        while !node.isLeaf {
            let feature = Int(node.feature)
            node = nodes[node.next(codes[feature])]
            let next = node.estimate(parent: value)
            parts[feature] += Double(next) - Double(value)
            value = next
        }
        return base
    }

    /// Learns an instance, `draw(key)` times its weight, and splits its leaf when that is due; returns the
    /// estimate from before.
    @inline(__always)
    mutating func learn(
        _ codes: borrowing FeatureCodes,
        target: Float,
        weight: Float,
        key: UInt64,
        rules: TreeRules,
        prior: Float,
        order: [UInt8]
    ) -> Float {
        let draw = draw(key)
        if draw == 0 { return estimate(codes, prior: prior) }
        let added = weight * Float(draw)
        var before = prior
        let leaf = descend(codes, target: target, weight: added, rules: rules, estimate: &before)
        let slot = Int(nodes[leaf].child)
        Self.count(
            codes,
            cell: SIMD2(added, added * target),
            slot: slot,
            rules: rules,
            subspaces: subspaces,
            histograms: &histograms
        )
        leaves[slot].weight += added
        leaves[slot].sum += added * target
        leaves[slot].sumSquares += added * target * target
        if leaves[slot].weight >= leaves[slot].nextAttempt {
            trySplit(leaf: leaf, slot: slot, rules: rules, order: order)
        }
        return before
    }

    /// Updates the nodes of the path, after taking their estimate; returns the leaf's index.
    @inline(__always)
    private mutating func descend(
        _ codes: borrowing FeatureCodes,
        target: Float,
        weight: Float,
        rules: TreeRules,
        estimate: inout Float
    ) -> Int {
        var nodes = self.nodes.mutableSpan
        var index = 0
        while true {
            estimate = nodes[index].estimate(parent: estimate)
            nodes[index].add(target: target, weight: weight, rules: rules)
            if nodes[index].isLeaf { return index }
            index = nodes[index].next(codes[Int(nodes[index].feature)])
        }
    }
}
