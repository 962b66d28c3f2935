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

    /// Applies an operation to each vector of two sets of lanes.
    @inline(__always)
    func zip(
        _ other: HazardLanes,
        _ operation: (SIMD8<Float>, SIMD8<Float>) -> SIMD8<Float>
    ) -> HazardLanes {
        var result = self
        result.first = operation(first, other.first)
        result.second = operation(second, other.second)
        result.third = operation(third, other.third)
        result.fourth = operation(fourth, other.fourth)
        return result
    }

    @inline(__always)
    static func += (left: inout HazardLanes, right: HazardLanes) {
        left = left.zip(right) { $0 + $1 }
    }

    @inline(__always)
    static func * (left: HazardLanes, factor: Float) -> HazardLanes {
        left.zip(left) { one, _ in one * factor }
    }

    /// Sum of the products of the lanes.
    func dot(_ other: HazardLanes) -> Float {
        let products = zip(other) { $0 * $1 }
        return products.first.sum() + products.second.sum() + products.third.sum()
            + products.fourth.sum()
    }

    /// Shares still present at the end of each bin, where these are hazards.
    @inline(__always)
    var shares: HazardLanes {
        var share: Float = 1
        var result = self
        result.first = Self.survivors(first, &share)
        result.second = Self.survivors(second, &share)
        result.third = Self.survivors(third, &share)
        result.fourth = Self.survivors(fourth, &share)
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
