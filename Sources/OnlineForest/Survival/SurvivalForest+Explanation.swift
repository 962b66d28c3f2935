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
            let (valued, places) = tree.valued(prior: prior, shrinkage: rules.shrinkage, weights: weights)
            base += valued.expectation
            valued.addShapleyValues(to: &parts) { place in
                let node = tree.nodes[places[place]]
                return node.next(codes[Int(node.feature)]) == Int(node.child)
            }
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

    /// This tree with a figure's value in each leaf, and the index here of each of its nodes.
    func valued(
        prior: HazardLanes,
        shrinkage: Float,
        weights: (constant: Double, lanes: [Double])
    ) -> (tree: ValuedTree, places: [Int]) {
        // Nodes are renumbered from the root on, so that children stand behind their parent.
        var valued: [ValuedTree.Node] = [.leaf(0)]
        var places = [0]
        var pending = [(place: 0, parent: prior)]
        while let (place, parent) = pending.popLast() {
            let node = nodes[places[place]]
            let hazards = payloads[places[place]].hazards(parent: parent, shrinkage: shrinkage)
            if node.isLeaf {
                valued[place] = .leaf(Self.figure(hazards, weights))
                continue
            }
            let pair = Int(node.child)
            let left = Double(nodes[pair].weight) + 1
            valued[place] = .split(
                feature: Int(node.feature),
                child: valued.count,
                leftShare: left / (left + Double(nodes[pair + 1].weight) + 1)
            )
            for child in [pair, pair + 1] {
                pending.append((valued.count, hazards))
                valued.append(.leaf(0))
                places.append(child)
            }
        }
        return (ValuedTree(nodes: valued), places)
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
