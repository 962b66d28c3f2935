/// The leaves a read returns and those its filter looks at.
struct ColumnSelection {
    /// The leaves to return, ascending.
    let returned: [Int]
    /// The schema with only those leaves.
    let schema: Schema
    /// The conditions with their leaves.
    let checks: [(leaf: Int, check: ConditionCheck)]

    /// Fails on an unknown name, a leaf that cannot be read, or a condition that does not fit its leaf.
    init(_ request: ReadRequest, _ schema: Schema) throws(ParquetError) {
        returned = try Self.leaves(request.columns, schema)
        for index in returned {
            let leaf = schema.leaves[index]
            if case .unsupported(let feature) = leaf.type {
                throw .unsupported(feature: "\(feature) (column \(leaf.name))")
            }
        }
        if request.columns == nil {
            self.schema = schema
        } else {
            let wanted = Set(returned.map { schema.leaves[$0].path })
            self.schema = Schema(schema.fields.compactMap { Self.prune($0, [], wanted) })
        }
        var checks: [(leaf: Int, check: ConditionCheck)] = []
        for condition in request.filter.conditions {
            guard let leaf = schema.leafIndex(condition.column) else {
                throw .unknownColumn(condition.column)
            }
            checks.append((leaf, try ConditionCheck(condition, schema.leaves[leaf])))
        }
        self.checks = checks
    }

    private static func leaves(_ names: [String]?, _ schema: Schema) throws(ParquetError) -> [Int] {
        guard let names else { return Array(schema.leaves.indices) }
        var chosen: Set<Int> = []
        for name in names {
            let matches = schema.leaves.indices.filter { index in
                let leaf = schema.leaves[index]
                return leaf.name == name || leaf.name.hasPrefix(name + ".")
            }
            guard !matches.isEmpty else { throw .unknownColumn(name) }
            chosen.formUnion(matches)
        }
        return chosen.sorted()
    }

    /// The field with only the wanted leaves, or nil when none is wanted.
    private static func prune(_ field: Field, _ parents: [String], _ wanted: Set<[String]>) -> Field? {
        let path = parents + [field.name]
        switch field.content {
        case .leaf:
            return wanted.contains(path) ? field : nil
        case .group(let kind, let children):
            let kept = children.compactMap { prune($0, path, wanted) }
            guard !kept.isEmpty else { return nil }
            var result = field
            result.content = .group(kind, kept)
            return result
        }
    }
}
