extension HoeffdingTree {
    /// Writes nodes, leaf records, subspaces and histograms.
    func write(to writer: inout CheckpointWriter) {
        writer.append(draws)
        writer.append(count: nodes.count)
        for node in nodes {
            writer.append(node.feature)
            writer.append(node.mask)
            writer.append(node.weight)
            writer.append(node.sum)
            writer.append(UInt32(bitPattern: node.child))
        }
        for leaf in leaves {
            for value in [leaf.weight, leaf.sum, leaf.sumSquares, leaf.nextAttempt] { writer.append(value) }
        }
        writer.append(subspaces)
        for cell in histograms {
            writer.append(cell.x)
            writer.append(cell.y)
        }
    }

    /// Reads what `write` wrote into a tree of the same index, seed and rules.
    mutating func read(from reader: inout CheckpointReader, rules: TreeRules) throws(ForestError) {
        draws = try reader.integer(UInt64.self)
        let count = try reader.count(limit: rules.maxNodes, "nodes")
        try reader.check(count % 2 == 1, "nodes")
        try reader.need(count * 21)
        nodes = []
        nodes.reserveCapacity(count)
        for _ in 0..<count { nodes.append(try Self.node(from: &reader, rules: rules)) }
        try checkShape(reader, rules: rules)
        try readLeaves(from: &reader, count: (count + 1) / 2, rules: rules)
    }

    private static func node(
        from reader: inout CheckpointReader,
        rules: TreeRules
    ) throws(ForestError) -> TreeNode {
        let feature = try reader.integer(UInt8.self)
        try reader.check(feature == TreeNode.leafMark || Int(feature) < rules.features, "split feature")
        let mask = try reader.integer(UInt64.self)
        let weight = try reader.weight("node weight")
        let sum = try reader.float("node sum")
        let child = Int32(bitPattern: try reader.integer(UInt32.self))
        var node = TreeNode(leaf: child, weight: weight, sum: sum, shrinkage: rules.shrinkage)
        node.feature = feature
        node.mask = mask
        return node
    }

    /// Throws unless the nodes form one tree, and the leaves own each slot exactly once.
    private func checkShape(_ reader: CheckpointReader, rules: TreeRules) throws(ForestError) {
        let slots = (nodes.count + 1) / 2
        var isSlotTaken = Array(repeating: false, count: slots)
        var isSeen = Array(repeating: false, count: nodes.count)
        var pending = [0]
        var reached = 0
        while let index = pending.popLast() {
            try reader.check(!isSeen[index], "tree shape")
            isSeen[index] = true
            reached += 1
            let child = Int(nodes[index].child)
            if nodes[index].isLeaf {
                try reader.check(child >= 0 && child < slots && !isSlotTaken[child], "leaf slot")
                isSlotTaken[child] = true
            } else {
                try reader.check(child >= 1 && child + 1 < nodes.count, "child")
                pending.append(child)
                pending.append(child + 1)
            }
        }
        try reader.check(reached == nodes.count, "tree shape")
    }

    private mutating func readLeaves(
        from reader: inout CheckpointReader,
        count: Int,
        rules: TreeRules
    ) throws(ForestError) {
        try reader.need(count * (16 + rules.subspace + 8 * rules.slotCells))
        leaves = []
        leaves.reserveCapacity(count)
        for _ in 0..<count {
            let weight = try reader.weight("leaf weight")
            let sum = try reader.float("leaf sum")
            let squares = try reader.weight("leaf sum of squares")
            let next = try reader.weight("leaf attempt")
            leaves.append(LeafRecord(weight: weight, sum: sum, sumSquares: squares, nextAttempt: next))
        }
        subspaces = try reader.byteArray(limit: count * rules.subspace, "subspaces")
        let isComplete = subspaces.count == count * rules.subspace
        try reader.check(isComplete && subspaces.allSatisfy { Int($0) < rules.features }, "subspaces")
        histograms = []
        histograms.reserveCapacity(count * rules.slotCells)
        for _ in 0..<(count * rules.slotCells) {
            let weight = try reader.weight("histogram weight")
            histograms.append(SIMD2(weight, try reader.float("histogram sum")))
        }
    }
}
