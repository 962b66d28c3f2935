extension Forest {
    /// Most successors at a time: a third of the trees, at least one.
    var maxSuccessors: Int { (configuration.trees + 2) / 3 }

    /// Lets every tree learn an instance, and replaces those that a successor beats; returns the mean of the
    /// trees' estimates from before, in tree units.
    mutating func learnTrees(
        _ codes: borrowing FeatureCodes,
        target: Float,
        weight: Float,
        key: UInt64
    ) -> Double {
        var sum = 0.0
        for index in trees.indices {
            let estimate = trees[index].learn(
                codes,
                target: target,
                weight: weight,
                key: key,
                rules: rules,
                prior: self.target.prior,
                order: encoder.order
            )
            sum += Double(estimate)
            let error = abs(target - estimate)
            let warns = watches[index].warns(error)
            guard warns || successorCount > 0 else { continue }
            if successors[index] != nil {
                raise(index, codes, error: error, target: target, weight: weight, key: key)
            } else if warns, successorCount < maxSuccessors {
                plantSuccessor(index)
            }
        }
        return sum / Double(trees.count)
    }

    private mutating func plantSuccessor(_ index: Int) {
        plantings &+= 1
        // Far below the numbers of the residual stages' streams.
        let number = UInt64(configuration.trees) + plantings % (1 << 31)
        successors[index] = Successor(
            tree: HoeffdingTree(number: number, seed: configuration.seed, rules: rules)
        )
        successorCount += 1
    }

    private mutating func raise(
        _ index: Int,
        _ codes: borrowing FeatureCodes,
        error: Float,
        target: Float,
        weight: Float,
        key: UInt64
    ) {
        guard var successor = successors[index] else { return }
        // The array lets go of it, so that the tree is changed in place.
        successors[index] = nil
        let estimate = successor.tree.learn(
            codes,
            target: target,
            weight: weight,
            key: key,
            rules: rules,
            prior: self.target.prior,
            order: encoder.order
        )
        switch successor.judge(old: error, new: abs(target - estimate)) {
        case .wait: successors[index] = successor
        case .give: successorCount -= 1
        case .replace:
            trees[index] = successor.tree
            watches[index] = DriftWatch()
            replacements &+= 1
            successorCount -= 1
        }
    }
}
