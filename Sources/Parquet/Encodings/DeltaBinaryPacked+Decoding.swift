extension DeltaBinaryPacked {
    /// Appends exactly `count` values, which wrap in the width of `T`.
    ///
    /// Unsafe: a hot loop over a whole page of integers.
    static func decode<T: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
        _ cursor: inout ByteCursor,
        count: Int,
        into output: inout [T]
    ) throws(ParquetError) {
        let blockSize = try cursor.varint()
        let miniblocks = try cursor.varint()
        let total = try cursor.varint()
        var value = T(truncatingIfNeeded: try cursor.zigzag())
        guard blockSize > 0, blockSize <= 1 << 20, miniblocks > 0, blockSize % miniblocks == 0,
            (blockSize / miniblocks) % 8 == 0
        else { throw cursor.corrupt("a bad block size in delta encoding") }
        guard total == UInt64(count) else {
            throw cursor.corrupt("delta encoding holds another number of values")
        }
        guard count > 0 else { return }
        let perMiniblock = Int(blockSize / miniblocks)
        var deltas = [UInt64](repeating: 0, count: min(perMiniblock, count))
        try output.grow(by: count) { (place) throws(ParquetError) in
            place[0] = value
            var done = 1
            while done < count {
                let smallest = T(truncatingIfNeeded: try cursor.zigzag())
                let widths = try cursor.take(Int(miniblocks))
                for width in widths where done < count {
                    let width = Int(width)
                    guard width <= 64 else { throw cursor.corrupt("a bit width above 64 in delta encoding") }
                    let run = min(count - done, perMiniblock)
                    // Some writers cut the padding of the last miniblock.
                    let size = min(perMiniblock / 8 * width, cursor.remaining)
                    guard size * 8 >= run * width else { throw cursor.corrupt("page ends early") }
                    let packed = try cursor.take(size)
                    deltas.withUnsafeMutableBufferPointer { deltas in
                        guard let start = deltas.baseAddress else { return }
                        BitPacking.unpack(packed, count: run, width: width, to: start)
                        for index in 0..<run {
                            value = value &+ smallest &+ T(truncatingIfNeeded: start[index])
                            place[done + index] = value
                        }
                    }
                    done += run
                }
            }
        }
    }
}
