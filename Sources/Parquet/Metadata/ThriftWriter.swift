/// Writes Thrift compact structs to a sink; field numbers must ascend within a struct.
struct ThriftWriter {
    private let sink: ByteSink
    private var lastField: Int16 = 0
    private var outer: [Int16] = []

    init(_ sink: ByteSink) {
        self.sink = sink
    }

    private mutating func header(_ field: Int16, _ type: UInt8) {
        let delta = field - lastField
        if delta > 0 && delta <= 15 {
            sink.append(UInt8(delta) << 4 | type)
        } else {
            sink.append(type)
            sink.append(zigzag: Int64(field))
        }
        lastField = field
    }

    mutating func byte(_ field: Int16, _ value: UInt8) {
        header(field, ThriftType.byte)
        sink.append(value)
    }

    mutating func int16(_ field: Int16, _ value: Int) {
        header(field, ThriftType.int16)
        sink.append(zigzag: Int64(value))
    }

    mutating func int32(_ field: Int16, _ value: Int32) {
        header(field, ThriftType.int32)
        sink.append(zigzag: Int64(value))
    }

    mutating func int64(_ field: Int16, _ value: Int) {
        header(field, ThriftType.int64)
        sink.append(zigzag: Int64(value))
    }

    mutating func boolean(_ field: Int16, _ value: Bool) {
        header(field, value ? ThriftType.boolTrue : ThriftType.boolFalse)
    }

    mutating func string(_ field: Int16, _ value: String) {
        binary(field, Array(value.utf8))
    }

    mutating func binary(_ field: Int16, _ value: [UInt8]) {
        header(field, ThriftType.binary)
        element(value)
    }

    mutating func list(_ field: Int16, _ elementType: UInt8, _ count: Int) {
        header(field, ThriftType.list)
        if count < 15 {
            sink.append(UInt8(count) << 4 | elementType)
        } else {
            sink.append(0xF0 | elementType)
            sink.append(varint: UInt64(count))
        }
    }

    /// A binary element of a list.
    mutating func element(_ value: [UInt8]) {
        sink.append(varint: UInt64(value.count))
        sink.append(value)
    }

    /// A boolean element of a list.
    mutating func element(_ value: Bool) {
        sink.append(value ? ThriftType.boolTrue : ThriftType.boolFalse)
    }

    /// An int64 element of a list.
    mutating func element(_ value: Int) {
        sink.append(zigzag: Int64(value))
    }

    /// An int32 element of a list.
    mutating func element(_ value: Int32) {
        sink.append(zigzag: Int64(value))
    }

    /// An offset as field `field` and a length as the next one, if there is a place.
    mutating func place(_ field: Int16, _ place: FilePlace?) {
        guard let place else { return }
        int64(field, place.offset)
        int32(field + 1, Int32(place.length))
    }

    mutating func structure(_ field: Int16, _ body: (inout ThriftWriter) -> Void) {
        header(field, ThriftType.structure)
        element(body)
    }

    /// A struct that is an element of a list, or the outermost one.
    mutating func element(_ body: (inout ThriftWriter) -> Void) {
        outer.append(lastField)
        lastField = 0
        body(&self)
        sink.append(ThriftType.stop)
        lastField = outer.removeLast()
    }
}
