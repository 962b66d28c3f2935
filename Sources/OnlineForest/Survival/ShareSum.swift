/// Sum of curves in double precision, so that the mean of many trees is exact to the last places.
struct ShareSum: Sendable {
    private var first = SIMD8<Double>.zero
    private var second = SIMD8<Double>.zero
    private var third = SIMD8<Double>.zero
    private var fourth = SIMD8<Double>.zero

    /// Adds the curve of one tree.
    @inline(__always)
    mutating func add(_ shares: HazardLanes) {
        first += SIMD8<Double>(shares.first)
        second += SIMD8<Double>(shares.second)
        third += SIMD8<Double>(shares.third)
        fourth += SIMD8<Double>(shares.fourth)
    }

    /// Mean of `count` curves.
    func mean(of count: Int) -> CurveShares {
        var shares = CurveShares(repeating: 0)
        let divisor = Double(count)
        for lane in 0..<8 {
            shares[lane] = first[lane] / divisor
            shares[8 + lane] = second[lane] / divisor
            shares[16 + lane] = third[lane] / divisor
            shares[24 + lane] = fourth[lane] / divisor
        }
        return shares
    }
}

/// Share of patients present at the end of each bin; bins beyond those in use repeat the last.
typealias CurveShares = InlineArray<32, Double>
