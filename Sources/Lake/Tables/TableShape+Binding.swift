import Hospital
import Parquet
import YAMLSettings

extension TableShape {
    /// The layout's columns that lie in the data files, by their place in the layout, in the schema's order.
    ///
    /// Columns in `givenByPartition` need no accessor. Throws unless `schema` names the same columns with the same types
    /// and nullability.
    func bound(to schema: TableSchema, givenByPartition: Set<String>) throws(ConfigurationError) -> [Int] {
        var byName: [String: Int] = [:]
        for (index, column) in columns.enumerated() { byName[column.name] = index }
        var order: [Int] = []
        for wanted in schema.columns {
            guard let index = byName.removeValue(forKey: wanted.name) else {
                if givenByPartition.contains(wanted.name) { continue }
                throw ConfigurationError("schemas/\(path).yaml: nothing writes the column `\(wanted.name)`")
            }
            let column = columns[index]
            guard column.type.columnType == wanted.type, column.isNullable == wanted.isNullable else {
                throw ConfigurationError(
                    "schemas/\(path).yaml: column `\(wanted.name)` is \(wanted.type)"
                        + "\(wanted.isNullable ? ", nullable" : ""), but the code writes "
                        + "\(column.type.columnType)\(column.isNullable ? ", nullable" : "")"
                )
            }
            guard !schema.partitionBy.contains(wanted.name) else { continue }
            order.append(index)
        }
        if let left = byName.keys.sorted().first {
            throw ConfigurationError("schemas/\(path).yaml: the column `\(left)` is missing")
        }
        return order
    }
}

extension CellType {
    /// The type of the column in the files.
    fileprivate var columnType: ColumnType {
        switch self {
        case .text: .string
        case .integer: .int32
        case .long: .int64
        case .double: .double
        case .boolean: .boolean
        case .time: .timestamp
        case .bytes: .binary
        }
    }
}
