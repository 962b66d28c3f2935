extension Forest {
    /// Labels between two looks at the bins.
    static let rebinPeriod: UInt64 = 4_096

    /// Moves bins to where the values now are, and all that is counted by bin with them.
    ///
    /// The replay window holds the values that new cuts need, so a forest without stages keeps its first bins.
    mutating func rebin() {
        guard var stages else { return }
        let maps = encoder.rebin(stages.window)
        if maps.isEmpty { return }
        self.stages = nil
        rebinnings &+= UInt64(maps.count)
        for map in maps {
            for index in trees.indices { trees[index].recode(map, rules: rules) }
            for index in successors.indices { successors[index]?.tree.recode(map, rules: rules) }
        }
        stages.recode(maps, encoder: encoder)
        self.stages = stages
    }
}

extension BinnedTree where Kind == MeanKind {
    /// Follows moved cuts: masks by the codes' values, counts in equal parts to the heirs of a code.
    fileprivate mutating func recode(_ map: CodeMap, rules: TreeRules) {
        let missing = UInt8(rules.bins - 1)
        for index in nodes.indices where Int(nodes[index].feature) == map.feature && !nodes[index].isLeaf {
            nodes[index].mask = map.mapped(nodes[index].mask, missing: missing)
        }
        for column in subspaces.indices where Int(subspaces[column]) == map.feature {
            let first = column * rules.bins
            let old = Array(histograms[first..<(first + rules.bins - 1)])
            for code in old.indices { histograms[first + code] = .zero }
            for code in old.indices {
                let share = 1 / Float(map.heirs[code].count)
                for heir in map.heirs[code] { histograms[first + Int(heir)] += old[code] * share }
            }
        }
    }
}

extension ResidualStages {
    /// Follows moved cuts: codes from the kept values, masks by the codes' values, scores anew.
    fileprivate mutating func recode(_ maps: [CodeMap], encoder: FeatureEncoder) {
        for map in maps {
            for row in 0..<window.count {
                let cell = row * window.features + map.feature
                window.codes[cell] = encoder.code(window.values[cell], map.feature)
            }
            for chain in chains.indices { chains[chain].recode(map, missing: encoder.missing) }
        }
        for chain in chains.indices { chains[chain].rescore(window) }
    }
}

extension StageChain {
    fileprivate mutating func recode(_ map: CodeMap, missing: UInt8) {
        for tree in trees.indices {
            for index in trees[tree].nodes.indices {
                let node = trees[tree].nodes[index]
                guard Int(node.child) != index, Int(node.feature) == map.feature else { continue }
                trees[tree].nodes[index].mask = map.mapped(node.mask, missing: missing)
            }
        }
    }
}
