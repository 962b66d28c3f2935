// How values of a column type are stored in a file.

extension ColumnType {
    /// The physical type written for it.
    var physicalType: PhysicalType {
        switch self {
        case .boolean: .boolean
        case .int8, .int16, .int32, .date: .int32
        case .int64, .timestamp, .localTimestamp, .time: .int64
        case .float: .float
        case .double: .double
        case .decimal(let precision, _):
            precision <= 9 ? .int32 : precision <= 18 ? .int64 : .fixedLengthByteArray
        case .string, .binary, .unsupported: .byteArray
        case .fixedBinary, .uuid: .fixedLengthByteArray
        }
    }

    /// The bytes of each value of a FIXED_LEN_BYTE_ARRAY column, nil for other physical types.
    var fixedLength: Int? {
        switch self {
        case .fixedBinary(let length): length
        case .uuid: 16
        case .decimal(let precision, _) where precision > 18: Decimal128.byteCount(precision: precision)
        default: nil
        }
    }

    /// The legacy annotation; none exists for UUIDs, nor for times and timestamps of no zone.
    var convertedType: Int32? {
        switch self {
        case .string: 0
        case .decimal: 5
        case .date: 6
        case .timestamp: 10
        case .int8: 15
        case .int16: 16
        case .boolean, .int32, .int64, .float, .double, .binary, .fixedBinary, .uuid, .localTimestamp, .time,
            .unsupported:
            nil
        }
    }

    /// Why no column of this type can be written, or nil.
    var refusal: ParquetError? {
        switch self {
        case .unsupported(let name): .unsupported(feature: name)
        case .decimal(let precision, let scale)
        where !(1...38).contains(precision) || !(0...precision).contains(scale):
            .invalidBatch("a decimal of precision \(precision) and scale \(scale)")
        case .fixedBinary(let length) where length < 1 || length > Int(Int32.max):
            .invalidBatch("fixed binary of \(length) bytes")
        default: nil
        }
    }
}

/// Decimals as Parquet stores them: integers, or big-endian two's complement bytes.
enum Decimal128 {
    /// The first number of more than `precision` digits: 10^precision, for 0 to 38.
    static func bound(precision: Int) -> Int128 {
        (0..<precision).reduce(1) { power, _ in power * 10 }
    }

    /// The fewest bytes that hold every number of `precision` digits.
    static func byteCount(precision: Int) -> Int {
        let bits = 128 - (bound(precision: precision) - 1).leadingZeroBitCount + 1
        return (bits + 7) / 8
    }

    /// The number in `bytes`, or nil when it does not fit.
    static func decode(_ bytes: some Sequence<UInt8>) -> Int128? {
        var value: Int128 = 0
        var isFirst = true
        for byte in bytes {
            if isFirst {
                value = Int128(Int8(bitPattern: byte))
                isFirst = false
            } else {
                let (shifted, overflow) = value.multipliedReportingOverflow(by: 256)
                if overflow { return nil }
                value = shifted | Int128(byte)
            }
        }
        return value
    }

    /// Appends the lowest `count` bytes of `value`, highest first.
    static func encode(_ value: Int128, count: Int, to bytes: inout [UInt8]) {
        for part in (0..<count).reversed() {
            bytes.append(UInt8(truncatingIfNeeded: value >> Int128(part * 8)))
        }
    }
}
