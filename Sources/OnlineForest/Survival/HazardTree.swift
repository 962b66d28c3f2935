/// A binned Hoeffding tree whose nodes count patients at risk and exits per bin of elapsed time.
///
/// Hazards shrink along the path: h <- (exits + kappa h) / (at risk + kappa), from the prior down. Stays that
/// still last add to the counts bin by bin; the tree grows by what the stays that ended tell: the split that
/// best separates their ranks, which need no unit and let no long stay dominate.
struct HazardTree: Sendable, Equatable {
    /// What a leaf saw since it became one.
    struct LeafRecord: Sendable, Equatable {
        var exits: UInt32 = 0
        var ranks: UInt32 = 0
        var squares: UInt32 = 0
        /// Exits at which the next split is tried.
        var nextAttempt: UInt32
    }

    /// All nodes, the root first.
    var nodes: [HazardNode]
    /// Counts by bin of each node.
    var counts: [HazardCounts]
    /// One record per histogram slot; every leaf owns exactly one slot.
    var leaves: [LeafRecord]
    /// Features of each slot, `subspace` per slot.
    var subspaces: [UInt8]
    /// (exits, sum of ranks) per slot, feature of its subspace, and code.
    var histograms: [SIMD2<UInt16>]
    /// Subspaces drawn so far: the counter of their random stream.
    var draws: UInt64 = 0
    /// Key of this tree's bagging stream.
    let bagging: UInt64
    /// Key of this tree's subspace stream.
    let drawing: UInt64

    init(index: Int, seed: UInt64, rules: HazardRules) {
        bagging = CounterRandom.stream(seed: seed, index: UInt64(2 * index))
        drawing = CounterRandom.stream(seed: seed, index: UInt64(2 * index + 1))
        nodes = []
        counts = [HazardCounts()]
        leaves = []
        subspaces = []
        histograms = []
        nodes.append(HazardNode(slot: takeSlot(rules: rules)))
    }

    /// Hazards of a patient.
    @inline(__always)
    func hazards(_ codes: borrowing FeatureCodes, rules: HazardRules) -> HazardLanes {
        let nodes = self.nodes.span
        let counts = self.counts.span
        var hazards = rules.prior
        var index = 0
        while true {
            hazards = counts[index].hazards(parent: hazards, shrinkage: rules.shrinkage)
            if nodes[index].isLeaf { return hazards }
            index = nodes[index].next(codes[Int(nodes[index].feature)])
        }
    }

    /// How often this tree sees a stay.
    @inline(__always)
    func draw(_ key: UInt64) -> Int {
        CounterRandom.poissonOfOne(CounterRandom.word(stream: bagging, counter: key))
    }

    /// Counts a step of a stay in all nodes of its path.
    @inline(__always)
    mutating func count(_ codes: borrowing FeatureCodes, _ step: HazardStep, key: UInt64) {
        let draw = draw(key)
        if draw != 0 { Self.count(codes, step, weight: Float(draw), nodes: nodes, counts: &counts) }
    }

    @inline(__always)
    private static func count(
        _ codes: borrowing FeatureCodes,
        _ step: HazardStep,
        weight: Float,
        nodes: [HazardNode],
        counts: inout [HazardCounts]
    ) {
        let nodes = nodes.span
        var counts = counts.mutableSpan
        var index = 0
        while true {
            counts[index].add(step, weight: weight)
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
        rules: HazardRules,
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
        leaves[slot].exits &+= UInt32(weight)
        leaves[slot].ranks &+= UInt32(weight &* rank)
        leaves[slot].squares &+= UInt32(weight &* rank &* rank)
        if leaves[slot].exits >= leaves[slot].nextAttempt {
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
                counts[index].scale(keep)
            }
            if nodes[index].isLeaf { return index }
            index = nodes[index].next(codes[Int(nodes[index].feature)])
        }
    }

    /// Adds an exit to the histograms of a slot.
    @inline(__always)
    private static func count(
        _ codes: borrowing FeatureCodes,
        cell: SIMD2<UInt16>,
        slot: Int,
        rules: HazardRules,
        subspaces: [UInt8],
        histograms: inout [SIMD2<UInt16>]
    ) {
        let first = slot &* rules.subspace
        let subspaces = subspaces.span
        var cells = histograms.mutableSpan
        for index in 0..<rules.subspace {
            let code = codes[Int(subspaces[first &+ index])]
            cells[(first &+ index) &* rules.codes &+ Int(code)] &+= cell
        }
    }

    /// A fresh slot at the end of the pool.
    mutating func takeSlot(rules: HazardRules) -> Int32 {
        let slot = leaves.count
        leaves.append(LeafRecord(nextAttempt: rules.grace))
        subspaces.append(contentsOf: repeatElement(0, count: rules.subspace))
        histograms.append(contentsOf: repeatElement(.zero, count: rules.slotCells))
        drawSubspace(slot: slot, rules: rules)
        return Int32(truncatingIfNeeded: slot)
    }

    /// Empties a slot for a new leaf.
    mutating func resetSlot(_ slot: Int, rules: HazardRules) {
        leaves[slot] = LeafRecord(nextAttempt: rules.grace)
        let first = slot * rules.slotCells
        for cell in first..<(first + rules.slotCells) { histograms[cell] = .zero }
        drawSubspace(slot: slot, rules: rules)
    }

    /// Chooses the features of a slot: a partial Fisher-Yates shuffle of the tree's own stream.
    private mutating func drawSubspace(slot: Int, rules: HazardRules) {
        var pool = FeatureCodes(repeating: 0)
        for feature in 0..<rules.features { pool[feature] = UInt8(feature) }
        for index in 0..<rules.subspace {
            let word = CounterRandom.word(stream: drawing, counter: draws)
            draws &+= 1
            let other = index + Int(word % UInt64(rules.features - index))
            pool.swapAt(index, other)
            subspaces[slot * rules.subspace + index] = pool[index]
        }
    }
}
