extension SurvivalForest {
    /// Why a figure is what it is: what each split on the patient's paths changed, averaged over the trees.
    ///
    /// `base` and the parts add up to the figure of `predict`, but for rounding in the last places.
    public func contributions(_ values: [Float], to figure: SurvivalFigure) -> Contributions {
        let codes = codes(values.span)
        let weights = figure.weights(bins)
        var parts = Array(repeating: 0.0, count: features.count)
        var base = 0.0
        for tree in trees {
            base += tree.explain(
                codes,
                prior: prior,
                shrinkage: rules.shrinkage,
                weights: weights,
                parts: &parts
            )
        }
        let count = Double(trees.count)
        return Contributions(base: base / count, perFeature: parts.map { $0 / count })
    }

    /// The exact Shapley values of a figure, a feature left out being averaged over the patients seen.
    ///
    /// Path-dependent TreeSHAP (Lundberg et al. 2020); about a thousand times the work of a prediction.
    public func shapleyValues(_ values: [Float], of figure: SurvivalFigure) -> Contributions {
        let codes = codes(values.span)
        let weights = figure.weights(bins)
        var parts = Array(repeating: 0.0, count: features.count)
        var base = 0.0
        for tree in trees {
            let turned = tree.turned(codes, prior: prior, shrinkage: rules.shrinkage, weights: weights)
            base += turned.tree.expectation
            turned.addShapleyValues(to: &parts)
        }
        let count = Double(trees.count)
        return Contributions(base: base / count, perFeature: parts.map { $0 / count })
    }
}

extension BinnedTree where Kind == HazardKind {
    /// Adds to `parts` what each split feature changed of a figure along the path; returns the root's figure.
    func explain(
        _ codes: borrowing FeatureCodes,
        prior: HazardLanes,
        shrinkage: Float,
        weights: (constant: Double, lanes: [Double]),
        parts: inout [Double]
    ) -> Double {
        var index = 0
        var hazards = payloads[0].hazards(parent: prior, shrinkage: shrinkage)
        let base = Self.figure(hazards, weights)
        var value = base
        while !nodes[index].isLeaf {
            let feature = Int(nodes[index].feature)
            index = nodes[index].next(codes[feature])
            hazards = payloads[index].hazards(parent: hazards, shrinkage: shrinkage)
            let next = Self.figure(hazards, weights)
            parts[feature] += next - value
            value = next
        }
        return base
    }

    /// This tree with a figure's value in each leaf.
    func turned(
        _ codes: borrowing FeatureCodes,
        prior: HazardLanes,
        shrinkage: Float,
        weights: (constant: Double, lanes: [Double])
    ) -> TurnedTree {
        turned(codes, from: prior) {
            payloads[$1].hazards(parent: $0, shrinkage: shrinkage)
        } value: {
            Self.figure($0, weights)
        }
    }

    private static func figure(
        _ hazards: HazardLanes,
        _ weights: (constant: Double, lanes: [Double])
    ) -> Double {
        let shares = hazards.shares
        return weights.lanes.indices.reduce(weights.constant) {
            $0 + weights.lanes[$1] * Double(shares[$1])
        }
    }
}
