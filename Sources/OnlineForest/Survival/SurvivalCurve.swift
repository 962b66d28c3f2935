/// Estimated share of stays that last longer than t, for one patient: falling, from 1 at 0.
///
/// Between two edges it falls evenly. Beyond the last edge nothing is known: `mean` counts such stays as ending
/// there and quantiles stop there.
public struct SurvivalCurve: Sendable {
    /// Bins of elapsed time.
    public let bins: ElapsedBins
    /// Share that stays longer than each edge; lanes beyond the bins repeat the last.
    let shares: CurveShares

    /// A curve from hazards, each the share of those present at a bin's start that leave in it.
    init(bins: ElapsedBins, shares: CurveShares) {
        self.bins = bins
        self.shares = shares
    }

    /// Probability, 0...1, of staying longer than `elapsed`.
    public func probability(longerThan elapsed: Double) -> Double {
        guard elapsed > 0 else { return 1 }
        let bin = bins.bin(of: elapsed)
        guard bin < bins.count else { return shares[bins.count - 1] }
        let start = bin == 0 ? 0 : bins.edges[bin - 1]
        let before = bin == 0 ? 1 : shares[bin - 1]
        let part = (elapsed - start) / (bins.edges[bin] - start)
        return before + (shares[bin] - before) * part
    }

    /// Probability of staying longer than `elapsed`, given `stayed` already, both from the start of the stay.
    public func probability(longerThan elapsed: Double, given stayed: Double) -> Double {
        guard elapsed > stayed else { return 1 }
        let present = probability(longerThan: stayed)
        return present > 0 ? min(probability(longerThan: elapsed) / present, 1) : 0
    }

    /// Stay that a share `level`, 0...1, does not exceed; from the start of the stay, `bins.longest` at most.
    public func quantile(_ level: Double, given stayed: Double = 0) -> Double {
        let present = probability(longerThan: stayed)
        let wanted = present * (1 - min(max(level, 0), 1))
        var start = 0.0
        var before = 1.0
        for bin in 0..<bins.count {
            let after = shares[bin]
            let edge = bins.edges[bin]
            if after <= wanted, before > after {
                let end = start + (edge - start) * min(max((before - wanted) / (before - after), 0), 1)
                return max(end, stayed)
            }
            start = edge
            before = after
        }
        return max(bins.longest, stayed)
    }

    /// Stay that half of such patients exceed.
    public var median: Double { quantile(0.5) }

    /// Mean stay, each counted up to `bins.longest`.
    public var mean: Double {
        var total = 0.0
        var start = 0.0
        var before = 1.0
        for bin in 0..<bins.count {
            let after = shares[bin]
            total += (bins.edges[bin] - start) * (before + after) / 2
            start = bins.edges[bin]
            before = after
        }
        return total
    }

    /// Mean of the time still to come after `stayed`, each stay counted up to `bins.longest`.
    public func remaining(given stayed: Double) -> Double {
        let present = probability(longerThan: stayed)
        guard present > 0, stayed < bins.longest else { return 0 }
        let bin = bins.passed(after: stayed)
        var total = 0.0
        var start = max(stayed, 0)
        var before = present
        for index in bin..<bins.count {
            let after = shares[index]
            total += (bins.edges[index] - start) * (before + after) / 2
            start = bins.edges[index]
            before = after
        }
        return total / present
    }
}
