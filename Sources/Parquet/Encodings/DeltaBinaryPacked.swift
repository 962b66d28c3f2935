/// DELTA_BINARY_PACKED: blocks of 128 differences above the smallest, in four miniblocks of 32.
///
/// Unsafe: a hot loop over a whole page of integers.
enum DeltaBinaryPacked {
    private static let blockSize = 128
    private static let miniblockSize = 32

    /// Appends the page body for `values`; `T` is Int32 or Int64 and differences wrap in its width.
    static func encode<T: FixedWidthInteger & SignedInteger>(
        _ values: UnsafeBufferPointer<T>,
        to sink: ByteSink
    ) {
        sink.append(varint: UInt64(blockSize))
        sink.append(varint: UInt64(blockSize / miniblockSize))
        sink.append(varint: UInt64(values.count))
        sink.append(zigzag: Int64(values.first ?? 0))
        guard values.count > 1 else { return }
        withUnsafeTemporaryAllocation(of: T.Magnitude.self, capacity: blockSize) { scratch in
            guard let deltas = scratch.baseAddress else { return }
            var position = 1
            while position < values.count {
                let count = min(blockSize, values.count - position)
                var smallest = T.max
                for index in 0..<count {
                    let delta = values[position + index] &- values[position + index - 1]
                    deltas[index] = T.Magnitude(truncatingIfNeeded: delta)
                    smallest = min(smallest, delta)
                }
                let floor = T.Magnitude(truncatingIfNeeded: smallest)
                for index in 0..<count { deltas[index] &-= floor }
                for index in count..<blockSize { deltas[index] = 0 }
                encodeBlock(deltas, count: count, smallest: Int64(smallest), to: sink)
                position += count
            }
        }
    }

    /// About what `encode` would append, in bytes; within three bytes a block.
    static func size<T: FixedWidthInteger & SignedInteger>(_ values: UnsafeBufferPointer<T>) -> Int {
        var size = 16
        var position = 1
        while position < values.count {
            let count = min(blockSize, values.count - position)
            var smallest = T.max
            var largest = T.min
            for index in position..<position + count {
                let delta = values[index] &- values[index - 1]
                smallest = min(smallest, delta)
                largest = max(largest, delta)
            }
            let spread = T.Magnitude(truncatingIfNeeded: largest) &- T.Magnitude(truncatingIfNeeded: smallest)
            let miniblocks = (count + miniblockSize - 1) / miniblockSize
            size += 7 + miniblocks * miniblockSize / 8 * BitPacking.width(of: UInt64(spread))
            position += count
        }
        return size
    }

    private static func encodeBlock<U: FixedWidthInteger & UnsignedInteger>(
        _ deltas: UnsafePointer<U>,
        count: Int,
        smallest: Int64,
        to sink: ByteSink
    ) {
        sink.append(zigzag: smallest)
        let miniblocks = (count + miniblockSize - 1) / miniblockSize
        let widthsAt = sink.count
        let header = sink.reserve(blockSize / miniblockSize)
        for index in 0..<blockSize / miniblockSize {
            var all: U = 0
            for value in 0..<miniblockSize { all |= deltas[index * miniblockSize + value] }
            header.storeBytes(
                of: UInt8(BitPacking.width(of: UInt64(all))),
                toByteOffset: index,
                as: UInt8.self
            )
        }
        sink.advance(blockSize / miniblockSize)
        for index in 0..<miniblocks {
            let width = Int(sink.bytes[widthsAt + index])
            let size = miniblockSize / 8 * width
            let place = sink.reserve(size)
            BitPacking.pack(deltas + index * miniblockSize, count: miniblockSize, width: width, to: place)
            sink.advance(size)
        }
    }
}
