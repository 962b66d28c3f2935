internal import Glibc

/// A split-block bloom filter: tells for certain that a value is not in a column chunk.
///
/// Each hash sets one bit in each of the eight words of one 256-bit block. Source: BloomFilter.md of the
/// Parquet format. Values hash as their PLAIN bytes, byte arrays without the length.
package struct BloomFilter: Sendable {
    /// What the format allows at least and this library at most.
    package static let sizes = 32...(128 << 20)

    private var blocks: [SIMD8<UInt32>]
    private static let salt = SIMD8<UInt32>(
        0x47B6_137B,
        0x4497_4D91,
        0x8824_AD5B,
        0xA2B7_289D,
        0x7054_95C7,
        0x2DF1_424B,
        0x9EFC_4947,
        0x5C6B_FB31
    )

    /// An empty filter of the size `byteCount(distinct:falsePositives:)` advises, or nil when that is more
    /// than `maximumBytes`.
    package init?(distinct: Int, falsePositives: Double, maximumBytes: Int) {
        let size = Self.byteCount(distinct: distinct, falsePositives: falsePositives)
        guard size <= maximumBytes else { return nil }
        blocks = Array(repeating: .zero, count: size / 32)
    }

    /// The filter with these bytes; nil when their number is not a whole, positive number of blocks.
    package init?(bytes: some Collection<UInt8>) {
        guard Self.sizes.contains(bytes.count), bytes.count % 32 == 0 else { return nil }
        blocks = Array(repeating: .zero, count: bytes.count / 32)
        for (offset, byte) in bytes.enumerated() {
            blocks[offset / 32][offset % 32 / 4] |= UInt32(byte) << UInt32(offset % 4 * 8)
        }
    }

    /// The power of two of bytes at which `distinct` values give at most about `falsePositives` (a share
    /// between 0 and 1) of wrong answers.
    package static func byteCount(distinct: Int, falsePositives: Double) -> Int {
        let share = min(max(falsePositives, 1e-6), 0.5)
        let bits = -8 * Double(max(1, distinct)) / log(1 - pow(share, 1.0 / 8))
        var size = sizes.lowerBound
        while Double(size) * 8 < bits && size < sizes.upperBound { size *= 2 }
        return size
    }

    /// The size in bytes.
    package var byteCount: Int { blocks.count * 32 }

    /// The bits as they stand in a file.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(byteCount)
        for block in blocks {
            for lane in 0..<8 {
                for shift in stride(from: UInt32(0), to: 32, by: 8) {
                    bytes.append(UInt8(truncatingIfNeeded: block[lane] >> shift))
                }
            }
        }
        return bytes
    }

    /// Adds a value by its hash.
    @inline(__always)
    package mutating func insert(_ hash: UInt64) {
        blocks[place(of: hash)] |= Self.mask(hash)
    }

    /// False when no value with this hash was added.
    @inline(__always)
    package func mayContain(_ hash: UInt64) -> Bool {
        let mask = Self.mask(hash)
        return blocks[place(of: hash)] & mask == mask
    }

    /// False when `value` was not added; `type` is the column's, whose own kind of value it must be.
    package func mayContain(_ value: StatisticValue, _ type: ColumnType) -> Bool {
        mayContain(XXHash64.hash(value.plainBytes(type).span.bytes))
    }

    @inline(__always)
    private func place(of hash: UInt64) -> Int {
        Int(truncatingIfNeeded: ((hash &>> 32) &* UInt64(truncatingIfNeeded: blocks.count)) &>> 32)
    }

    @inline(__always)
    private static func mask(_ hash: UInt64) -> SIMD8<UInt32> {
        let key = SIMD8<UInt32>(repeating: UInt32(truncatingIfNeeded: hash))
        return SIMD8<UInt32>(repeating: 1) &<< ((key &* salt) &>> 27)
    }
}
