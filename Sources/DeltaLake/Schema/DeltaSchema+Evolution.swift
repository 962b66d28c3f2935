extension DeltaSchema {
    /// Fails when names are empty or repeat without regard to case, or a partition column cannot be one.
    func validate(partitionColumns: [String]) throws(DeltaError) {
        try DeltaType.structure(columns).validateNames(path: "")
        guard Set(partitionColumns).count == partitionColumns.count else {
            throw .invalidInput("a partition column is listed twice")
        }
        for name in partitionColumns {
            guard let column = self[name] else {
                throw .invalidInput("partition column \(name) is not in the schema")
            }
            guard column.type.columnType != nil, column.type != .binary, !column.isIdentifying else {
                throw .invalidInput(
                    "column \(name) cannot be a partition column: its values become folder names"
                )
            }
        }
        guard columns.count > partitionColumns.count else {
            throw .invalidInput("a table needs at least one column that is not a partition column")
        }
    }

    /// This schema grown by the nullable columns and struct fields only `wanted` has, or nil when nothing is
    /// missing.
    ///
    /// Fails on the first column whose type or nullability differs, and on one the table lacks and that is
    /// not nullable. A column the caller does not know is fine when it is nullable.
    func evolved(towards wanted: DeltaSchema) throws(DeltaError) -> DeltaSchema? {
        let grown = try Self.fields(columns, towards: wanted.columns, path: "")
        return grown == columns ? nil : DeltaSchema(grown)
    }

    private static func fields(_ mine: [DeltaColumn], towards wanted: [DeltaColumn], path: String)
        throws(DeltaError) -> [DeltaColumn]
    {
        var grown = mine
        for column in wanted {
            let name = path + column.name
            guard let index = mine.firstIndex(where: { $0.name == column.name }) else {
                if let other = mine.first(where: { $0.name.lowercased() == column.name.lowercased() }) {
                    throw .schemaMismatch(column: name, expected: column.name, found: other.name)
                }
                guard column.isNullable else {
                    throw .schemaMismatch(column: name, expected: column.kind, found: "no such column")
                }
                grown.append(column)
                continue
            }
            let found = mine[index]
            guard found.isNullable == column.isNullable,
                let type = try Self.type(found.type, towards: column.type, path: name)
            else { throw .schemaMismatch(column: name, expected: column.kind, found: found.kind) }
            guard found.isIdentifying == column.isIdentifying else {
                throw .schemaMismatch(
                    column: name,
                    expected: column.isIdentifying ? "identifying" : "not identifying",
                    found: found.isIdentifying ? "identifying" : "not identifying"
                )
            }
            grown[index].type = type
        }
        for column in mine where !column.isNullable && !wanted.contains(where: { $0.name == column.name }) {
            throw .schemaMismatch(column: path + column.name, expected: "no such column", found: column.kind)
        }
        return grown
    }

    /// The type with the struct fields of `wanted` added; nil when the two cannot be brought together.
    private static func type(_ mine: DeltaType, towards wanted: DeltaType, path: String)
        throws(DeltaError) -> DeltaType?
    {
        switch (mine, wanted) {
        case (.structure(let mine), .structure(let wanted)):
            return .structure(try fields(mine, towards: wanted, path: "\(path)."))
        case (.array(let mine, let containsNull), .array(let wanted, let other)) where containsNull == other:
            return try type(mine, towards: wanted, path: "\(path).element")
                .map { .array(element: $0, containsNull: containsNull) }
        case (.map(let key, let mine, let containsNull), .map(let otherKey, let wanted, let other))
        where key == otherKey && containsNull == other:
            return try type(mine, towards: wanted, path: "\(path).value")
                .map { .map(key: key, value: $0, valueContainsNull: containsNull) }
        default: return mine == wanted ? mine : nil
        }
    }
}

extension DeltaType {
    /// Fails when a name below is empty, holds a character the protocol forbids, or repeats.
    fileprivate func validateNames(path: String) throws(DeltaError) {
        if case .unsupported(let name) = self {
            throw .invalidInput("column \(path.dropLast()) has the unsupported type \(name)")
        }
        if case .decimal(let precision, let scale) = self,
            !(1...38).contains(precision) || !(0...precision).contains(scale)
        {
            throw .invalidInput("column \(path.dropLast()): \(self) has not 1 to 38 digits")
        }
        if case .structure(let fields) = self, fields.isEmpty, !path.isEmpty {
            throw .invalidInput("column \(path.dropLast()) is a struct without fields")
        }
        var seen: Set<String> = []
        for column in children {
            guard !column.name.isEmpty else { throw .invalidInput("a column has no name") }
            let name = path + column.name
            guard !column.name.contains(where: { " ,;{}()\n\t=".contains($0) }) else {
                throw .invalidInput("column \(name): names may not hold any of ' ,;{}()=' or line breaks")
            }
            guard seen.insert(column.name.lowercased()).inserted else {
                throw .invalidInput("column \(name) occurs twice; case is not significant")
            }
            try column.type.validateNames(path: name + ".")
        }
    }
}
