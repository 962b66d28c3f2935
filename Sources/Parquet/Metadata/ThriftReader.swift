/// Reads Thrift compact structs from bytes; every length is checked before use.
struct ThriftReader {
    private let bytes: ArraySlice<UInt8>
    private let end: Int
    /// What an index of `bytes` lacks to be an offset in the file.
    private let shift: Int
    /// The index in the slice of what comes next.
    private(set) var position: Int

    /// Reads from the start of `bytes`, which lie at `offset` in the file.
    init(_ bytes: ArraySlice<UInt8>, at offset: Int) {
        self.bytes = bytes
        position = bytes.startIndex
        end = bytes.endIndex
        shift = offset - bytes.startIndex
    }

    private func corrupt(_ what: String) -> ParquetError {
        .corrupt(what: what, offset: position + shift)
    }

    private mutating func byte() throws(ParquetError) -> UInt8 {
        guard position < end else { throw corrupt("metadata ends early") }
        defer { position += 1 }
        return bytes[position]
    }

    private mutating func varint() throws(ParquetError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 63, by: 7) {
            let next = try byte()
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return value }
        }
        throw corrupt("a varint of more than 10 bytes")
    }

    private mutating func zigzag() throws(ParquetError) -> Int64 {
        let raw = try varint()
        return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }

    /// Reads one struct: `body` gets each field's number and wire type and must consume its value.
    mutating func structure(
        _ body: (inout ThriftReader, Int16, UInt8) throws(ParquetError) -> Void
    ) throws(ParquetError) {
        var field: Int16 = 0
        while true {
            let header = try byte()
            let type = header & 0x0F
            if type == ThriftType.stop { return }
            if header >> 4 == 0 {
                field = Int16(truncatingIfNeeded: try zigzag())
            } else {
                field = field &+ Int16(header >> 4)
            }
            try body(&self, field, type)
        }
    }

    private func expect(_ matches: Bool, _ expected: String) throws(ParquetError) {
        guard matches else { throw corrupt("expected \(expected) in metadata, found another wire type") }
    }

    mutating func int64(_ type: UInt8) throws(ParquetError) -> Int64 {
        if type == ThriftType.byte { return Int64(Int8(bitPattern: try byte())) }
        try expect(type >= ThriftType.int16 && type <= ThriftType.int64, "an integer")
        return try zigzag()
    }

    mutating func int32(_ type: UInt8) throws(ParquetError) -> Int32 {
        guard let value = Int32(exactly: try int64(type)) else { throw corrupt("an int32 out of range") }
        return value
    }

    /// A count or size: an integer from 0 to 2^62.
    mutating func size(_ type: UInt8) throws(ParquetError) -> Int {
        let value = try int64(type)
        guard value >= 0 && value < 1 << 62 else { throw corrupt("a negative or absurd size") }
        return Int(value)
    }

    mutating func boolean(_ type: UInt8) throws(ParquetError) -> Bool {
        try expect(type == ThriftType.boolTrue || type == ThriftType.boolFalse, "a boolean")
        return type == ThriftType.boolTrue
    }

    /// A boolean in a list, where it takes a byte of its own.
    mutating func booleanElement() throws(ParquetError) -> Bool {
        let value = try byte()
        guard value <= 2 else { throw corrupt("expected a boolean in metadata") }
        return value == ThriftType.boolTrue
    }

    mutating func string(_ type: UInt8) throws(ParquetError) -> String {
        String(decoding: try binary(type), as: UTF8.self)
    }

    mutating func binary(_ type: UInt8) throws(ParquetError) -> ArraySlice<UInt8> {
        try expect(type == ThriftType.binary, "a string")
        let length = try varint()
        guard length <= UInt64(end - position) else { throw corrupt("a string longer than the metadata") }
        defer { position += Int(length) }
        return bytes[position..<position + Int(length)]
    }

    /// Reads a list: `body` gets the element type and must consume one element per call.
    mutating func list(
        _ type: UInt8,
        _ body: (inout ThriftReader, UInt8) throws(ParquetError) -> Void
    ) throws(ParquetError) {
        try expect(type == ThriftType.list || type == ThriftType.set, "a list")
        let header = try byte()
        let count = header >> 4 == 15 ? try varint() : UInt64(header >> 4)
        // Each element takes a byte or more, so a longer count is a lie.
        guard count <= UInt64(end - position) else { throw corrupt("a list longer than the metadata") }
        for _ in 0..<Int(count) {
            try body(&self, header & 0x0F)
        }
    }

    /// Passes over a value of any type.
    mutating func skip(_ type: UInt8, depth: Int = 0) throws(ParquetError) {
        guard depth < 32 else { throw corrupt("metadata nested deeper than 32") }
        switch type {
        case ThriftType.boolTrue, ThriftType.boolFalse: break
        case ThriftType.byte: _ = try byte()
        case ThriftType.int16, ThriftType.int32, ThriftType.int64: _ = try varint()
        case ThriftType.double: try advance(8)
        case ThriftType.uuid: try advance(16)
        case ThriftType.binary: try advance(try varint())
        case ThriftType.list, ThriftType.set:
            try list(type) { (reader, element) throws(ParquetError) in
                try reader.skipElement(element, depth: depth)
            }
        case ThriftType.map: try skipMap(depth: depth)
        case ThriftType.structure:
            try structure { (reader, _, type) throws(ParquetError) in try reader.skip(type, depth: depth + 1)
            }
        default: throw corrupt("unknown wire type \(type) in metadata")
        }
    }

    /// In a collection a boolean takes a byte; as a field its wire type is the value.
    private mutating func skipElement(_ type: UInt8, depth: Int) throws(ParquetError) {
        if type == ThriftType.boolTrue || type == ThriftType.boolFalse {
            _ = try byte()
        } else {
            try skip(type, depth: depth + 1)
        }
    }

    private mutating func skipMap(depth: Int) throws(ParquetError) {
        let count = try varint()
        if count == 0 { return }
        let types = try byte()
        guard count <= UInt64(end - position) else { throw corrupt("a map longer than the metadata") }
        for _ in 0..<Int(count) {
            try skipElement(types >> 4, depth: depth)
            try skipElement(types & 0x0F, depth: depth)
        }
    }

    private mutating func advance(_ length: UInt64) throws(ParquetError) {
        guard length <= UInt64(end - position) else { throw corrupt("metadata ends early") }
        position += Int(length)
    }
}
