/// How the rows of one table become columns: one named accessor per column of its schema file.
///
/// A layout stands beside the rows it holds, in the target that makes them, and knows nothing of files; `Lake` binds it
/// to its schema file when the table is opened, and a mismatch stops the program at start.
///
/// For example:
///
///     static let layout = RowLayout<BedCount>("gold/beds", [.text("ward") { $0.ward }, .integer("beds") { $0.beds }])
package struct RowLayout<Row>: Sendable {
    /// One column: its name, and how its value is read off a row.
    package struct Column: Sendable {
        package let name: String
        package let value: Value
    }

    /// The value of a column, by type; those ending in `OrNull` may be missing.
    package enum Value: Sendable {
        case text(@Sendable (Row) -> String)
        /// The empty string is written as null.
        case textOrNull(@Sendable (Row) -> String)
        case integer(@Sendable (Row) -> Int)
        case integerOrNull(@Sendable (Row) -> Int?)
        case long(@Sendable (Row) -> Int64)
        case longOrNull(@Sendable (Row) -> Int64?)
        case double(@Sendable (Row) -> Double)
        case doubleOrNull(@Sendable (Row) -> Double?)
        case boolean(@Sendable (Row) -> Bool)
        case time(@Sendable (Row) -> Timestamp)
        case timeOrNull(@Sendable (Row) -> Timestamp?)
        /// Bytes lent for the call.
        case bytes(@Sendable (Row) -> ArraySlice<UInt8>)
    }

    /// Path below the lake, `gold/kpis`.
    package let path: String
    package let columns: [Column]

    package init(_ path: String, _ columns: [Column]) {
        self.path = path
        self.columns = columns
    }
}

extension RowLayout.Column {
    package static func text(_ name: String, _ value: @escaping @Sendable (Row) -> String) -> Self {
        Self(name: name, value: .text(value))
    }

    /// Text; the empty string is written as null.
    package static func textOrNull(_ name: String, _ value: @escaping @Sendable (Row) -> String) -> Self {
        Self(name: name, value: .textOrNull(value))
    }

    package static func integer(_ name: String, _ value: @escaping @Sendable (Row) -> Int) -> Self {
        Self(name: name, value: .integer(value))
    }

    package static func integerOrNull(_ name: String, _ value: @escaping @Sendable (Row) -> Int?) -> Self {
        Self(name: name, value: .integerOrNull(value))
    }

    package static func long(_ name: String, _ value: @escaping @Sendable (Row) -> Int64) -> Self {
        Self(name: name, value: .long(value))
    }

    package static func longOrNull(_ name: String, _ value: @escaping @Sendable (Row) -> Int64?) -> Self {
        Self(name: name, value: .longOrNull(value))
    }

    package static func double(_ name: String, _ value: @escaping @Sendable (Row) -> Double) -> Self {
        Self(name: name, value: .double(value))
    }

    package static func doubleOrNull(_ name: String, _ value: @escaping @Sendable (Row) -> Double?) -> Self {
        Self(name: name, value: .doubleOrNull(value))
    }

    package static func boolean(_ name: String, _ value: @escaping @Sendable (Row) -> Bool) -> Self {
        Self(name: name, value: .boolean(value))
    }

    package static func time(_ name: String, _ value: @escaping @Sendable (Row) -> Timestamp) -> Self {
        Self(name: name, value: .time(value))
    }

    package static func timeOrNull(_ name: String, _ value: @escaping @Sendable (Row) -> Timestamp?) -> Self {
        Self(name: name, value: .timeOrNull(value))
    }

    /// Bytes lent for the call.
    package static func bytes(_ name: String, _ value: @escaping @Sendable (Row) -> ArraySlice<UInt8>) -> Self
    {
        Self(name: name, value: .bytes(value))
    }
}
