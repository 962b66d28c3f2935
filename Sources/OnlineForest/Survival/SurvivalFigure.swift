/// A number read off a survival curve that is linear in it, so that it can be explained exactly.
public enum SurvivalFigure: Sendable, Equatable {
    /// Probability of a stay longer than this, such as a breach of 240 minutes.
    case probability(longerThan: Double)
    /// Mean stay, each counted up to the longest bin's end.
    case mean

    /// The figure as constant + sum of weight * share over the ends of the bins.
    func weights(_ bins: ElapsedBins) -> (constant: Double, lanes: CurveShares) {
        var lanes = CurveShares(repeating: 0)
        switch self {
        case .probability(let elapsed):
            guard elapsed > 0 else { return (1, lanes) }
            let bin = bins.bin(of: elapsed)
            guard bin < bins.count else {
                lanes[bins.count - 1] = 1
                return (0, lanes)
            }
            let start = bin == 0 ? 0 : bins.edges[bin - 1]
            let part = (elapsed - start) / (bins.edges[bin] - start)
            lanes[bin] = part
            if bin == 0 { return (1 - part, lanes) }
            lanes[bin - 1] = 1 - part
            return (0, lanes)
        case .mean:
            for bin in 0..<bins.count {
                let start = bin == 0 ? 0 : bins.edges[bin - 1]
                let end = bin + 1 < bins.count ? bins.edges[bin + 1] : bins.edges[bin]
                lanes[bin] = (end - start) / 2
            }
            return (bins.edges[0] / 2, lanes)
        }
    }
}

extension SurvivalCurve {
    /// The figure of this curve.
    public func value(of figure: SurvivalFigure) -> Double {
        let (constant, lanes) = figure.weights(bins)
        return lanes.indices.reduce(constant) { $0 + lanes[$1] * shares[$1] }
    }
}
