import Glibc

/// xoshiro256** seeded through SplitMix64; the only source of chance in the simulator.
struct SeededRandom: Sendable {
    private var state: (UInt64, UInt64, UInt64, UInt64)
    private var spareNormal: Double?

    /// Streams with the same seed and another `stream` number are independent.
    init(seed: UInt64, stream: UInt64 = 0) {
        var mixed = seed ^ (stream &* 0xD134_2543_DE82_EF95)
        func next() -> UInt64 {
            mixed &+= 0x9E37_79B9_7F4A_7C15
            var word = mixed
            word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
            return word ^ (word >> 31)
        }
        state = (next(), next(), next(), next())
    }

    mutating func bits() -> UInt64 {
        let scrambled = state.1 &* 5
        let result = ((scrambled << 7) | (scrambled >> 57)) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = (state.3 << 45) | (state.3 >> 19)
        return result
    }

    /// Uniform in [0, 1).
    mutating func unit() -> Double {
        Double(bits() >> 11) * 0x1p-53
    }

    mutating func chance(_ probability: Double) -> Bool {
        unit() < probability
    }

    /// Uniform over the closed range.
    mutating func integer(_ range: ClosedRange<Int64>) -> Int64 {
        let width = UInt64(range.upperBound - range.lowerBound) + 1
        return range.lowerBound + Int64(bits().multipliedFullWidth(by: width).high)
    }

    /// An index drawn in proportion to `weights`, which need not sum to one.
    mutating func index(weights: [Double]) -> Int {
        var rest = unit() * weights.reduce(0, +)
        for (index, weight) in weights.enumerated() {
            rest -= weight
            if rest < 0 { return index }
        }
        return weights.count - 1
    }

    /// Standard normal (Box-Muller).
    mutating func normal() -> Double {
        if let spare = spareNormal {
            spareNormal = nil
            return spare
        }
        let radius = (-2 * log(1 - unit())).squareRoot()
        let angle = 2 * Double.pi * unit()
        spareNormal = radius * sin(angle)
        return radius * cos(angle)
    }

    /// exp of a normal with mean `mu` and deviation `sigma`; the median is exp(mu).
    mutating func lognormal(mu: Double, sigma: Double) -> Double {
        exp(mu + sigma * normal())
    }

    mutating func exponential(mean: Double) -> Double {
        -mean * log(1 - unit())
    }
}
