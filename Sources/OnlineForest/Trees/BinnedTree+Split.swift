extension BinnedTree {
    /// A cut of one leaf in two.
    struct Split {
        var feature: UInt8 = Node.leafMark
        /// Codes that go left.
        var mask: UInt64 = 0
        /// Reduction of the sum of squared errors.
        var gain: Float = 0
        /// (weight, target sum) of the left side.
        var left: SIMD2<Float> = .zero
    }

    /// Splits a leaf when the best feature beats the second by the Hoeffding bound, or ties within tau.
    mutating func trySplit(leaf: Int, slot: Int, rules: TreeRules, order: [UInt8]) {
        let record = leaves[slot]
        leaves[slot].nextAttempt = record.weight + rules.grace
        let error = record.sumSquares - record.sum * record.sum / record.weight
        guard error > record.weight * Kind.leastVariance else { return fadeIfStale(slot: slot, rules: rules) }
        let total = SIMD2(record.weight, record.sum)
        var best = Split()
        var second: Float = 0
        for index in 0..<rules.subspace {
            let split = bestCut(slot: slot, index: index, total: total, rules: rules, order: order)
            if split.gain > best.gain {
                second = best.gain
                best = split
            } else if split.gain > second {
                second = split.gain
            }
        }
        let squaredBound = rules.bound / record.weight
        let lead = 1 - second / best.gain
        let isClear = lead * lead > squaredBound || squaredBound < rules.tau * rules.tau
        let isReal = best.gain * (record.weight - 2) > rules.evidence * max(error - best.gain, 0)
        guard best.gain > 0, isClear, isReal else { return fadeIfStale(slot: slot, rules: rules) }
        let place: Int
        if nodes.count + 2 <= rules.maxNodes {
            place = nodes.count
        } else if let freed = collapseWeakestTwig(below: best.gain, keeping: leaf, rules: rules) {
            place = freed
        } else {
            return fadeIfStale(slot: slot, rules: rules)
        }
        apply(best, leaf: leaf, slot: slot, place: place, total: total, rules: rules)
    }

    /// Turns a leaf into a split whose children stand at `place` and `place + 1`.
    ///
    /// The children start with the weights and sums of the histogram, but with empty payloads.
    private mutating func apply(
        _ split: Split,
        leaf: Int,
        slot: Int,
        place: Int,
        total: SIMD2<Float>,
        rules: TreeRules
    ) {
        let isNew = place == nodes.count
        let rightSlot = isNew ? takeSlot(rules: rules) : nodes[place + 1].child
        resetSlot(slot, rules: rules)
        if !isNew { resetSlot(Int(rightSlot), rules: rules) }
        let sides = [
            (slot: Int32(truncatingIfNeeded: slot), sums: split.left),
            (slot: rightSlot, sums: total - split.left),
        ]
        for (index, side) in sides.enumerated() {
            let child = Node(
                leaf: side.slot,
                weight: side.sums.x,
                sum: side.sums.y,
                shrinkage: rules.shrinkage
            )
            if isNew {
                nodes.append(child)
                payloads.append(Kind.Payload())
            } else {
                nodes[place + index] = child
                payloads[place + index] = Kind.Payload()
            }
        }
        nodes[leaf].feature = split.feature
        nodes[leaf].mask = split.mask
        nodes[leaf].child = Int32(truncatingIfNeeded: place)
    }

    /// Joins the two sibling leaves that differ least, if the tree then gains; returns the pair's index.
    ///
    /// The joined leaf takes over the left slot; the freed pair's second node still names the right one.
    private mutating func collapseWeakestTwig(
        below gain: Float,
        keeping leaf: Int,
        rules: TreeRules
    ) -> Int? {
        var weakest = gain / 2
        var twig = -1
        for index in nodes.indices where !nodes[index].isLeaf {
            let pair = Int(nodes[index].child)
            let left = nodes[pair]
            let right = nodes[pair + 1]
            guard left.isLeaf, right.isLeaf, pair != leaf, pair + 1 != leaf else { continue }
            let weight = left.weight + right.weight
            let gap = left.sum * right.weight - right.sum * left.weight
            let value = gap * gap / max(left.weight * right.weight * weight, .leastNormalMagnitude)
            if value < weakest {
                weakest = value
                twig = index
            }
        }
        guard twig >= 0 else { return nil }
        let pair = Int(nodes[twig].child)
        let slot = nodes[pair].child
        resetSlot(Int(slot), rules: rules)
        nodes[twig].close(slot: slot)
        return pair
    }

    /// Halves the histograms of a leaf that found no split for long: they follow drift and stay small.
    private mutating func fadeIfStale(slot: Int, rules: TreeRules) {
        guard leaves[slot].weight >= rules.staleWeight else { return }
        leaves[slot].weight = Kind.halved(leaves[slot].weight)
        leaves[slot].sum = Kind.halved(leaves[slot].sum)
        leaves[slot].sumSquares = Kind.halved(leaves[slot].sumSquares)
        leaves[slot].nextAttempt = leaves[slot].weight + rules.grace
        let first = slot * rules.slotCells
        for cell in first..<(first + rules.slotCells) { histograms[cell] = Kind.halved(histograms[cell]) }
    }

    /// Best cut of one feature of a slot along its code order, missing values tried on both sides.
    private func bestCut(
        slot: Int,
        index: Int,
        total: SIMD2<Float>,
        rules: TreeRules,
        order: [UInt8]
    ) -> Split {
        let feature = subspaces[slot * rules.subspace + index]
        let base = (slot * rules.subspace + index) * rules.bins
        let orderBase = Int(feature) * rules.bins
        let cells = histograms.span
        let order = order.span
        let missing = Kind.sums(cells[base + rules.bins - 1])
        let missingBit = UInt64(1) << UInt64(rules.bins - 1)
        var best = Split(feature: feature)
        for side in 0..<(missing.x > 0 ? 2 : 1) {
            var left = side == 1 ? missing : .zero
            var mask = side == 1 ? missingBit : 0
            for position in 0..<(rules.bins - 1) {
                let code = order[orderBase + position]
                mask |= 1 &<< UInt64(code)
                let cell = Kind.sums(cells[base + Int(code)])
                if cell.x == 0 { continue }
                left += cell
                if left.x < rules.leastChild || total.x - left.x < rules.leastChild { continue }
                let gain = Kind.gain(left: left, total: total)
                if gain > best.gain { best = Split(feature: feature, mask: mask, gain: gain, left: left) }
            }
        }
        if missing.x == 0, best.left.x * 2 >= total.x { best.mask |= missingBit }
        return best
    }
}
