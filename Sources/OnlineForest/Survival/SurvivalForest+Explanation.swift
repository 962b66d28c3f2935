extension SurvivalForest {
    /// Why a figure is what it is: what each split on the patient's paths changed, averaged over the trees.
    ///
    /// `base` and the parts add up to the figure of `predict`, but for rounding in the last places.
    public func contributions(_ values: [Float], to figure: SurvivalFigure) -> Contributions {
        explained(values, to: figure).contributions
    }

    /// Curve of one patient as `predict` gives it, and the contributions to a figure of it, by one walk.
    public func explained(
        _ values: [Float],
        to figure: SurvivalFigure
    ) -> (curve: SurvivalCurve, contributions: Contributions) {
        let codes = codes(values.span)
        let weights = HazardLanes(figure.weights(bins).lanes)
        var parts = FigureParts(repeating: 0)
        var total = ShareSum()
        for index in trees.indices {
            total.add(trees[index].explain(codes, hazardRules, weights: weights, parts: &parts))
        }
        let curve = SurvivalCurve(bins: bins, shares: total.mean(of: trees.count))
        let count = Double(trees.count)
        let perFeature = features.indices.map { parts[$0] / count }
        // The walk counts in single precision: what rounding left over goes to the base.
        let base = curve.value(of: figure) - perFeature.reduce(0, +)
        return (curve, Contributions(base: base, perFeature: perFeature))
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
            let turned = tree.turned(codes, hazardRules, weights: weights)
            base += turned.tree.expectation
            turned.addShapleyValues(to: &parts)
        }
        let count = Double(trees.count)
        return Contributions(base: base / count, perFeature: parts.map { $0 / count })
    }
}

extension BinnedTree where Kind == HazardKind {
    /// Shares of a patient at the end of each bin; adds to `parts` what each split on the path changed of a figure.
    @inline(__always)
    func explain(
        _ codes: borrowing FeatureCodes,
        _ rules: HazardRules,
        weights: HazardLanes,
        parts: inout FigureParts
    ) -> HazardLanes {
        let nodes = self.nodes.span
        let counts = payloads.span
        var index = 0
        var hazards = counts[0].hazards(parent: rules.prior, rules)
        var shares = hazards.shares(vectors: rules.vectors)
        var value = shares.dot(weights, vectors: rules.vectors)
        while !nodes[index].isLeaf {
            let feature = Int(nodes[index].feature)
            index = nodes[index].next(codes[feature])
            hazards = counts[index].hazards(parent: hazards, rules)
            shares = hazards.shares(vectors: rules.vectors)
            let next = shares.dot(weights, vectors: rules.vectors)
            parts[feature] += Double(next - value)
            value = next
        }
        return shares
    }

    /// This tree with a figure's value in each leaf.
    func turned(
        _ codes: borrowing FeatureCodes,
        _ rules: HazardRules,
        weights: (constant: Double, lanes: CurveShares)
    ) -> TurnedTree {
        turned(codes, from: rules.prior) {
            payloads[$1].hazards(parent: $0, rules)
        } value: {
            Self.figure($0.shares(vectors: rules.vectors), weights)
        }
    }

    private static func figure(
        _ shares: HazardLanes,
        _ weights: (constant: Double, lanes: CurveShares)
    ) -> Double {
        weights.lanes.indices.reduce(weights.constant) {
            $0 + weights.lanes[$1] * Double(shares[$1])
        }
    }
}

/// What each feature changed of a figure, summed over trees.
typealias FigureParts = InlineArray<64, Double>
