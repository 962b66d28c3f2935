/// Writes Thrift compact structs for files made by hand; shares no code with the library.
struct ThriftBytes {
    private(set) var bytes: [UInt8] = []
    private var last = 0

    /// A struct with the fields that `body` writes in ascending order.
    static func structure(_ body: (inout ThriftBytes) -> Void) -> [UInt8] {
        var writer = ThriftBytes()
        body(&writer)
        return writer.bytes + [0]
    }

    static func varint(_ value: UInt64) -> [UInt8] {
        value < 128 ? [UInt8(value)] : [UInt8(value & 127) | 128] + varint(value >> 7)
    }

    static func zigzag(_ value: Int) -> [UInt8] {
        varint(UInt64(bitPattern: Int64(value << 1 ^ value >> 63)))
    }

    private mutating func header(_ field: Int, _ type: UInt8) {
        bytes.append(UInt8(field - last) << 4 | type)
        last = field
    }

    mutating func int32(_ field: Int, _ value: Int) {
        header(field, 5)
        bytes += Self.zigzag(value)
    }

    mutating func int64(_ field: Int, _ value: Int) {
        header(field, 6)
        bytes += Self.zigzag(value)
    }

    mutating func boolean(_ field: Int, _ value: Bool) {
        header(field, value ? 1 : 2)
    }

    mutating func binary(_ field: Int, _ value: [UInt8]) {
        header(field, 8)
        bytes += Self.varint(UInt64(value.count)) + value
    }

    /// A struct given by its bytes.
    mutating func structure(_ field: Int, _ content: [UInt8]) {
        header(field, 12)
        bytes += content
    }

    /// A list of structs, int32s (type 5) or binaries (type 8) given by the bytes of each element.
    mutating func list(_ field: Int, type: UInt8 = 12, _ elements: [[UInt8]]) {
        header(field, 9)
        bytes += elements.count < 15 ? [UInt8(elements.count) << 4 | type] : [0xF0 | type]
        if elements.count >= 15 { bytes += Self.varint(UInt64(elements.count)) }
        for element in elements { bytes += element }
    }
}
