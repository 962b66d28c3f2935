/// A binned tree whose nodes count patients at risk and exits per bin of elapsed time.
///
/// Hazards shrink along the path: h <- (exits + kappa h) / (at risk + kappa), from the prior down. Stays that
/// still last add to the counts bin by bin; the tree grows by what the stays that ended tell: the split that
/// best separates their ranks, which need no unit and let no long stay dominate. A new leaf has no counts by bin:
/// until it has its own, its hazards are its parent's.
typealias HazardTree = BinnedTree<HazardKind>

/// The kind of tree that estimates hazards; a node's weight is its exits, its sum that of their ranks.
enum HazardKind: TreeKind {
    /// A node's hazards follow from its counts by bin alone.
    struct Extra: NodeExtra {
        @inline(__always)
        mutating func refresh(weight: Float, sum: Float, shrinkage: Float) {}
    }

    typealias Payload = HazardCounts

    /// Most features that one leaf considers.
    static let maxSubspace = 16
    /// Ranks of a stay among all stays: 0...15.
    static let ranks: Float = 16
    /// Exits in a leaf without a split at which its histograms are halved; 16-bit sums hold the ranks of these.
    static let staleExits: Float = 3_000

    typealias Cell = SIMD2<UInt16>

    static var leastVariance: Float { -.infinity }
    static func mostWeight(_ rules: TreeRules) -> Float { staleExits + 2 * rules.grace }
    static var mostSquare: Float { (ranks - 1) * (ranks - 1) }

    static var emptyCell: SIMD2<UInt16> { .zero }

    @inline(__always)
    static func sums(_ cell: SIMD2<UInt16>) -> SIMD2<Float> { SIMD2<Float>(cell) }

    @inline(__always)
    static func add(_ added: SIMD2<UInt16>, to cell: inout SIMD2<UInt16>) { cell &+= added }

    static func halved(_ cell: SIMD2<UInt16>) -> SIMD2<UInt16> { cell / 2 }
    /// Whole numbers stay whole; those of a leaf may exceed the sum of its halved cells.
    static func halved(_ sum: Float) -> Float { (sum / 2).rounded(.down) }

    /// Between-group sum of squares of a cut: (difference of means)^2 n1 n2 / n.
    @inline(__always)
    static func gain(left: SIMD2<Float>, total: SIMD2<Float>) -> Float {
        let right = total.x - left.x
        let gap = left.y / left.x - (total.y - left.y) / right
        return gap * gap * left.x * right / total.x
    }

    static var cellBytes: Int { 4 }

    static func write(_ cell: SIMD2<UInt16>, to writer: inout CheckpointWriter) {
        writer.append(cell.x)
        writer.append(cell.y)
    }

    static func cell(from reader: inout CheckpointReader) throws(ForestError) -> SIMD2<UInt16> {
        let exits = try reader.integer(UInt16.self)
        return SIMD2(exits, try reader.integer(UInt16.self))
    }

    /// A leaf's numbers are whole.
    static func write(leafNumber: Float, to writer: inout CheckpointWriter) {
        writer.append(UInt32(leafNumber))
    }

    static func leafNumber(from reader: inout CheckpointReader) throws(ForestError) -> Float {
        Float(try reader.integer(UInt32.self))
    }
}

extension BinnedNode where Extra == HazardKind.Extra {
    /// Adds an exit, `weight` times; returns what its older exits, and the counts by bin, must fade by.
    ///
    /// Fading in steps of an eighth beyond the horizon spares a pass over all bins at every exit.
    @inline(__always)
    mutating func add(rank: UInt16, weight added: Float, horizon: Float) -> Float? {
        weight += added
        sum += added * Float(rank)
        guard weight > horizon * 1.125 else { return nil }
        let keep = horizon / weight
        sum *= keep
        weight = horizon
        return keep
    }
}

extension BinnedTree where Kind == HazardKind {
    /// Hazards of a patient.
    @inline(__always)
    func hazards(_ codes: borrowing FeatureCodes, _ rules: HazardRules) -> HazardLanes {
        let nodes = self.nodes.span
        let counts = payloads.span
        var hazards = rules.prior
        var index = 0
        while true {
            hazards = counts[index].hazards(parent: hazards, rules)
            if nodes[index].isLeaf { return hazards }
            index = nodes[index].next(codes[Int(nodes[index].feature)])
        }
    }

    /// Counts a step of a stay in all nodes of its path.
    @inline(__always)
    mutating func count(_ codes: borrowing FeatureCodes, _ step: HazardStep, key: UInt64, vectors: Int) {
        let draw = draw(key)
        if draw == 0 { return }
        Self.count(codes, step, weight: Float(draw), vectors: vectors, nodes: nodes, counts: &payloads)
    }

    @inline(__always)
    private static func count(
        _ codes: borrowing FeatureCodes,
        _ step: HazardStep,
        weight: Float,
        vectors: Int,
        nodes: [Node],
        counts: inout [HazardCounts]
    ) {
        let nodes = nodes.span
        var counts = counts.mutableSpan
        var index = 0
        while true {
            counts[index].add(step, weight: weight, vectors: vectors)
            if nodes[index].isLeaf { return }
            index = nodes[index].next(codes[Int(nodes[index].feature)])
        }
    }

    /// Learns how a stay ranks among all, and splits its leaf when that is due.
    @inline(__always)
    mutating func grow(
        _ codes: borrowing FeatureCodes,
        rank: UInt16,
        key: UInt64,
        rules: TreeRules,
        order: [UInt8]
    ) {
        let draw = draw(key)
        if draw == 0 { return }
        let leaf = descend(codes, rank: rank, weight: Float(draw), horizon: rules.horizon)
        let slot = Int(nodes[leaf].child)
        let weight = UInt16(truncatingIfNeeded: draw)
        Self.count(
            codes,
            cell: SIMD2(weight, weight &* rank),
            slot: slot,
            rules: rules,
            subspaces: subspaces,
            histograms: &histograms
        )
        leaves[slot].weight += Float(weight)
        leaves[slot].sum += Float(weight &* rank)
        leaves[slot].sumSquares += Float(weight &* rank &* rank)
        if leaves[slot].weight >= leaves[slot].nextAttempt {
            trySplit(leaf: leaf, slot: slot, rules: rules, order: order)
        }
    }

    /// Adds an exit to the nodes of the path; returns the leaf's index.
    @inline(__always)
    private mutating func descend(
        _ codes: borrowing FeatureCodes,
        rank: UInt16,
        weight: Float,
        horizon: Float
    ) -> Int {
        var index = 0
        while true {
            if let keep = nodes[index].add(rank: rank, weight: weight, horizon: horizon) {
                payloads[index].scale(keep)
            }
            if nodes[index].isLeaf { return index }
            index = nodes[index].next(codes[Int(nodes[index].feature)])
        }
    }
}
