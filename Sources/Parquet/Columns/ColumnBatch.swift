/// Rows as columns: a schema and one `Column` per leaf, all with the same number of rows.
public struct ColumnBatch: Sendable {
    /// The schema the columns follow.
    public let schema: Schema
    /// One column per `schema.leaves`, in the same order.
    public var columns: [Column]

    /// An empty batch.
    public init(schema: Schema) {
        self.schema = schema
        columns = schema.leaves.map(Column.init)
    }

    init(schema: Schema, columns: [Column]) {
        self.schema = schema
        self.columns = columns
    }

    /// The rows of the first column; 0 for a schema without columns.
    public var rowCount: Int { columns.first?.rowCount ?? 0 }

    /// The bytes all values take in memory.
    public var byteCount: Int { columns.reduce(0) { $0 + $1.byteCount } }

    /// The column with this dotted path, or nil.
    public subscript(path: String) -> Column? {
        schema.leafIndex(path).map { columns[$0] }
    }

    /// Drops all rows, keeping the memory for the next ones.
    public mutating func removeAll(keepingCapacity: Bool = true) {
        for index in columns.indices {
            columns[index].removeAll(keepingCapacity: keepingCapacity)
        }
    }

    /// Fails unless the columns match the schema and have equal row counts.
    func validate() throws(ParquetError) {
        guard columns.count == schema.leaves.count else {
            throw .invalidBatch("\(columns.count) columns for \(schema.leaves.count) leaves")
        }
        for (column, leaf) in zip(columns, schema.leaves) {
            guard column.type == leaf.type, column.maxDefinition == leaf.maxDefinition,
                column.maxRepetition == leaf.maxRepetition
            else { throw .invalidBatch("column \(leaf.name) does not have the type and levels of its leaf") }
            guard column.rowCount == rowCount else {
                throw .invalidBatch("column \(leaf.name) has \(column.rowCount) rows, expected \(rowCount)")
            }
            if leaf.maxRepetition > 0, let first = column.repetitions.first, first != 0 {
                throw .invalidBatch("column \(leaf.name) does not start with repetition level 0")
            }
        }
        if let disagreement = Nesting.disagreement(self) { throw .invalidBatch(disagreement) }
    }
}
