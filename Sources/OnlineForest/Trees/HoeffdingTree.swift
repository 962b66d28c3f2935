/// One binned Hoeffding tree: nodes with faded target statistics, and per-bin histograms in its leaves.
///
/// Estimates shrink along the path: p <- (sum + kappa p) / (weight + kappa), from the prior down.
struct HoeffdingTree: Sendable {
    /// What a leaf saw since it became one.
    struct LeafRecord: Sendable {
        var weight: Float = 0
        var sum: Float = 0
        var sumSquares: Float = 0
        /// Weight at which the next split is tried.
        var nextAttempt: Float = 0
    }

    /// All nodes, the root first.
    var nodes: [TreeNode]
    /// One record per histogram slot; every leaf owns exactly one slot.
    var leaves: [LeafRecord]
    /// Features of each slot, `subspace` per slot.
    var subspaces: [UInt8]
    /// (weight, target sum) per slot, feature of its subspace, and code.
    var histograms: [SIMD2<Float>]
    /// Subspaces drawn so far: the counter of their random stream.
    var draws: UInt64 = 0
    /// Number of this tree among all that the forest ever planted.
    private(set) var number: UInt64
    /// Key of this tree's bagging stream.
    private(set) var bagging: UInt64
    /// Key of this tree's subspace stream.
    private(set) var drawing: UInt64

    init(number: UInt64, seed: UInt64, rules: TreeRules) {
        self.number = number
        bagging = CounterRandom.stream(seed: seed, index: 2 &* number)
        drawing = CounterRandom.stream(seed: seed, index: 2 &* number &+ 1)
        nodes = []
        leaves = []
        subspaces = []
        histograms = []
        let slot = takeSlot(rules: rules)
        nodes.append(TreeNode(leaf: slot, weight: 0, sum: 0, shrinkage: rules.shrinkage))
    }

    /// Takes the random streams of another number.
    mutating func renumber(_ number: UInt64, seed: UInt64) {
        self.number = number
        bagging = CounterRandom.stream(seed: seed, index: 2 &* number)
        drawing = CounterRandom.stream(seed: seed, index: 2 &* number &+ 1)
    }

    /// Approximate heap bytes.
    var memoryBytes: Int {
        histograms.capacity * MemoryLayout<SIMD2<Float>>.stride
            + nodes.capacity * MemoryLayout<TreeNode>.stride
            + leaves.capacity * MemoryLayout<LeafRecord>.stride + subspaces.capacity
    }

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
        order: [UInt8]
    ) -> Float {
        let draw = CounterRandom.poissonOfOne(CounterRandom.word(stream: bagging, counter: key))
        if draw == 0 { return estimate(codes, prior: rules.prior) }
        let added = weight * Float(draw)
        var before = rules.prior
        let leaf = descend(codes, target: target, weight: added, rules: rules, estimate: &before)
        let slot = Int(nodes[leaf].child)
        Self.count(
            codes,
            slot: slot,
            target: target,
            weight: added,
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

    /// Adds an instance to the histograms of a slot.
    @inline(__always)
    private static func count(
        _ codes: borrowing FeatureCodes,
        slot: Int,
        target: Float,
        weight: Float,
        rules: TreeRules,
        subspaces: [UInt8],
        histograms: inout [SIMD2<Float>]
    ) {
        let first = slot &* rules.subspace
        let subspaces = subspaces.span
        var cells = histograms.mutableSpan
        let added = SIMD2(weight, weight * target)
        for index in 0..<rules.subspace {
            let code = codes[Int(subspaces[first &+ index])]
            cells[(first &+ index) &* rules.bins &+ Int(code)] += added
        }
    }

    /// A fresh slot at the end of the pool.
    mutating func takeSlot(rules: TreeRules) -> Int32 {
        let slot = leaves.count
        if histograms.capacity < histograms.count + rules.slotCells {
            // Grows by a quarter, never beyond what `maxNodes` allows: doubling would waste megabytes.
            let most = rules.maxSlots * rules.slotCells
            histograms.reserveCapacity(min(most, histograms.count * 5 / 4 + 4 * rules.slotCells))
        }
        leaves.append(LeafRecord(nextAttempt: rules.grace))
        subspaces.append(contentsOf: repeatElement(0, count: rules.subspace))
        histograms.append(contentsOf: repeatElement(.zero, count: rules.slotCells))
        drawSubspace(slot: slot, rules: rules)
        return Int32(truncatingIfNeeded: slot)
    }

    /// Empties a slot for a new leaf.
    mutating func resetSlot(_ slot: Int, rules: TreeRules) {
        leaves[slot] = LeafRecord(nextAttempt: rules.grace)
        let first = slot * rules.slotCells
        for cell in first..<(first + rules.slotCells) { histograms[cell] = .zero }
        drawSubspace(slot: slot, rules: rules)
    }

    /// Chooses the features of a slot: a partial Fisher-Yates shuffle of the tree's own stream.
    private mutating func drawSubspace(slot: Int, rules: TreeRules) {
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
