extension BinnedTree {
    /// Writes nodes with their payloads, leaf records, subspaces and histograms.
    func write(to writer: inout CheckpointWriter, bins: Int = 0) {
        writer.append(draws)
        writer.append(count: nodes.count)
        for index in nodes.indices {
            nodes[index].write(to: &writer)
            payloads[index].write(to: &writer, bins: bins)
        }
        for leaf in leaves {
            for value in [leaf.weight, leaf.sum, leaf.sumSquares, leaf.nextAttempt] {
                Kind.write(leafNumber: value, to: &writer)
            }
        }
        writer.append(subspaces)
        for cell in histograms { Kind.write(cell, to: &writer) }
    }

    /// Reads what `write` wrote into a tree of the same number, seed and rules.
    mutating func read(
        from reader: inout CheckpointReader,
        rules: TreeRules,
        bins: Int = 0
    ) throws(ForestError) {
        draws = try reader.integer(UInt64.self)
        let count = try reader.count(limit: rules.maxNodes, "nodes")
        try reader.check(count % 2 == 1, "nodes")
        try reader.need(count * (Node.codedBytes + Kind.Payload.codedBytes(bins: bins)))
        nodes = []
        payloads = []
        nodes.reserveCapacity(count)
        payloads.reserveCapacity(count)
        for _ in 0..<count {
            nodes.append(try Node(from: &reader, rules: rules))
            payloads.append(try Kind.Payload(from: &reader, bins: bins))
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
        rules: TreeRules
    ) throws(ForestError) {
        try reader.need(count * (16 + rules.subspace + Kind.cellBytes * rules.slotCells))
        leaves = []
        leaves.reserveCapacity(count)
        let most = Kind.mostWeight(rules)
        let mostSum = most * Kind.mostSquare
        for _ in 0..<count {
            var numbers = SIMD4<Float>.zero
            for lane in 0..<4 { numbers[lane] = try Kind.leafNumber(from: &reader) }
            let isPositive = min(numbers.x, numbers.z, numbers.w) >= 0
            let isSmall = max(numbers.x, numbers.w) <= most && max(abs(numbers.y), numbers.z) <= mostSum
            try reader.check(isPositive && isSmall, "leaf record")
            leaves.append(
                LeafRecord(
                    weight: numbers.x,
                    sum: numbers.y,
                    sumSquares: numbers.z,
                    nextAttempt: numbers.w
                )
            )
        }
        subspaces = try reader.byteArray(limit: count * rules.subspace, "subspaces")
        let isComplete = subspaces.count == count * rules.subspace
        try reader.check(isComplete && subspaces.allSatisfy { rules.sees(Int($0)) }, "subspaces")
        histograms = []
        histograms.reserveCapacity(count * rules.slotCells)
        for _ in 0..<(count * rules.slotCells) {
            histograms.append(try Kind.cell(from: &reader))
        }
    }
}
