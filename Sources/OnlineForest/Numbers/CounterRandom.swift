/// Counter-based random words: a pure function of (seed, stream, counter), whatever the order of calls.
///
/// The mixer is SplitMix64's finaliser (Steele, Lea and Flood 2014), applied once to key the stream and once
/// to the counter.
enum CounterRandom {
    private static let golden: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// Cumulative Poisson(1) probabilities of 0 to 10 as fractions of 2^64; what is beyond has mass 1e-8.
    private static let cumulative: InlineArray<11, UInt64> = [
        0x5E2D_58D8_B3BC_DF1A, 0xBC5A_B1B1_6779_BE35, 0xEB71_5E1D_C158_2DC2, 0xFB23_9797_34A2_52F1,
        0xFF10_25F5_9174_DC3D, 0xFFD9_0F3B_A405_5E19, 0xFFFA_8B71_FC72_C913, 0xFFFF_540C_0914_B3C9,
        0xFFFF_ED1F_4AA8_F120, 0xFFFF_FE21_6E64_1462, 0xFFFF_FFD4_D85D_3183,
    ]

    /// Bijective 64-bit finaliser.
    @inline(__always)
    static func mix(_ value: UInt64) -> UInt64 {
        var word = value
        word = (word ^ (word &>> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word &>> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word &>> 31)
    }

    /// Key of one stream of a seed.
    @inline(__always)
    static func stream(seed: UInt64, index: UInt64) -> UInt64 {
        mix(mix(seed &+ golden) ^ (index &* golden))
    }

    /// The word at `counter` of a keyed stream.
    @inline(__always)
    static func word(stream: UInt64, counter: UInt64) -> UInt64 {
        mix(mix(counter &+ golden) ^ stream)
    }

    /// Poisson(1) draw, 0...11, from one word.
    @inline(__always)
    static func poissonOfOne(_ word: UInt64) -> Int {
        var draw = 0
        while draw < 11, word >= cumulative[draw] { draw &+= 1 }
        return draw
    }
}
