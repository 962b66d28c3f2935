/// A leaf as the file stores it.
struct StoredLeaf {
    /// The type of its values.
    var type: ColumnType
    /// The physical type of its pages.
    var physicalType: PhysicalType
    /// The bytes of each value of INT96 and FIXED_LEN_BYTE_ARRAY, 0 for other physical types.
    var length = 0
    /// How values as decoded from pages become those of `type`.
    var conversion = ValueConversion.none

    /// What holds the values as they come out of a page, before conversion.
    var storage: ColumnType.Storage {
        switch physicalType {
        case .boolean: .boolean
        case .int32: .int32
        case .int64: .int64
        case .float: .float
        case .double: .double
        case .byteArray, .fixedLengthByteArray, .int96: .bytes
        }
    }
}

/// How values as a file stores them become those of the column's type.
enum ValueConversion: Hashable {
    /// They are the same.
    case none
    /// Int32s that must lie in a range: the narrower integers.
    case narrow(ClosedRange<Int32>)
    /// The bits of an unsigned Int32, to Int64.
    case unsigned32
    /// The bits of an unsigned Int64, to a decimal.
    case unsigned64
    /// Milliseconds, of 32 or 64 bits, to microseconds.
    case millis
    /// Nanoseconds to microseconds, rounded down.
    case nanos
    /// Nanoseconds of a day and a Julian day to microseconds since 1970, rounded down.
    case int96
    /// Integers or big-endian bytes to a decimal of at most so many digits.
    case decimal(precision: Int)
}
