/// How an estimate is shared out among the features.
enum Attribution {
    /// By what each split on the instance's paths changed.
    case paths
    /// By exact Shapley values of each tree.
    case shapley
}

extension ResidualStages {
    /// The estimate as a sum over features.
    func explained(
        _ codes: borrowing FeatureCodes,
        bagged: Additive,
        isMedian: Bool,
        by attribution: Attribution
    ) -> Additive {
        guard isGrown else { return bagged }
        var mean = bagged
        for index in 0..<mixed {
            let chain = chains[index].explained(codes, units, features: window.features, by: attribution)
            mean.move(by: mixture.weights[index + 1], from: bagged, to: chain)
        }
        guard isMedian, let chain = chains.last, chain.loss == .absolute else { return mean }
        let start = mean
        let end = chain.explained(codes, units, features: window.features, by: attribution)
        mean.move(by: medianShare.share, from: start, to: end)
        return mean
    }
}

extension StageChain {
    /// The estimate as a sum over features.
    fileprivate func explained(
        _ codes: borrowing FeatureCodes,
        _ units: StageUnits,
        features: Int,
        by attribution: Attribution
    ) -> Additive {
        var sum = Additive(base: Double(start), parts: Array(repeating: 0, count: features))
        for tree in trees {
            switch attribution {
            case .paths: tree.explain(codes, into: &sum)
            case .shapley:
                let turned = tree.turned(codes)
                sum.base += turned.tree.expectation
                turned.addShapleyValues(to: &sum.parts)
            }
        }
        return sum.bent { loss.output(Float($0), units) }
    }
}

extension StageTree {
    /// Adds the root's value to the base, and what each split feature changed along the path to its part.
    fileprivate func explain(_ codes: borrowing FeatureCodes, into sum: inout Additive) {
        var node = nodes[0]
        sum.base += Double(node.value)
        for _ in 0..<depth {
            let feature = Int(node.feature)
            let next = nodes[node.next(codes[feature])]
            // A leaf leads to itself, and in a forest without features names one that is not there.
            if next.value != node.value { sum.parts[feature] += Double(next.value) - Double(node.value) }
            node = next
        }
    }
}
