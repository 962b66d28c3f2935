/// One binned Hoeffding tree: nodes with faded target statistics, and per-bin histograms in its leaves.
struct BinnedTree<Kind: TreeKind>: Sendable {
    typealias Node = BinnedNode<Kind.Extra>

    /// What a leaf saw since it became one.
    struct LeafRecord: Sendable {
        var weight: Float = 0
        var sum: Float = 0
        var sumSquares: Float = 0
        /// Weight at which the next split is tried.
        var nextAttempt: Float
    }

    /// All nodes, the root first.
    var nodes: [Node]
    /// What is kept beside each node.
    var payloads: [Kind.Payload]
    /// One record per histogram slot; every leaf owns exactly one slot.
    var leaves: [LeafRecord]
    /// Features of each slot, `subspace` per slot.
    var subspaces: [UInt8]
    /// (weight, target sum) per slot, feature of its subspace, and code.
    var histograms: [Kind.Cell]
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
        payloads = [Kind.Payload()]
        leaves = []
        subspaces = []
        histograms = []
        let slot = takeSlot(rules: rules)
        nodes.append(Node(leaf: slot, weight: 0, sum: 0, shrinkage: rules.shrinkage))
    }

    /// Takes the random streams of another number.
    mutating func renumber(_ number: UInt64, seed: UInt64) {
        self.number = number
        bagging = CounterRandom.stream(seed: seed, index: 2 &* number)
        drawing = CounterRandom.stream(seed: seed, index: 2 &* number &+ 1)
    }

    /// Approximate heap bytes.
    var memoryBytes: Int {
        histograms.capacity * MemoryLayout<Kind.Cell>.stride
            + nodes.capacity * MemoryLayout<Node>.stride
            + payloads.capacity * MemoryLayout<Kind.Payload>.size
            + leaves.capacity * MemoryLayout<LeafRecord>.stride + subspaces.capacity
    }

    /// How often this tree sees an instance: Poisson(1), by its key.
    @inline(__always)
    func draw(_ key: UInt64) -> Int {
        CounterRandom.poissonOfOne(CounterRandom.word(stream: bagging, counter: key))
    }

    /// Adds an instance to the histograms of a slot.
    @inline(__always)
    static func count(
        _ codes: borrowing FeatureCodes,
        cell: Kind.Cell,
        slot: Int,
        rules: TreeRules,
        subspaces: [UInt8],
        histograms: inout [Kind.Cell]
    ) {
        let first = slot &* rules.subspace
        let subspaces = subspaces.span
        var cells = histograms.mutableSpan
        for index in 0..<rules.subspace {
            let code = codes[Int(subspaces[first &+ index])]
            Kind.add(cell, to: &cells[(first &+ index) &* rules.bins &+ Int(code)])
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
        histograms.append(contentsOf: repeatElement(Kind.emptyCell, count: rules.slotCells))
        drawSubspace(slot: slot, rules: rules)
        return Int32(truncatingIfNeeded: slot)
    }

    /// Empties a slot for a new leaf.
    mutating func resetSlot(_ slot: Int, rules: TreeRules) {
        leaves[slot] = LeafRecord(nextAttempt: rules.grace)
        let first = slot * rules.slotCells
        for cell in first..<(first + rules.slotCells) { histograms[cell] = Kind.emptyCell }
        drawSubspace(slot: slot, rules: rules)
    }

    /// Chooses the features of a slot: a partial Fisher-Yates shuffle of the tree's own stream.
    private mutating func drawSubspace(slot: Int, rules: TreeRules) {
        var pool = FeatureCodes(repeating: 0)
        var used = 0
        for feature in 0..<rules.features where rules.hidden & (1 << UInt64(feature)) == 0 {
            pool[used] = UInt8(feature)
            used += 1
        }
        for index in 0..<rules.subspace {
            let word = CounterRandom.word(stream: drawing, counter: draws)
            draws &+= 1
            let other = index + Int(word % UInt64(used - index))
            pool.swapAt(index, other)
            subspaces[slot * rules.subspace + index] = pool[index]
        }
    }
}
