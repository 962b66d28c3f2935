extension Forest {
    /// Why a prediction is what it is: the path differences of all trees' estimates, in the target's own unit.
    ///
    /// `base + sum(perFeature)` equals `predict`. Where an estimate is a bent function of a sum over trees, as
    /// the odds are, each feature's share of the sum is its share of the estimate's distance from the base.
    public func contributions(_ values: [Float]) -> (base: Double, perFeature: [Double]) {
        let found = explained(values, by: .paths)
        return (found.base, found.perFeature)
    }

    /// The exact Shapley values of a prediction, a feature left out being averaged over the instances seen.
    ///
    /// Path-dependent TreeSHAP (Lundberg et al. 2020) of every bagged tree and residual stage; a hundred to a
    /// thousand times the work of a prediction. They add up to `predict`; the level of the latest errors, which
    /// no feature shows, is in the base. Where an estimate is a bent function of a sum over trees the values are
    /// those of the sum, scaled to the distance, as in `contributions`.
    public func shapleyValues(_ values: [Float]) -> Contributions { explained(values, by: .shapley) }

    private func explained(_ values: [Float], by attribution: Attribution) -> Contributions {
        var parts = Array(repeating: 0.0, count: features.count)
        guard isWarm else { return Contributions(base: target.mean, perFeature: parts) }
        let codes = encoder.codes(values.span)
        var sum = 0.0
        for index in trees.indices {
            switch attribution {
            case .paths: sum += trees[index].explain(codes, prior: target.prior, parts: &parts)
            case .shapley:
                let turned = trees[index].turned(codes, prior: target.prior)
                sum += turned.tree.expectation
                turned.addShapleyValues(to: &parts)
            }
        }
        let scale = 1 / Double(trees.count)
        let bagged = Additive(base: sum * scale, parts: parts.map { $0 * scale }).bent { score in
            target.output(target.score(score))
        }
        let isMedian = task == .regression(logScale: true)
        let whole = stages?.explained(codes, bagged: bagged, isMedian: isMedian, by: attribution) ?? bagged
        // What rounding left over goes to the base.
        return Contributions(
            base: predict(values) - whole.parts.reduce(0, +),
            perFeature: whole.parts
        )
    }

    /// All trees whose weighted values make up the mean, as an instance walks them, where nothing is bent:
    /// regressions by squared error alone, which can have negative targets.
    package func weightedTrees(_ values: [Float]) -> [(weight: Double, walk: TurnedTree)] {
        guard isWarm, task == .regression(logScale: false) else { return [] }
        let codes = encoder.codes(values.span)
        let isMixed = stages?.isGrown ?? false
        let share = isMixed ? stages?.mixture.weights[0] ?? 1 : 1
        var found = trees.map { tree in
            (share * target.scale / Double(trees.count), tree.turned(codes, prior: target.prior))
        }
        guard isMixed, let stages else { return found }
        for index in 0..<stages.mixed {
            guard stages.chains[index].loss == .squared else { return [] }
            let weight = stages.mixture.weights[index + 1] * stages.units.deviation
            found += stages.chains[index].trees.map { (weight, $0.turned(codes)) }
        }
        return found
    }
}

extension BinnedTree where Kind == MeanKind {
    /// This tree with its estimate in each leaf.
    func turned(_ codes: borrowing FeatureCodes, prior: Float) -> TurnedTree {
        turned(codes, from: prior) {
            nodes[$1].estimate(parent: $0)
        } value: {
            Double($0)
        }
    }
}
