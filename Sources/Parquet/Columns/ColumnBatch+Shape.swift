extension ColumnBatch {
    /// The same columns under a schema with the same fields, of which some are nullable here and required there
    /// or the other way round; nil when they differ in more, or a null would have to become a value.
    package func shaped(as schema: Schema) -> ColumnBatch? {
        guard columns.count == schema.leaves.count else { return nil }
        let paths = zip(self.schema.repetitionPaths, schema.repetitionPaths)
        var result = ColumnBatch(schema: schema)
        for (index, (found, wanted)) in paths.enumerated() {
            let leaf = schema.leaves[index]
            guard self.schema.leaves[index].path == leaf.path,
                let column = columns[index].shaped(as: leaf, levels(from: found, to: wanted))
            else { return nil }
            result.columns[index] = column
        }
        return result
    }

    /// For each definition level of a path of fields its level in the other path, nil where a field that is
    /// absent there must be present here.
    private func levels(from found: [Field.Repetition], to wanted: [Field.Repetition]) -> [UInt8?] {
        var levels: [UInt8?] = []
        var level: UInt8 = 0
        for (mine, other) in zip(found, wanted) {
            if mine != .required { levels.append(other == .required ? nil : level) }
            if other != .required { level += 1 }
        }
        return levels + [level]
    }
}

extension Schema {
    /// The repetitions of the fields on the way to each leaf.
    fileprivate var repetitionPaths: [[Field.Repetition]] {
        func paths(_ field: Field, _ parents: [Field.Repetition]) -> [[Field.Repetition]] {
            let path = parents + [field.repetition]
            guard case .group(_, let children) = field.content else { return [path] }
            return children.flatMap { paths($0, path) }
        }
        return fields.flatMap { paths($0, []) }
    }
}

extension Column {
    /// The same entries as a column of `leaf`; `levels` maps their definition levels.
    fileprivate func shaped(as leaf: Leaf, _ levels: [UInt8?]) -> Column? {
        guard type == leaf.type, maxRepetition == leaf.maxRepetition else { return nil }
        if levels.count == Int(maxDefinition) + 1, levels == (0...maxDefinition).map({ $0 }) { return self }
        guard levels.count == Int(maxDefinition) + 1, levels.last == leaf.maxDefinition else { return nil }
        var mapped: [UInt8] = []
        mapped.reserveCapacity(definitions.count)
        for definition in definitions {
            guard let level = levels[Int(definition)] else { return nil }
            mapped.append(level)
        }
        var result = Column(leaf)
        result.append(contentsOf: self)
        result.definitions = mapped
        return result
    }
}
