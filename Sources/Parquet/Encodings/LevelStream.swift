/// The repetition or definition levels of one page.
struct LevelStream {
    /// BIT_PACKED, or RLE with its length before it; nil for the bare RLE of V2 pages.
    private let encoding: Int32?
    private let maximum: UInt8

    init(_ encoding: Int32?, maximum: UInt8) {
        self.encoding = encoding
        self.maximum = maximum
    }

    /// Replaces `output` by the next `count` levels; by none where all are the highest, in one run.
    ///
    /// The caller budgets for them.
    func decode(_ cursor: inout ByteCursor, count: Int, into output: inout [UInt8]) throws(ParquetError) {
        output.removeAll(keepingCapacity: true)
        guard maximum > 0 else { return }
        let width = BitPacking.width(of: UInt64(maximum))
        switch encoding {
        case nil:
            if Self.isOneRun(cursor, of: maximum, count: count, width: width) { return }
            try RunLength.decode(&cursor, count: count, width: width, into: &output)
        case PageEncoding.runLength:
            var content = ByteCursor(try cursor.take(Int(try cursor.uint32())))
            if Self.isOneRun(content, of: maximum, count: count, width: width) { return }
            try RunLength.decode(&content, count: count, width: width, into: &output)
        case PageEncoding.bitPacked:
            try bitPacked(&cursor, count: count, width: width, into: &output)
        case let other?:
            throw .unsupported(feature: "level encoding \(other)")
        }
        var highest: UInt8 = 0
        for level in output { highest = max(highest, level) }
        guard highest <= maximum else { throw cursor.corrupt("a level above its column's maximum") }
    }

    /// True when the stream begins with a run that makes all `count` levels the same `level`.
    private static func isOneRun(_ cursor: ByteCursor, of level: UInt8, count: Int, width: Int) -> Bool {
        var cursor = cursor
        guard let run = try? RunLength.nextRun(&cursor, limit: count, width: width) else { return false }
        return run.value == UInt64(level) && run.count == count
    }

    /// The deprecated packing: highest bit first, no length, padded to a whole byte at the end.
    private func bitPacked(
        _ cursor: inout ByteCursor,
        count: Int,
        width: Int,
        into output: inout [UInt8]
    ) throws(ParquetError) {
        // Eight bits a level at most, so a count of 2^60 or more cannot fit in a page.
        guard count < 1 << 60 else { throw cursor.corrupt("page ends early") }
        let packed = try cursor.take((count * width + 7) / 8)
        for bit in stride(from: 0, to: count * width, by: width) {
            var level: UInt8 = 0
            for place in bit..<bit + width {
                level = level << 1 | packed[place >> 3] >> UInt8(7 - place & 7) & 1
            }
            output.append(level)
        }
    }
}
