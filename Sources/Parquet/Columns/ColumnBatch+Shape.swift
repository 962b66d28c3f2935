extension ColumnBatch {
    /// The same columns under a schema with the same fields, some of which are nullable here and required
    /// there or the other way round; nil when they differ in more, or a null would have to become a value.
    package func shaped(as schema: Schema) -> ColumnBatch? {
        guard columns.count == schema.leaves.count else { return nil }
        var result = ColumnBatch(schema: schema)
        for (index, leaf) in schema.leaves.enumerated() {
            guard self.schema.leaves[index].path == leaf.path, let column = columns[index].shaped(as: leaf)
            else {
                return nil
            }
            result.columns[index] = column
        }
        return result
    }
}

extension Column {
    /// The same entries with the definition levels of `leaf`, whose outermost field may be nullable or not.
    fileprivate func shaped(as leaf: Leaf) -> Column? {
        guard type == leaf.type, maxRepetition == leaf.maxRepetition else { return nil }
        let shift = Int(leaf.maxDefinition) - Int(maxDefinition)
        if shift == 0 { return self }
        guard abs(shift) == 1, shift > 0 || !definitions.contains(0) else { return nil }
        var result = Column(leaf)
        result.append(contentsOf: self)
        result.definitions = definitions.map { UInt8(Int($0) + shift) }
        return result
    }
}
