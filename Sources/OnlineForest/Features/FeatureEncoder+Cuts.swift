extension FeatureEncoder {
    /// Share of the seen range, beyond each end, at which spare cuts are placed for values yet to come.
    private static let reach: [Float] = [0.1, 0.35, 1]

    /// Fits the numeric cuts to row-major warm-up rows: midpoints of few distinct values, else quantiles.
    mutating func fitCuts(rows: [Float], count: Int) {
        for feature in modes.indices where modes[feature] == .cuts {
            let column = (0..<count).map { rows[$0 * modes.count + feature] }.filter(\.isFinite).sorted()
            let fitted = Self.cuts(of: column, limit: bins - 2)
            for index in 0..<(bins - 2) {
                cuts[feature * (bins - 2) + index] = index < fitted.count ? fitted[index] : .infinity
            }
        }
    }

    /// At most `limit` ascending, distinct, finite cuts of sorted finite values.
    static func cuts(of sorted: [Float], limit: Int) -> [Float] {
        guard let first = sorted.first, let last = sorted.last else { return [] }
        // Half values keep the range finite for every input.
        let range = last > first ? (last / 2 - first / 2) * 2 : max(abs(first), 1)
        let spare = limit >= 4 * reach.count ? reach : []
        let inner = limit - 2 * spare.count
        var middle: [Float] = []
        var distinct: [Float] = []
        for value in sorted where value != distinct.last { distinct.append(value) }
        if distinct.count - 1 <= inner {
            for index in distinct.indices.dropFirst() {
                middle.append(distinct[index - 1] / 2 + distinct[index] / 2)
            }
        } else {
            for index in 1...inner {
                let rank = index * sorted.count / (inner + 1)
                middle.append(sorted[rank - 1] / 2 + sorted[rank] / 2)
            }
        }
        let lower = spare.reversed().map { first - $0 * range }
        let upper = spare.map { last + $0 * range }
        var result: [Float] = []
        for cut in lower + middle + upper where cut.isFinite && cut > (result.last ?? -.infinity) {
            result.append(cut)
        }
        return result
    }
}
