// Public only so that other modules inline it: the compiler does not do so with what is `package`.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

/// How the rows of one table become columns: one named accessor per column of its schema file.
///
/// A layout stands beside the rows it holds, in the target that makes them, and knows nothing of files; `Lake` binds it
/// to its schema file when the table is opened, and a mismatch stops the program at start. What is marked inlinable here
/// is compiled once more for each kind of row, where the layout stands: a row is written without generic code.
///
/// For example:
///
///     static let layout = RowLayout<BedCount>("gold/beds", [.text("ward") { $0.ward }, .integer("beds") { $0.beds }])
public struct RowLayout<Row>: Sendable {
    /// One column: its name, and how its cell is read off a row.
    public struct Column: Sendable {
        public let name: String
        public let type: CellType
        public let isNullable: Bool
        public let write: @Sendable (Row, any CellSink) -> Void

        @inlinable public init(
            _ name: String,
            _ type: CellType,
            isNullable: Bool = false,
            _ write: @escaping @Sendable (Row, any CellSink) -> Void
        ) {
            self.name = name
            self.type = type
            self.isNullable = isNullable
            self.write = write
        }
    }

    /// Path below the lake, `gold/kpis`.
    public let path: String
    public let columns: [Column]
    /// Writes the cells of a row: those of the columns that `order` names by their place in the layout, in that order.
    public let write: @Sendable (_ row: Row, _ order: [Int], _ sink: any CellSink) -> Void

    @inlinable public init(_ path: String, _ columns: [Column]) {
        self.path = path
        self.columns = columns
        write = { row, order, sink in for column in order { columns[column].write(row, sink) } }
    }

    @inlinable public var shape: TableShape {
        TableShape(
            path: path,
            columns: columns.map { .init(name: $0.name, type: $0.type, isNullable: $0.isNullable) }
        )
    }
}

extension RowLayout.Column {
    @inlinable public static func text(
        _ name: String,
        _ value: @escaping @Sendable (Row) -> String
    ) -> Self {
        Self(name, .text) { row, sink in sink.text(value(row)) }
    }

    /// Text; the empty string is written as null.
    @inlinable public static func textOrNull(
        _ name: String,
        _ value: @escaping @Sendable (Row) -> String
    ) -> Self {
        Self(name, .text, isNullable: true) { row, sink in
            let text = value(row)
            if text.isEmpty { sink.null() } else { sink.text(text) }
        }
    }

    @inlinable public static func integer(
        _ name: String,
        _ value: @escaping @Sendable (Row) -> Int
    ) -> Self {
        Self(name, .integer) { row, sink in sink.integer(value(row)) }
    }

    @inlinable public static func integerOrNull(
        _ name: String,
        _ value: @escaping @Sendable (Row) -> Int?
    ) -> Self {
        Self(name, .integer, isNullable: true) { row, sink in
            if let number = value(row) { sink.integer(number) } else { sink.null() }
        }
    }

    @inlinable public static func long(
        _ name: String,
        _ value: @escaping @Sendable (Row) -> Int64
    ) -> Self {
        Self(name, .long) { row, sink in sink.long(value(row)) }
    }

    @inlinable public static func double(
        _ name: String,
        _ value: @escaping @Sendable (Row) -> Double
    ) -> Self {
        Self(name, .double) { row, sink in sink.double(value(row)) }
    }

    @inlinable public static func doubleOrNull(
        _ name: String,
        _ value: @escaping @Sendable (Row) -> Double?
    ) -> Self {
        Self(name, .double, isNullable: true) { row, sink in
            if let number = value(row) { sink.double(number) } else { sink.null() }
        }
    }

    @inlinable public static func boolean(
        _ name: String,
        _ value: @escaping @Sendable (Row) -> Bool
    ) -> Self {
        Self(name, .boolean) { row, sink in sink.boolean(value(row)) }
    }

    @inlinable public static func time(
        _ name: String,
        _ value: @escaping @Sendable (Row) -> Timestamp
    ) -> Self {
        Self(name, .time) { row, sink in sink.long(value(row).microseconds) }
    }

    @inlinable public static func timeOrNull(
        _ name: String,
        _ value: @escaping @Sendable (Row) -> Timestamp?
    ) -> Self {
        Self(name, .time, isNullable: true) { row, sink in
            if let moment = value(row) { sink.long(moment.microseconds) } else { sink.null() }
        }
    }

    /// Bytes lent for the call.
    @inlinable public static func bytes(
        _ name: String,
        _ value: @escaping @Sendable (Row) -> ArraySlice<UInt8>
    ) -> Self {
        Self(name, .bytes) { row, sink in sink.bytes(value(row)) }
    }
}
