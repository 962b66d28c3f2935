public import Parquet

/// The column types of a table, by their names in the Delta protocol.
public enum DeltaType: String, Hashable, Sendable, CaseIterable {
    /// UTF-8 text.
    case string
    /// Signed 64-bit integer.
    case long
    /// Signed 32-bit integer.
    case integer
    /// IEEE 754 binary64.
    case double
    /// True or false.
    case boolean
    /// Bytes.
    case binary
    /// Days since 1970-01-01.
    case date
    /// Microseconds since 1970-01-01T00:00:00Z.
    case timestamp

    /// The Parquet column type that stores it.
    public var columnType: ColumnType {
        switch self {
        case .string: .string
        case .long: .int64
        case .integer: .int32
        case .double: .double
        case .boolean: .boolean
        case .binary: .binary
        case .date: .date
        case .timestamp: .timestamp
        }
    }
}
