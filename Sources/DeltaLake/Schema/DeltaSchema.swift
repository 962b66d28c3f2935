public import Parquet

/// The columns of a table in order, and their JSON form in `metaData.schemaString`.
public struct DeltaSchema: Hashable, Sendable {
    /// The columns, partition columns included.
    public var columns: [DeltaColumn]

    /// A schema of `columns`.
    public init(_ columns: [DeltaColumn]) {
        self.columns = columns
    }

    /// The column of that name, nil when there is none.
    public subscript(name: String) -> DeltaColumn? {
        columns.first { $0.name == name }
    }

    /// The Parquet schema of the data files: every column that is no partition column, in table order.
    public func fileSchema(partitionColumns: [String]) -> Schema {
        Schema(columns.filter { !partitionColumns.contains($0.name) }.map(\.field))
    }

    /// Takes the encodings and bloom filters of `other` for the columns both have.
    mutating func adoptEncodings(of other: DeltaSchema) {
        for index in columns.indices {
            guard let column = other[columns[index].name] else { continue }
            columns[index].encoding = column.encoding
            if column.bloomFilter { columns[index].metadata[DeltaColumn.bloomFilterKey] = .bool(true) }
        }
    }
}
