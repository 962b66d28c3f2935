/// The kinds of values a leaf column holds, and with them its storage in `Column`.
public enum ColumnType: Hashable, Sendable {
    /// True or false.
    case boolean
    /// Signed 32-bit integer.
    case int32
    /// Signed 64-bit integer.
    case int64
    /// IEEE 754 binary64.
    case double
    /// UTF-8 text.
    case string
    /// Any bytes.
    case binary
    /// Microseconds since 1970-01-01T00:00:00Z in an Int64 (TIMESTAMP, isAdjustedToUTC = true).
    case timestamp
    /// Microseconds since 1970-01-01T00:00:00 of no stated zone in an Int64 (isAdjustedToUTC = false).
    case localTimestamp
    /// Days since 1970-01-01 in an Int32.
    case date
    /// A type this library cannot read; other columns of the file still can be. Never writable.
    case unsupported(String)

    /// Which array of a `Column` holds the values.
    @usableFromInline enum Storage: Sendable {
        case boolean, int32, int64, double, bytes
    }

    @usableFromInline var storage: Storage {
        switch self {
        case .boolean: .boolean
        case .int32, .date: .int32
        case .int64, .timestamp, .localTimestamp: .int64
        case .double: .double
        case .string, .binary, .unsupported: .bytes
        }
    }
}

/// How the values of a column are laid out in its pages.
public enum ColumnEncoding: Hashable, Sendable {
    /// Int64 and timestamps as `.delta`; booleans plain; everything else as `.dictionary`.
    case automatic
    /// PLAIN. Best for long, mostly distinct bytes such as raw messages.
    case plain
    /// RLE_DICTIONARY while it pays (see `Interner`), else PLAIN for the whole row group.
    case dictionary
    /// DELTA_BINARY_PACKED; integer, date and timestamp columns only.
    case delta
}
