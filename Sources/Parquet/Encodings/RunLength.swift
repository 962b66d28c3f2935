/// The RLE / bit-packing hybrid of levels, dictionary indices and V2 booleans.
///
/// A stream is a sequence of runs: varint `length << 1` and one value in whole bytes, or varint
/// `groups << 1 | 1` and `groups * 8` packed values.
enum RunLength {
    /// Appends `values`, each below `2^width`; stretches of eight or more equal values become runs.
    static func encode<T: FixedWidthInteger & UnsignedInteger>(
        _ values: UnsafeBufferPointer<T>,
        width: Int,
        to sink: ByteSink
    ) {
        guard let base = values.baseAddress else { return }
        let count = values.count
        var literalStart = 0
        var position = 0
        while position < count {
            let value = base[position]
            var run = 1
            while position + run < count && base[position + run] == value { run += 1 }
            // A tail of equal values is cheaper as a run too.
            if run >= 8 || (position + run == count && position == literalStart) {
                packLiterals(base, literalStart..<position, width: width, to: sink)
                encodeRun(of: value, length: run, width: width, to: sink)
                position += run
                literalStart = position
            } else {
                position += 8
            }
        }
        packLiterals(base, literalStart..<count, width: width, to: sink)
    }

    /// Appends one run of equal values.
    static func encodeRun<T: FixedWidthInteger & UnsignedInteger>(
        of value: T,
        length: Int,
        width: Int,
        to sink: ByteSink
    ) {
        sink.append(varint: UInt64(length) << 1)
        for part in 0..<(width + 7) / 8 {
            sink.append(UInt8(truncatingIfNeeded: UInt64(value) >> UInt64(part * 8)))
        }
    }

    private static func packLiterals<T: FixedWidthInteger & UnsignedInteger>(
        _ base: UnsafePointer<T>,
        _ range: Range<Int>,
        width: Int,
        to sink: ByteSink
    ) {
        guard !range.isEmpty else { return }
        let groups = (range.count + 7) / 8
        sink.append(varint: UInt64(groups) << 1 | 1)
        let place = sink.reserve(groups * width)
        BitPacking.pack(base + range.lowerBound, count: range.count, width: width, to: place)
        sink.advance(groups * width)
    }

    /// Appends exactly `count` values of `width` bits (0 to 32) to `output`; the caller budgets for them.
    static func decode<T: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ cursor: inout ByteCursor,
        count: Int,
        width: Int,
        into output: inout [T]
    ) throws(ParquetError) {
        try output.grow(by: count) { (place) throws(ParquetError) in
            var done = 0
            while done < count {
                let (value, run) = try nextRun(&cursor, limit: count - done, width: width)
                if let value {
                    (place + done).update(repeating: T(truncatingIfNeeded: value), count: run)
                } else {
                    // Some writers cut the padding of the last group.
                    let size = min((run + 7) / 8 * width, cursor.remaining)
                    guard size * 8 >= run * width else { throw cursor.corrupt("page ends early") }
                    BitPacking.unpack(try cursor.take(size), count: run, width: width, to: place + done)
                }
                done += run
            }
        }
    }

    /// Reads the head of a run and its value; nil for packed values, which follow.
    @inline(__always)
    static func nextRun(
        _ cursor: inout ByteCursor,
        limit: Int,
        width: Int
    ) throws(ParquetError) -> (value: UInt64?, count: Int) {
        let header = try cursor.varint()
        let length = header >> 1
        guard length > 0 && length <= UInt64(UInt32.max) else {
            throw cursor.corrupt("an empty or absurd run")
        }
        guard header & 1 == 0 else { return (nil, min(limit, Int(length) * 8)) }
        var value: UInt64 = 0
        for part in 0..<(width + 7) / 8 { value |= UInt64(try cursor.byte()) << UInt64(part * 8) }
        return (value, min(limit, Int(length)))
    }
}
