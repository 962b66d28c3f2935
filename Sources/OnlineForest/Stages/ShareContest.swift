/// Five shares from none to all of a step, weighted by exp of their delayed loss.
struct ShareContest: Sendable, Equatable {
    /// The shares; the rest of the lanes is unused.
    static let shares = SIMD8<Double>(0, 0.25, 0.5, 0.75, 1, 1, 1, 1)
    private static let count = 5
    /// Labels remembered.
    private static let horizon = 4_000.0

    /// Faded loss of each share.
    var losses = SIMD8<Double>.zero
    var labels = 0.0
    /// The weighted share, 0...1.
    private(set) var share: Double

    /// Begins at a share that holds until the first label.
    init(share: Double) {
        self.share = share
    }

    /// Notes what each share would have lost on one label.
    mutating func learn(_ lost: SIMD8<Double>, weight: Double) {
        let fade = 1 - 1 / Self.horizon
        losses = losses * fade + lost * weight
        labels = labels * fade + weight
        renew()
    }

    /// Weighs the shares: one that lost a label's mean loss more than the best counts 1 / e as much.
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
