extension HazardTree {
    /// A cut of one leaf in two.
    struct Split {
        var feature: UInt8 = HazardNode.leafMark
        /// Codes that go left.
        var mask: UInt64 = 0
        /// Reduction of the sum of squared deviations of the ranks.
        var gain: Float = 0
        /// (exits, sum of ranks) of the left side.
        var left: SIMD2<UInt32> = .zero
    }

    /// Splits a leaf when the best feature beats the second by the Hoeffding bound, or ties within tau.
    mutating func trySplit(leaf: Int, slot: Int, rules: HazardRules, order: [UInt8]) {
        let record = leaves[slot]
        leaves[slot].nextAttempt = record.exits + rules.grace
        let exits = Float(record.exits)
        let deviation = Float(record.squares) - Float(record.ranks) * Float(record.ranks) / exits
        let total = SIMD2(record.exits, record.ranks)
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
        guard best.gain > 0 else { return fadeIfStale(slot: slot, rules: rules) }
        let squaredBound = rules.bound / exits
        let lead = 1 - second / best.gain
        let isClear = lead * lead > squaredBound || squaredBound < rules.tau * rules.tau
        let isReal = best.gain * (exits - 2) > rules.evidence * max(deviation - best.gain, 0)
        guard isClear, isReal else { return fadeIfStale(slot: slot, rules: rules) }
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
    /// The children start with the exits and ranks of the histogram, but with no counts by bin: until they have
    /// their own, their hazards are the parent's.
    private mutating func apply(
        _ split: Split,
        leaf: Int,
        slot: Int,
        place: Int,
        total: SIMD2<UInt32>,
        rules: HazardRules
    ) {
        let isNew = place == nodes.count
        let rightSlot = isNew ? takeSlot(rules: rules) : nodes[place + 1].child
        resetSlot(slot, rules: rules)
        if !isNew { resetSlot(Int(rightSlot), rules: rules) }
        let right = total &- split.left
        var children = [HazardNode(slot: Int32(truncatingIfNeeded: slot)), HazardNode(slot: rightSlot)]
        for (index, side) in [split.left, right].enumerated() {
            children[index].exits = Float(side.x)
            children[index].ranks = Float(side.y)
        }
        let pair = place..<(isNew ? place : place + 2)
        nodes.replaceSubrange(pair, with: children)
        counts.replaceSubrange(pair, with: [HazardCounts(), HazardCounts()])
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
        rules: HazardRules
    ) -> Int? {
        var weakest = gain / 2
        var twig = -1
        for index in nodes.indices where !nodes[index].isLeaf {
            let pair = Int(nodes[index].child)
            guard nodes[pair].isLeaf, nodes[pair + 1].isLeaf, pair != leaf, pair + 1 != leaf else {
                continue
            }
            let left = nodes[pair].exits
            let right = nodes[pair + 1].exits
            let gap = nodes[pair].ranks * right - nodes[pair + 1].ranks * left
            let value = gap * gap / max(left * right * (left + right), .leastNormalMagnitude)
            if value < weakest {
                weakest = value
                twig = index
            }
        }
        guard twig >= 0 else { return nil }
        let pair = Int(nodes[twig].child)
        let slot = nodes[pair].child
        resetSlot(Int(slot), rules: rules)
        nodes[twig].child = slot
        nodes[twig].feature = HazardNode.leafMark
        nodes[twig].mask = 0
        return pair
    }

    /// Halves the histograms of a leaf that found no split for long: they follow drift and stay small.
    private mutating func fadeIfStale(slot: Int, rules: HazardRules) {
        guard leaves[slot].exits >= HazardRules.staleExits else { return }
        leaves[slot].exits /= 2
        leaves[slot].ranks /= 2
        leaves[slot].squares /= 2
        leaves[slot].nextAttempt = leaves[slot].exits + rules.grace
        let first = slot * rules.slotCells
        for cell in first..<(first + rules.slotCells) { histograms[cell] = histograms[cell] / 2 }
    }

    /// Best cut of one feature of a slot along its code order, missing values tried on both sides.
    private func bestCut(
        slot: Int,
        index: Int,
        total: SIMD2<UInt32>,
        rules: HazardRules,
        order: [UInt8]
    ) -> Split {
        let feature = subspaces[slot * rules.subspace + index]
        let base = (slot * rules.subspace + index) * rules.codes
        let orderBase = Int(feature) * rules.codes
        let cells = histograms.span
        let order = order.span
        let missing = SIMD2<UInt32>(truncatingIfNeeded: cells[base + rules.codes - 1])
        let missingBit = UInt64(1) << UInt64(rules.codes - 1)
        var best = Split(feature: feature)
        for side in 0..<(missing.x > 0 ? 2 : 1) {
            var left = side == 1 ? missing : .zero
            var mask = side == 1 ? missingBit : 0
            for position in 0..<(rules.codes - 1) {
                let code = order[orderBase + position]
                mask |= 1 &<< UInt64(code)
                let cell = cells[base + Int(code)]
                if cell.x == 0 { continue }
                left &+= SIMD2<UInt32>(truncatingIfNeeded: cell)
                if left.x < rules.leastChild || left.x &+ rules.leastChild > total.x { continue }
                let gain = Self.gain(left: left, total: total)
                if gain > best.gain { best = Split(feature: feature, mask: mask, gain: gain, left: left) }
            }
        }
        if missing.x == 0, best.left.x * 2 >= total.x { best.mask |= missingBit }
        return best
    }

    /// Between-group sum of squares of a cut: (difference of means)^2 n1 n2 / n.
    ///
    /// Halved histograms round down, so that the cells of one feature may miss some of the total.
    @inline(__always)
    private static func gain(left: SIMD2<UInt32>, total: SIMD2<UInt32>) -> Float {
        let leftExits = Float(left.x)
        let rightExits = Float(total.x &- left.x)
        let gap = Float(left.y) / leftExits - (Float(total.y) - Float(left.y)) / rightExits
        return gap * gap * leftExits * rightExits / Float(total.x)
    }
}
