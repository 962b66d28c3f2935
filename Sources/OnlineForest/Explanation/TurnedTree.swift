/// A tree with a value in each leaf, and which way one instance turns at each split.
package struct TurnedTree: Sendable {
    /// The tree.
    package let tree: ValuedTree
    /// Whether the instance goes left, by node.
    package let goesLeft: [Bool]

    /// Adds the exact Shapley value of each feature, what is left out being averaged over the instances seen.
    func addShapleyValues(to parts: inout [Double]) {
        tree.addShapleyValues(to: &parts) { goesLeft[$0] }
    }

}

extension BinnedTree {
    /// This tree as an instance walks it; a leaf's value follows from what its path carries down from `start`.
    func turned<Carried>(
        _ codes: borrowing FeatureCodes,
        from start: Carried,
        step: (Carried, Int) -> Carried,
        value: (Carried) -> Double
    ) -> TurnedTree {
        // Nodes are renumbered from the root on, so that children stand behind their parent.
        var valued: [ValuedTree.Node] = [.leaf(0)]
        var goesLeft = [false]
        var pending = [(place: 0, index: 0, parent: start)]
        while let (place, index, parent) = pending.popLast() {
            let node = nodes[index]
            let carried = step(parent, index)
            if node.isLeaf {
                valued[place] = .leaf(value(carried))
                continue
            }
            let pair = Int(node.child)
            let left = Double(nodes[pair].weight) + 1
            valued[place] = .split(
                feature: Int(node.feature),
                child: valued.count,
                leftShare: left / (left + Double(nodes[pair + 1].weight) + 1)
            )
            goesLeft[place] = node.next(codes[Int(node.feature)]) == pair
            for child in [pair, pair + 1] {
                pending.append((valued.count, child, carried))
                valued.append(.leaf(0))
                goesLeft.append(false)
            }
        }
        return TurnedTree(tree: ValuedTree(nodes: valued), goesLeft: goesLeft)
    }
}

extension StageTree {
    /// This tree as an instance walks it.
    func turned(_ codes: borrowing FeatureCodes) -> TurnedTree {
        var valued: [ValuedTree.Node] = []
        var goesLeft: [Bool] = []
        for (index, node) in nodes.enumerated() {
            let child = Int(node.child)
            if child == index {
                valued.append(.leaf(Double(node.value)))
                goesLeft.append(false)
                continue
            }
            let left = Double(nodes[child].weight) + 1
            let share = left / (left + Double(nodes[child + 1].weight) + 1)
            valued.append(.split(feature: Int(node.feature), child: child, leftShare: share))
            goesLeft.append(node.next(codes[Int(node.feature)]) == child)
        }
        return TurnedTree(tree: ValuedTree(nodes: valued), goesLeft: goesLeft)
    }
}
