/// Curves that keep their shape and meet a figure known better from elsewhere, such as a calibrated probability.
extension SurvivalCurve {
    /// Exponents that a curve can be bent by.
    public static let exponents = 1e-4...1e4

    /// The curve with hazards `exponent` times as large up to `limit`, and as they were beyond it.
    ///
    /// 1 changes nothing, above 1 fewer stay over the limit; how long those stay who do is not touched. The edge
    /// of a bin is bent as a whole, so the limit should be one. The exponent is moved into `exponents`; NaN is 1.
    public func bent(by exponent: Double, upTo limit: Double) -> SurvivalCurve {
        if exponent == 1 || exponent.isNaN { return self }
        let exponent = min(max(exponent, Self.exponents.lowerBound), Self.exponents.upperBound)
        let pivot = min(bins.bin(of: limit), bins.count - 1)
        var bent = shares
        for lane in 0...pivot {
            let share = max(shares[lane], 1e-300)
            bent[lane] = 1 + exponentialMinusOne(exponent * naturalLogarithm(share))
        }
        let beyond = shares[pivot] > 0 ? bent[pivot] / shares[pivot] : 0
        for lane in (pivot + 1)..<max(ElapsedBins.maxCount, pivot + 1) { bent[lane] = shares[lane] * beyond }
        return SurvivalCurve(bins: bins, shares: bent)
    }

    /// The exponent whose curve, bent up to `limit`, gives `probability`, 0...1, of staying longer than that.
    ///
    /// 1 where the curve is flat there, since no exponent moves it; the ends of `exponents` are not passed.
    public func exponent(for probability: Double, longerThan limit: Double) -> Double {
        let own = self.probability(longerThan: limit)
        guard own > 1e-9, own < 1 - 1e-9, !probability.isNaN else { return 1 }
        let wanted = min(max(probability, 1e-9), 1 - 1e-9)
        let exponent = naturalLogarithm(wanted) / naturalLogarithm(own)
        return min(max(exponent, Self.exponents.lowerBound), Self.exponents.upperBound)
    }

    /// Share, 0...1, that stays longer than each edge of `bins`.
    public var sharesAtEdges: [Double] { (0..<bins.count).map { shares[$0] } }

    /// A curve from the shares that stay longer than each edge; nil unless they fall within 0...1.
    public init?(bins: ElapsedBins, sharesAtEdges values: [Double]) {
        guard values.count == bins.count, let first = values.first, let last = values.last else { return nil }
        guard first <= 1, last >= 0, zip(values, values.dropFirst()).allSatisfy(>=) else { return nil }
        var shares = CurveShares(repeating: last)
        for (lane, value) in values.enumerated() { shares[lane] = value }
        self.init(bins: bins, shares: shares)
    }
}

extension SurvivalCurve: Equatable {
    /// Whether both have the same bins and shares.
    public static func == (left: SurvivalCurve, right: SurvivalCurve) -> Bool {
        left.bins == right.bins && left.sharesAtEdges == right.sharesAtEdges
    }
}
