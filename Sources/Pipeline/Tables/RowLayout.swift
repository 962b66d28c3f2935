import YAMLSettings
import Hospital
import Parquet

/// How the rows of one table become columns: one named accessor per column of its schema file.
struct RowLayout<Row>: Sendable {
    /// One column: its name and type, and how a row's value is appended.
    struct Column: Sendable {
        let name: String
        let type: ColumnType
        let isNullable: Bool
        let append: @Sendable (Row, inout Parquet.Column) -> Void
    }

    /// Path below the lake, `gold/kpis`.
    let path: String
    let columns: [Column]

    init(_ path: String, _ columns: [Column]) {
        self.path = path
        self.columns = columns
    }

    /// Fails unless `schema` names the same columns with the same types and nullability; returns them in its order.
    func bound(to schema: TableSchema) throws(ConfigurationError) -> [Column] {
        var byName: [String: Column] = [:]
        for column in columns { byName[column.name] = column }
        var ordered: [Column] = []
        for wanted in schema.columns {
            guard let column = byName.removeValue(forKey: wanted.name) else {
                throw ConfigurationError("schemas/\(path).yaml: nothing writes the column `\(wanted.name)`")
            }
            guard column.type == wanted.type, column.isNullable == wanted.isNullable else {
                throw ConfigurationError(
                    "schemas/\(path).yaml: column `\(wanted.name)` is \(wanted.type)"
                        + "\(wanted.isNullable ? ", nullable" : ""), but the code writes \(column.type)"
                        + "\(column.isNullable ? ", nullable" : "")"
                )
            }
            ordered.append(column)
        }
        if let left = byName.keys.sorted().first {
            throw ConfigurationError("schemas/\(path).yaml: the column `\(left)` is missing")
        }
        return ordered
    }
}

extension RowLayout.Column {
    /// Text that is always there.
    static func text(_ name: String, _ value: @escaping @Sendable (Row) -> String) -> Self {
        Self(name: name, type: .string, isNullable: false) { $1.append(value($0)) }
    }

    /// Text; the empty string is written as null.
    static func textOrNull(_ name: String, _ value: @escaping @Sendable (Row) -> String) -> Self {
        Self(name: name, type: .string, isNullable: true) { row, column in
            let text = value(row)
            if text.isEmpty { column.appendNull() } else { column.append(text) }
        }
    }

    static func integer(_ name: String, _ value: @escaping @Sendable (Row) -> Int) -> Self {
        Self(name: name, type: .int32, isNullable: false) { $1.append(Int32(truncatingIfNeeded: value($0))) }
    }

    static func integerOrNull(_ name: String, _ value: @escaping @Sendable (Row) -> Int?) -> Self {
        Self(name: name, type: .int32, isNullable: true) { row, column in
            if let value = value(row) {
                column.append(Int32(truncatingIfNeeded: value))
            } else {
                column.appendNull()
            }
        }
    }

    static func long(_ name: String, _ value: @escaping @Sendable (Row) -> Int64) -> Self {
        Self(name: name, type: .int64, isNullable: false) { $1.append(value($0)) }
    }

    static func double(_ name: String, _ value: @escaping @Sendable (Row) -> Double) -> Self {
        Self(name: name, type: .double, isNullable: false) { $1.append(value($0)) }
    }

    static func doubleOrNull(_ name: String, _ value: @escaping @Sendable (Row) -> Double?) -> Self {
        Self(name: name, type: .double, isNullable: true) { row, column in
            if let value = value(row) { column.append(value) } else { column.appendNull() }
        }
    }

    static func boolean(_ name: String, _ value: @escaping @Sendable (Row) -> Bool) -> Self {
        Self(name: name, type: .boolean, isNullable: false) { $1.append(value($0)) }
    }

    static func time(_ name: String, _ value: @escaping @Sendable (Row) -> Timestamp) -> Self {
        Self(name: name, type: .timestamp, isNullable: false) { $1.append(value($0).microseconds) }
    }

    static func timeOrNull(_ name: String, _ value: @escaping @Sendable (Row) -> Timestamp?) -> Self {
        Self(name: name, type: .timestamp, isNullable: true) { row, column in
            if let value = value(row) { column.append(value.microseconds) } else { column.appendNull() }
        }
    }

    /// Bytes lent for the call.
    static func bytes(_ name: String, _ value: @escaping @Sendable (Row) -> ArraySlice<UInt8>) -> Self {
        Self(name: name, type: .binary, isNullable: false) { $1.append(bytes: value($0)) }
    }
}
