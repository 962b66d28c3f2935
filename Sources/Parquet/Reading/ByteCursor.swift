/// Walks over the bytes of a page; every read is checked against the end.
///
/// Unsafe: pages are decoded from a reused decompression buffer that is not an array.
struct ByteCursor {
    private let base: UnsafeRawBufferPointer
    private(set) var position = 0

    init(_ base: UnsafeRawBufferPointer) {
        self.base = base
    }

    /// Lends a cursor over `bytes`.
    static func over<R>(
        _ bytes: ArraySlice<UInt8>,
        _ body: (inout ByteCursor) throws(ParquetError) -> R
    ) throws(ParquetError) -> R {
        try bytes.withUnsafeBufferPointer { (bytes) throws(ParquetError) in
            var cursor = ByteCursor(UnsafeRawBufferPointer(bytes))
            return try body(&cursor)
        }
    }

    var remaining: Int { base.count - position }

    /// What is left, without consuming it.
    var rest: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: base[position...]) }

    func corrupt(_ what: String) -> ParquetError {
        .corrupt(what: what + " (offset within the page)", offset: position)
    }

    mutating func byte() throws(ParquetError) -> UInt8 {
        guard position < base.count else { throw corrupt("page ends early") }
        defer { position += 1 }
        return base[position]
    }

    mutating func uint32() throws(ParquetError) -> UInt32 {
        guard remaining >= 4 else { throw corrupt("page ends early") }
        defer { position += 4 }
        return UInt32(littleEndian: base.loadUnaligned(fromByteOffset: position, as: UInt32.self))
    }

    mutating func varint() throws(ParquetError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 63, by: 7) {
            let next = try byte()
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return value }
        }
        throw corrupt("a varint of more than 10 bytes")
    }

    mutating func zigzag() throws(ParquetError) -> Int64 {
        let raw = try varint()
        return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }

    /// The next `count` bytes; `count` may be any number from the file.
    mutating func take(_ count: Int) throws(ParquetError) -> UnsafeRawBufferPointer {
        guard count >= 0 && count <= remaining else { throw corrupt("page ends early") }
        defer { position += count }
        return UnsafeRawBufferPointer(rebasing: base[position..<position + count])
    }

    /// The next `count` little-endian values of `width` bytes each.
    mutating func take(_ count: Int, width: Int) throws(ParquetError) -> UnsafeRawBufferPointer {
        guard count >= 0 && count <= remaining / width else { throw corrupt("page ends early") }
        return try take(count * width)
    }
}
