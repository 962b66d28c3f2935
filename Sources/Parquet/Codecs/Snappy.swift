/// Decoder of raw Snappy blocks, as Parquet uses them.
///
/// Unsafe: copies overlapping stretches byte-wise within the output buffer; all bounds are checked first.
enum Snappy {
    /// Appends exactly `size` decompressed bytes to `sink`; the caller has checked `size` against its
    /// limit.
    static func decompress(
        _ source: UnsafeRawBufferPointer,
        size: Int,
        to sink: ByteSink
    ) throws(ParquetError) {
        var cursor = ByteCursor(source)
        guard try cursor.varint() == UInt64(size) else {
            throw cursor.corrupt("snappy: another size than the header's")
        }
        let output = sink.reserve(size)
        var written = 0
        while cursor.remaining > 0 {
            let tag = Int(try cursor.byte())
            if tag & 3 == 0 {
                let length = try literalLength(tag >> 2, &cursor)
                guard length <= size - written else { throw cursor.corrupt("snappy: output overrun") }
                let literal = try cursor.take(length)
                if let start = literal.baseAddress {
                    (output + written).copyMemory(from: start, byteCount: length)
                }
                written += length
            } else {
                let (length, distance) = try copyElement(tag, &cursor)
                guard length <= size - written else { throw cursor.corrupt("snappy: output overrun") }
                guard distance > 0 && distance <= written else {
                    throw cursor.corrupt("snappy: bad copy distance")
                }
                copy(output + written, distance: distance, length: length)
                written += length
            }
        }
        guard written == size else { throw cursor.corrupt("snappy: output ends early") }
        sink.advance(size)
    }

    private static func literalLength(_ code: Int, _ cursor: inout ByteCursor) throws(ParquetError) -> Int {
        guard code >= 60 else { return code + 1 }
        var length = 0
        for part in 0..<code - 59 { length |= Int(try cursor.byte()) << (part * 8) }
        return length + 1
    }

    private static func copyElement(
        _ tag: Int,
        _ cursor: inout ByteCursor
    ) throws(ParquetError) -> (length: Int, distance: Int) {
        switch tag & 3 {
        case 1:
            let low = Int(try cursor.byte())
            return ((tag >> 2 & 7) + 4, (tag >> 5) << 8 | low)
        case 2:
            let low = Int(try cursor.byte())
            return ((tag >> 2) + 1, Int(try cursor.byte()) << 8 | low)
        default:
            return ((tag >> 2) + 1, Int(try cursor.uint32()))
        }
    }

    /// Copies `length` bytes that begin `distance` before `place` to it; the two may overlap.
    @inline(__always)
    static func copy(_ place: UnsafeMutableRawPointer, distance: Int, length: Int) {
        if distance >= length {
            place.copyMemory(from: place - distance, byteCount: length)
        } else {
            for index in 0..<length {
                let byte = (place - distance).load(fromByteOffset: index, as: UInt8.self)
                place.storeBytes(of: byte, toByteOffset: index, as: UInt8.self)
            }
        }
    }
}
