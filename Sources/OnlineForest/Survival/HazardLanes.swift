/// One number per bin of elapsed time, as the four short vectors that the hot loops need.
///
/// Lanes beyond the bins in use stay as they began.
struct HazardLanes: Sendable, Equatable {
    /// Bins 0...7, 8...15, 16...23 and 24...31.
    var first: SIMD8<Float>
    var second: SIMD8<Float>
    var third: SIMD8<Float>
    var fourth: SIMD8<Float>

    init(repeating value: Float) {
        first = SIMD8(repeating: value)
        second = first
        third = first
        fourth = first
    }

    /// The same numbers in single precision.
    init(_ numbers: CurveShares) {
        self.init(repeating: 0)
        for bin in numbers.indices { self[bin] = Float(numbers[bin]) }
    }

    subscript(bin: Int) -> Float {
        get {
            switch bin &>> 3 {
            case 0: first[bin]
            case 1: second[bin &- 8]
            case 2: third[bin &- 16]
            default: fourth[bin &- 24]
            }
        }
        set {
            switch bin &>> 3 {
            case 0: first[bin] = newValue
            case 1: second[bin &- 8] = newValue
            case 2: third[bin &- 16] = newValue
            default: fourth[bin &- 24] = newValue
            }
        }
    }

    /// The first `vectors` become what `operation` makes of them and of those of two other sets; the rest stay.
    @inline(__always)
    mutating func combine(
        _ one: HazardLanes,
        _ other: HazardLanes,
        vectors: Int,
        _ operation: (SIMD8<Float>, SIMD8<Float>, SIMD8<Float>) -> SIMD8<Float>
    ) {
        first = operation(first, one.first, other.first)
        if vectors > 1 { second = operation(second, one.second, other.second) }
        if vectors > 2 { third = operation(third, one.third, other.third) }
        if vectors > 3 { fourth = operation(fourth, one.fourth, other.fourth) }
    }

    /// Adds `weight` times the first `vectors` of other lanes.
    @inline(__always)
    mutating func add(_ other: HazardLanes, weight: Float, vectors: Int) {
        combine(other, other, vectors: vectors) { own, added, _ in own + added * weight }
    }

    /// All lanes times `factor`.
    mutating func scale(_ factor: Float) {
        combine(self, self, vectors: 4) { own, _, _ in own * factor }
    }

    /// Sum of the products of the lanes of the first `vectors`.
    @inline(__always)
    func dot(_ other: HazardLanes, vectors: Int) -> Float {
        var products = first * other.first
        if vectors > 1 { products += second * other.second }
        if vectors > 2 { products += third * other.third }
        if vectors > 3 { products += fourth * other.fourth }
        return products.sum()
    }

    /// Shares still present at the end of each bin, where the first `vectors` are hazards; the rest repeat the last.
    @inline(__always)
    func shares(vectors: Int) -> HazardLanes {
        var share: Float = 1
        var result = self
        result.first = Self.survivors(first, &share)
        result.second = vectors > 1 ? Self.survivors(second, &share) : SIMD8(repeating: share)
        result.third = vectors > 2 ? Self.survivors(third, &share) : SIMD8(repeating: share)
        result.fourth = vectors > 3 ? Self.survivors(fourth, &share) : SIMD8(repeating: share)
        return result
    }

    /// Running product of 1 - hazard from `share` on; products of four lanes are formed side by side.
    @inline(__always)
    private static func survivors(_ hazards: SIMD8<Float>, _ share: inout Float) -> SIMD8<Float> {
        let stays = 1 - hazards
        let low = products(stays.lowHalf)
        let high = products(stays.highHalf) * low.w
        let result = SIMD8(lowHalf: low, highHalf: high) * share
        share *= high.w
        return result
    }

    @inline(__always)
    private static func products(_ lanes: SIMD4<Float>) -> SIMD4<Float> {
        let two = lanes.x * lanes.y
        let three = two * lanes.z
        return SIMD4(lanes.x, two, three, three * lanes.w)
    }
}
