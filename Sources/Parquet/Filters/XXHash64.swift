/// The 64-bit xxHash with seed 0, which the format prescribes for bloom filters.
///
/// Source: the XXH64 section of doc/xxhash_spec.md in the xxHash repository, version 0.1.1.
package enum XXHash64 {
    private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
    private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
    private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
    private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

    /// The hash of `bytes`.
    package static func hash(_ bytes: RawSpan) -> UInt64 {
        var offset = 0
        var state = prime5
        if bytes.byteCount >= 32 { state = stripes(bytes, &offset) }
        state &+= UInt64(truncatingIfNeeded: bytes.byteCount)
        while offset + 8 <= bytes.byteCount {
            state = rotate(state ^ round(0, word(bytes, offset)), 27) &* prime1 &+ prime4
            offset += 8
        }
        if offset + 4 <= bytes.byteCount {
            let half = bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)
            state ^= UInt64(UInt32(littleEndian: half)) &* prime1
            state = rotate(state, 23) &* prime2 &+ prime3
            offset += 4
        }
        while offset < bytes.byteCount {
            let byte = bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt8.self)
            state = rotate(state ^ (UInt64(byte) &* prime5), 11) &* prime1
            offset += 1
        }
        return avalanche(state)
    }

    /// The hash of the eight little-endian bytes of `value`.
    package static func hash(_ value: UInt64) -> UInt64 {
        var state = prime5 &+ 8
        state = rotate(state ^ round(0, value), 27) &* prime1 &+ prime4
        return avalanche(state)
    }

    /// The hash of the four little-endian bytes of `value`.
    package static func hash(_ value: UInt32) -> UInt64 {
        var state = prime5 &+ 4
        state = rotate(state ^ (UInt64(value) &* prime1), 23) &* prime2 &+ prime3
        return avalanche(state)
    }

    /// Whole stripes of 32 bytes in four lanes.
    private static func stripes(_ bytes: RawSpan, _ offset: inout Int) -> UInt64 {
        var lanes = SIMD4<UInt64>(prime1 &+ prime2, prime2, 0, 0 &- prime1)
        while offset + 32 <= bytes.byteCount {
            for lane in 0..<4 { lanes[lane] = round(lanes[lane], word(bytes, offset + lane * 8)) }
            offset += 32
        }
        var state =
            rotate(lanes[0], 1) &+ rotate(lanes[1], 7) &+ rotate(lanes[2], 12) &+ rotate(lanes[3], 18)
        for lane in 0..<4 { state = (state ^ round(0, lanes[lane])) &* prime1 &+ prime4 }
        return state
    }

    @inline(__always)
    private static func word(_ bytes: RawSpan, _ offset: Int) -> UInt64 {
        UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    @inline(__always)
    private static func rotate(_ value: UInt64, _ bits: UInt64) -> UInt64 {
        value &<< bits | value &>> (64 &- bits)
    }

    @inline(__always)
    private static func round(_ state: UInt64, _ input: UInt64) -> UInt64 {
        rotate(state &+ input &* prime2, 31) &* prime1
    }

    @inline(__always)
    private static func avalanche(_ value: UInt64) -> UInt64 {
        var state = value
        state = (state ^ state &>> 33) &* prime2
        state = (state ^ state &>> 29) &* prime3
        return state ^ state &>> 32
    }
}
