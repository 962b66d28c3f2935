internal import Parquet

extension ColumnBatch {
    /// The batch without the top-level fields of these names.
    func without(_ names: Set<String>) -> ColumnBatch {
        if names.isEmpty { return self }
        var fields: [Field] = []
        var kept: [Column] = []
        var start = 0
        for field in schema.fields {
            let end = start + Schema([field]).leaves.count
            if !names.contains(field.name) {
                fields.append(field)
                kept += columns[start..<end]
            }
            start = end
        }
        var batch = ColumnBatch(schema: Schema(fields))
        batch.columns = kept
        return batch
    }
}
