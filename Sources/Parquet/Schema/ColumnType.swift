/// The kinds of values a leaf column holds, and with them its storage in `Column`.
public enum ColumnType: Hashable, Sendable {
    /// True or false.
    case boolean
    /// Signed 8-bit integer, held in an Int32.
    case int8
    /// Signed 16-bit integer, held in an Int32.
    case int16
    /// Signed 32-bit integer.
    case int32
    /// Signed 64-bit integer.
    case int64
    /// IEEE 754 binary32.
    case float
    /// IEEE 754 binary64.
    case double
    /// Exact decimal number: an Int128 counted in units of 10^-`scale`; `precision` is 1 to 38 digits and
    /// `scale` 0 to `precision`.
    case decimal(precision: Int, scale: Int)
    /// UTF-8 text.
    case string
    /// Any bytes.
    case binary
    /// Exactly `length` bytes, 1 or more.
    case fixedBinary(length: Int)
    /// The 16 bytes of a UUID, in the order they are printed in.
    case uuid
    /// Microseconds since 1970-01-01T00:00:00Z in an Int64 (TIMESTAMP, isAdjustedToUTC = true).
    case timestamp
    /// Microseconds since 1970-01-01T00:00:00 of no stated zone in an Int64 (isAdjustedToUTC = false).
    case localTimestamp
    /// Days since 1970-01-01 in an Int32.
    case date
    /// Microseconds since midnight in an Int64; the file's isAdjustedToUTC flag is not kept, and written
    /// as false.
    case time
    /// A type this library cannot read; other columns of the file still can be. Never writable.
    case unsupported(String)

    /// Which array of a `Column` holds the values.
    @usableFromInline enum Storage: Sendable {
        case boolean, int32, int64, float, double, int128, bytes
    }

    @usableFromInline var storage: Storage {
        switch self {
        case .boolean: .boolean
        case .int8, .int16, .int32, .date: .int32
        case .int64, .timestamp, .localTimestamp, .time: .int64
        case .float: .float
        case .double: .double
        case .decimal: .int128
        case .string, .binary, .fixedBinary, .uuid, .unsupported: .bytes
        }
    }
}

/// How the values of a column are laid out in its pages.
public enum ColumnEncoding: Hashable, Sendable {
    /// Per row group what is smallest before compression; see docs/lake.md for the rule.
    case automatic
    /// PLAIN. Best for long, mostly distinct bytes such as raw messages.
    case plain
    /// RLE_DICTIONARY while it pays (see `Interner`), else PLAIN for the whole row group.
    case dictionary
    /// DELTA_BINARY_PACKED; integer, date and timestamp columns only.
    case delta
    /// DELTA_LENGTH_BYTE_ARRAY; string and binary columns only.
    case deltaLength
}
