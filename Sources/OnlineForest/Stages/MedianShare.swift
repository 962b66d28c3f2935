/// How far to go from the mean towards the median chain's estimate: five shares, weighted by their delayed
/// absolute loss.
struct MedianShare: Sendable {
    /// Labels remembered.
    private static let horizon = 4_000.0
    /// Shares that compete; the rest of the lanes is unused.
    private static let shares = SIMD8<Double>(0, 0.25, 0.5, 0.75, 1, 1, 1, 1)
    private static let count = 5

    /// Faded absolute loss of each share.
    var losses = SIMD8<Double>.zero
    var labels = 0.0
    /// The weighted share, 0...1.
    private(set) var share = 0.75

    /// Notes what the estimates of mean and median chain would have lost, in a unit that keeps both near 1.
    mutating func learn(mean: Double, median: Double, weight: Double) {
        let fade = 1 - 1 / Self.horizon
        let gaps = mean + Self.shares * (median - mean)
        var sizes = gaps
        for lane in 0..<8 { sizes[lane] = abs(gaps[lane]) }
        losses = losses * fade + sizes * weight
        labels = labels * fade + weight
        renew()
    }

    /// Exponential weights: a share that lost one mean loss more counts 1 / e as much.
    mutating func renew() {
        let least = losses.min()
        guard least > 0, labels > 0 else { return }
        var total = 0.0
        var sum = 0.0
        for lane in 0..<Self.count {
            let excess = (losses[lane] - least) * labels / least
            let weight = Double(exponential(Float(-min(excess, 80))))
            total += weight
            sum += weight * Self.shares[lane]
        }
        share = sum / total
    }
}
