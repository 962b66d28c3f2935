/// Decoder of raw LZ4 blocks (LZ4_RAW of the format, without any framing).
///
/// Unsafe: copies overlapping stretches within the output buffer; all bounds are checked first.
enum LZ4 {
    /// Appends exactly `size` decompressed bytes to `sink`; the caller has checked `size` against its
    /// limit.
    static func decompress(
        _ source: UnsafeRawBufferPointer,
        size: Int,
        to sink: ByteSink
    ) throws(ParquetError) {
        var cursor = ByteCursor(source)
        let output = sink.reserve(size)
        var written = 0
        repeat {
            let token = Int(try cursor.byte())
            let literals = try length(token >> 4, &cursor)
            guard literals <= size - written else { throw cursor.corrupt("lz4: output overrun") }
            if let start = try cursor.take(literals).baseAddress {
                (output + written).copyMemory(from: start, byteCount: literals)
            }
            written += literals
            // The last sequence has no copy.
            if cursor.remaining == 0 { break }
            let distance = Int(try cursor.byte()) | Int(try cursor.byte()) << 8
            let copied = try length(token & 15, &cursor) + 4
            guard copied <= size - written else { throw cursor.corrupt("lz4: output overrun") }
            guard distance > 0 && distance <= written else { throw cursor.corrupt("lz4: bad copy distance") }
            Snappy.copy(output + written, distance: distance, length: copied)
            written += copied
        } while cursor.remaining > 0
        guard written == size else { throw cursor.corrupt("lz4: output ends early") }
        sink.advance(size)
    }

    /// Fifteen means that more bytes follow, each added, up to one that is not 255.
    @inline(__always)
    private static func length(_ nibble: Int, _ cursor: inout ByteCursor) throws(ParquetError) -> Int {
        guard nibble == 15 else { return nibble }
        var length = 15
        while true {
            let next = try cursor.byte()
            length += Int(next)
            if next < 255 { return length }
        }
    }
}
