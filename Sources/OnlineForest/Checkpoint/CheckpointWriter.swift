/// Appends the fields of a checkpoint, little-endian: kind, format, fields, then an FNV-1a checksum.
struct CheckpointWriter {
    /// Version of all formats of this module.
    static let format: UInt16 = 3

    private(set) var bytes: [UInt8] = []

    init(kind: UInt32, capacity: Int) {
        bytes.reserveCapacity(capacity + 64)
        append(kind)
        append(Self.format)
    }

    /// The finished checkpoint.
    consuming func finished() -> [UInt8] {
        append(CheckpointReader.checksum(bytes.span.extracting(0..<bytes.count)))
        return bytes
    }

    mutating func append<Value: FixedWidthInteger & UnsignedInteger>(_ value: Value) {
        var rest = value
        for _ in 0..<MemoryLayout<Value>.size {
            bytes.append(UInt8(truncatingIfNeeded: rest))
            rest = MemoryLayout<Value>.size == 1 ? 0 : rest &>> 8
        }
    }

    mutating func append(_ value: Float) { append(value.bitPattern) }

    mutating func append(_ value: Double) { append(value.bitPattern) }

    /// A count that is at most 2^32 - 1.
    mutating func append(count: Int) { append(UInt32(truncatingIfNeeded: count)) }

    /// A counted array.
    mutating func append(_ values: [Float]) {
        append(count: values.count)
        for value in values { append(value) }
    }

    /// A counted array.
    mutating func append(_ values: [UInt8]) {
        append(count: values.count)
        bytes.append(contentsOf: values)
    }
}
