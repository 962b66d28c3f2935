/// The columns of a table and which of them partition it: what a transaction can replace together with every file.
public struct TableLayout: Hashable, Sendable {
    /// The columns.
    public var schema: DeltaSchema
    /// The columns whose values are in the log instead of the data files, in order.
    public var partitionColumns: [String]

    /// A layout.
    public init(schema: DeltaSchema, partitionColumns: [String] = []) {
        self.schema = schema
        self.partitionColumns = partitionColumns
    }
}

extension TableMetadata {
    /// These metadata with another layout; identity and properties stay.
    func replacing(_ layout: TableLayout) -> TableMetadata {
        var changed = self
        changed.schema = layout.schema
        changed.partitionColumns = layout.partitionColumns
        changed.listStatsColumns()
        return changed
    }
}
