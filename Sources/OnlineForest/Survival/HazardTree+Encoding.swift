extension HazardTree {
    /// Writes nodes, leaf records, subspaces and histograms.
    func write(to writer: inout CheckpointWriter, bins: Int) {
        writer.append(draws)
        writer.append(count: nodes.count)
        for index in nodes.indices {
            nodes[index].write(to: &writer)
            counts[index].write(to: &writer, bins: bins)
        }
        for leaf in leaves {
            for value in [leaf.exits, leaf.ranks, leaf.squares, leaf.nextAttempt] { writer.append(value) }
        }
        writer.append(subspaces)
        for cell in histograms {
            writer.append(cell.x)
            writer.append(cell.y)
        }
    }

    /// Reads what `write` wrote into a tree of the same index, seed and rules.
    mutating func read(
        from reader: inout CheckpointReader,
        bins: Int,
        rules: HazardRules
    ) throws(ForestError) {
        draws = try reader.integer(UInt64.self)
        let count = try reader.count(limit: rules.maxNodes, "nodes")
        try reader.check(count % 2 == 1, "nodes")
        try reader.need(count * (21 + 8 * bins))
        nodes = []
        counts = []
        nodes.reserveCapacity(count)
        counts.reserveCapacity(count)
        for _ in 0..<count {
            nodes.append(try HazardNode(from: &reader, rules: rules))
            counts.append(try HazardCounts(from: &reader, bins: bins))
        }
        try checkShape(reader)
        try readLeaves(from: &reader, count: (count + 1) / 2, rules: rules)
    }

    /// Throws unless the nodes form one tree, and the leaves own each slot exactly once.
    private func checkShape(_ reader: CheckpointReader) throws(ForestError) {
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
        rules: HazardRules
    ) throws(ForestError) {
        try reader.need(count * (16 + rules.subspace + 4 * rules.slotCells))
        leaves = []
        leaves.reserveCapacity(count)
        let most = HazardRules.staleExits + 2 * rules.grace
        for _ in 0..<count {
            var leaf = LeafRecord(nextAttempt: 0)
            leaf.exits = try reader.integer(UInt32.self)
            leaf.ranks = try reader.integer(UInt32.self)
            leaf.squares = try reader.integer(UInt32.self)
            leaf.nextAttempt = try reader.integer(UInt32.self)
            try reader.check(leaf.exits <= most && leaf.nextAttempt <= most, "leaf exits")
            leaves.append(leaf)
        }
        subspaces = try reader.byteArray(limit: count * rules.subspace, "subspaces")
        let isComplete = subspaces.count == count * rules.subspace
        try reader.check(isComplete && subspaces.allSatisfy { Int($0) < rules.features }, "subspaces")
        histograms = []
        histograms.reserveCapacity(count * rules.slotCells)
        for _ in 0..<(count * rules.slotCells) {
            let exits = try reader.integer(UInt16.self)
            histograms.append(SIMD2(exits, try reader.integer(UInt16.self)))
        }
    }
}

extension HazardNode {
    /// Writes the node.
    func write(to writer: inout CheckpointWriter) {
        writer.append(feature)
        writer.append(mask)
        writer.append(exits)
        writer.append(ranks)
        writer.append(UInt32(bitPattern: child))
    }

    /// Reads what `write` wrote.
    init(from reader: inout CheckpointReader, rules: HazardRules) throws(ForestError) {
        self.init(slot: 0)
        feature = try reader.integer(UInt8.self)
        try reader.check(feature == Self.leafMark || Int(feature) < rules.features, "split feature")
        mask = try reader.integer(UInt64.self)
        exits = try reader.weight("node exits")
        ranks = try reader.weight("node ranks")
        child = Int32(bitPattern: try reader.integer(UInt32.self))
    }
}

extension HazardCounts {
    /// Writes the counts of the bins in use.
    func write(to writer: inout CheckpointWriter, bins: Int) {
        for bin in 0..<bins {
            writer.append(atRisk[bin])
            writer.append(exits[bin])
        }
    }

    /// Reads what `write` wrote.
    init(from reader: inout CheckpointReader, bins: Int) throws(ForestError) {
        self.init()
        for bin in 0..<bins {
            atRisk[bin] = try reader.weight("at risk")
            exits[bin] = try reader.weight("exits")
            try reader.check(exits[bin] <= atRisk[bin], "exits")
        }
    }
}
