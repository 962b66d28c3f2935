extension FeatureEncoder {
    /// Writes cuts, level statistics and category order; nothing before the bins are fitted.
    func write(to writer: inout CheckpointWriter, isWarm: Bool) {
        guard isWarm else { return }
        writer.append(cuts)
        writer.append(levelWeights)
        writer.append(levelSums)
        writer.append(order)
        for value in [weight, sum, sumSquares] { writer.append(value) }
    }

    /// Reads what `write` wrote into an encoder of the same features.
    mutating func read(from reader: inout CheckpointReader, isWarm: Bool) throws(ForestError) {
        guard isWarm else { return }
        cuts = try reader.floats(count: cuts.count, "cuts", finite: false)
        for index in cuts.indices {
            let isFirst = index % (bins - 2) == 0
            let ascends = isFirst || cuts[index] > cuts[index - 1] || cuts[index] == .infinity
            try reader.check(!cuts[index].isNaN && ascends, "cuts")
        }
        levelWeights = try reader.floats(count: levelWeights.count, "level weights")
        try reader.check(levelWeights.allSatisfy { $0 >= 0 }, "level weights")
        levelSums = try reader.floats(count: levelSums.count, "level sums")
        let found = try reader.byteArray(limit: order.count, "category order")
        try reader.check(found.count == order.count, "category order")
        for feature in modes.indices {
            var seen: UInt64 = 0
            for code in found[(feature * bins)..<((feature + 1) * bins)] {
                try reader.check(Int(code) < bins && seen & (1 << UInt64(code)) == 0, "category order")
                seen |= 1 << UInt64(code)
            }
            try reader.check(found[feature * bins + bins - 1] == missing, "category order")
            // Learning re-sorts only the level codes, which must therefore stand first.
            guard case .levels(let levels) = modes[feature] else { continue }
            let head = found[(feature * bins)..<(feature * bins + levels + 1)]
            try reader.check(head.allSatisfy { Int($0) <= levels }, "category order")
        }
        order = found
        weight = try reader.weight("target weight")
        sum = try reader.float("target sum")
        sumSquares = try reader.weight("target sum of squares")
    }
}
