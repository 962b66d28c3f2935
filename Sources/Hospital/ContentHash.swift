/// 64-bit hash of message bytes: the same in every process, unlike Swift's `Hasher`.
///
/// Eight bytes a step, multiply and fold. It tells resent messages apart from new ones; it is no signature.
package enum ContentHash {
    /// The hash of the bytes at `range`.
    package static func hash(_ bytes: [UInt8], _ range: Range<Int>) -> UInt64 {
        bytes.withUnsafeBytes { buffer in
            var state: UInt64 = 0x9e37_79b9_7f4a_7c15 ^ UInt64(range.count)
            var position = range.lowerBound
            while position + 8 <= range.upperBound {
                // Hot loop over a whole message: one load instead of eight bounds-checked reads.
                state = mix(state ^ buffer.loadUnaligned(fromByteOffset: position, as: UInt64.self))
                position += 8
            }
            var tail: UInt64 = 0
            while position < range.upperBound {
                tail = tail << 8 | UInt64(buffer[position])
                position += 1
            }
            return mix(state ^ tail)
        }
    }

    /// One hash from two.
    package static func combine(_ left: UInt64, _ right: UInt64) -> UInt64 {
        mix(left &+ 0x9e37_79b9_7f4a_7c15 ^ mix(right))
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: 0xd6e8_feb8_6659_fd93)
        return product.high ^ product.low
    }
}
