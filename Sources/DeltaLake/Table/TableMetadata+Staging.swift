internal import Parquet

extension TableMetadata {
    /// The values with empty texts as null, or an error naming the first column whose value cannot be of its
    /// type.
    func checkedPartitionValues(_ values: [String: String?]) throws(DeltaError) -> [String: String?] {
        for name in values.keys.sorted() where !partitionColumns.contains(name) {
            throw .invalidInput("\(name) is not a partition column of the table")
        }
        var checked: [String: String?] = [:]
        for name in partitionColumns {
            guard let given = values[name] else {
                throw .invalidInput("partition column \(name) has no value; pass nil for null")
            }
            let text = given.flatMap { $0.isEmpty ? nil : $0 }
            let column = schema[name]
            if let text {
                guard column.map({ PartitionValue.isValid(text, $0.type) }) ?? false else {
                    throw .invalidInput("the value of partition column \(name) is not of its type")
                }
            } else if column?.isNullable == false {
                throw .invalidInput("partition column \(name) may not be null or empty")
            }
            checked.updateValue(text, forKey: name)
        }
        return checked
    }

    /// The batch under the table's own fields, so that its identifying marks and encodings hold.
    func fitted(_ batch: ColumnBatch) throws(DeltaError) -> ColumnBatch {
        guard batch.rowCount > 0 else { throw .invalidInput("a batch without rows makes no file") }
        var given: [String: (field: Field, columns: ArraySlice<Column>)] = [:]
        var start = 0
        for field in batch.schema.fields {
            let end = start + Schema([field]).leaves.count
            given[field.name] = (field, batch.columns[start..<end])
            start = end
        }
        var fields: [Field] = []
        var columns: [Column] = []
        for column in schema.columns where !partitionColumns.contains(column.name) {
            guard let (field, values) = given.removeValue(forKey: column.name) else {
                if column.isNullable { continue }
                throw .schemaMismatch(column: column.name, expected: "no such column", found: column.kind)
            }
            do throws(ColumnMismatch) {
                let own = try column.aligned(field, Array(values), obeysNullability: true)
                fields.append(own.field)
                columns += own.columns
            } catch {
                throw .schemaMismatch(column: error.path, expected: error.stored, found: error.table)
            }
        }
        if let stranger = given.keys.sorted().first {
            throw .schemaMismatch(
                column: stranger,
                expected: "a data column of that name",
                found: partitionColumns.contains(stranger) ? "a partition column" : "no such column"
            )
        }
        var rows = ColumnBatch(schema: Schema(fields))
        rows.columns = columns
        return rows
    }
}
