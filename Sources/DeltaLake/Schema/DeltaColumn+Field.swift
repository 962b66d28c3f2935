public import Parquet

extension DeltaColumn {
    /// The column's place in a data file.
    public var field: Field {
        Field(
            name: name,
            repetition: isNullable ? .optional : .required,
            content: content,
            identifying: isIdentifying,
            encoding: encoding,
            bloomFilter: bloomFilter
        )
    }

    /// Lists and maps in the three-level layouts of the Parquet specification.
    private var content: Field.Content {
        let children = type.children.map(\.field)
        switch type {
        case .structure: return .group(.structure, children)
        case .array: return .group(.list, [Self.repeated("list", children)])
        case .map: return .group(.map, [Self.repeated("key_value", children)])
        case .unsupported(let name): return .leaf(.unsupported(name))
        default: return .leaf(type.columnType ?? .unsupported(type.description))
        }
    }

    private static func repeated(_ name: String, _ children: [Field]) -> Field {
        Field(name: name, repetition: .repeated, content: .group(.structure, children))
    }
}

extension DeltaColumn {
    /// A column of a file or batch under this column's names and marks, with nulls for nullable struct fields
    /// that are younger than the file.
    ///
    /// Nullability, and with it the levels, stays as stored; what the table does not know is left out.
    /// - Parameters:
    ///   - stored: The field of the same name in the file.
    ///   - columns: Its leaves.
    ///   - obeysNullability: Whether the stored part of a column that is not null must be required.
    /// - Throws: The first part that differs.
    func aligned(_ stored: Field, _ columns: [Column], obeysNullability: Bool = false)
        throws(ColumnMismatch) -> (field: Field, columns: [Column])
    {
        var walk = AlignmentWalk(columns: columns, obeysNullability: obeysNullability)
        let field = try walk.align(self, stored, path: name, definition: 0, repetition: 0)
        return (field, walk.aligned)
    }
}

/// Where a stored column is not what the table says.
struct ColumnMismatch: Error {
    /// The dotted path.
    var path: String
    /// The type the table has.
    var table: String
    /// The type in the file or batch.
    var stored: String
}

/// Walks a table's column and a stored one side by side.
private struct AlignmentWalk {
    let columns: [Column]
    let obeysNullability: Bool
    /// The leaves so far.
    var aligned: [Column] = []
    /// The next stored leaf.
    private var position = 0

    init(columns: [Column], obeysNullability: Bool) {
        self.columns = columns
        self.obeysNullability = obeysNullability
    }

    /// `definition` and `repetition` are the highest levels of the parent.
    mutating func align(
        _ column: DeltaColumn,
        _ stored: Field,
        path: String,
        definition: UInt8,
        repetition: UInt8
    ) throws(ColumnMismatch) -> Field {
        var field = column.field
        field.repetition = stored.repetition
        if field.encoding == .automatic { field.encoding = stored.encoding }
        field.identifying = field.identifying || stored.identifying
        field.bloomFilter = field.bloomFilter || stored.bloomFilter
        if obeysNullability, !column.isNullable, stored.repetition != .required {
            throw mismatch(column, stored, path)
        }
        let definition = definition + (stored.repetition == .required ? 0 : 1)
        switch (column.type, stored.content) {
        case (.structure(let wanted), .group(.structure, let found)):
            field.content = .group(
                .structure,
                try align(wanted, found, path, definition: definition, repetition: repetition)
            )
        case (.array, .group(.list, let middle)), (.map, .group(.map, let middle)):
            guard let layer = middle.first, middle.count == 1, layer.repetition == .repeated,
                case .group(_, let found) = layer.content, case .group(let kind, let own) = field.content,
                var standard = own.first, found.count == column.type.children.count
            else { throw mismatch(column, stored, path) }
            var parts: [Field] = []
            for (part, child) in zip(column.type.children, found) {
                parts.append(
                    try align(
                        part,
                        child,
                        path: "\(path).\(part.name)",
                        definition: definition + 1,
                        repetition: repetition + 1
                    )
                )
            }
            standard.content = .group(.structure, parts)
            field.content = .group(kind, [standard])
        case (_, .leaf(let type)) where type == column.type.columnType:
            aligned.append(columns[position])
            position += 1
        default: throw mismatch(column, stored, path)
        }
        return field
    }

    private mutating func align(
        _ wanted: [DeltaColumn],
        _ found: [Field],
        _ path: String,
        definition: UInt8,
        repetition: UInt8
    ) throws(ColumnMismatch) -> [Field] {
        var starts: [String: (field: Field, leaf: Int)] = [:]
        var leaf = position
        for field in found {
            starts[field.name] = (field, leaf)
            leaf += field.leafCount
        }
        let end = leaf
        var fields: [Field] = []
        for column in wanted {
            let path = "\(path).\(column.name)"
            if let (field, leaf) = starts[column.name] {
                position = leaf
                fields.append(
                    try align(column, field, path: path, definition: definition, repetition: repetition)
                )
            } else {
                guard column.isNullable, end > 0, !found.isEmpty else {
                    throw ColumnMismatch(path: path, table: column.kind, stored: "no such column")
                }
                appendNulls(column, like: columns[end - 1], definition: definition, repetition: repetition)
                fields.append(column.field)
            }
        }
        position = end
        return fields
    }

    /// Leaves of an absent field: null wherever the parent is there, and as absent as the parent elsewhere.
    private mutating func appendNulls(
        _ column: DeltaColumn,
        like sibling: Column,
        definition: UInt8,
        repetition: UInt8
    ) {
        var levels: [(definition: UInt8, repetition: UInt8)] = []
        levels.reserveCapacity(sibling.count)
        for entry in 0..<sibling.count where sibling.repetition(at: entry) <= repetition {
            levels.append((min(sibling.definition(at: entry), definition), sibling.repetition(at: entry)))
        }
        for leaf in Schema([column.field]).leaves {
            var nulls = Column(
                type: leaf.type,
                maxDefinition: leaf.maxDefinition + definition,
                maxRepetition: leaf.maxRepetition + repetition
            )
            for level in levels {
                nulls.appendNull(definition: level.definition, repetition: level.repetition)
            }
            aligned.append(nulls)
        }
    }

    private func mismatch(_ column: DeltaColumn, _ stored: Field, _ path: String) -> ColumnMismatch {
        ColumnMismatch(path: path, table: column.kind, stored: stored.kind)
    }
}

extension Field {
    /// The number of leaves below the field.
    fileprivate var leafCount: Int {
        switch content {
        case .leaf: 1
        case .group(_, let children): children.reduce(0) { $0 + $1.leafCount }
        }
    }

    /// What it is, in words.
    fileprivate var kind: String {
        switch content {
        case .leaf(let type): "\(type) \(repetition)"
        case .group(let kind, _): "\(kind) \(repetition)"
        }
    }
}
