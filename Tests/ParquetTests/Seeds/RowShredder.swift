import Parquet

/// Takes rows apart into columns with their levels.
struct RowShredder {
    private(set) var batch: ColumnBatch

    /// The batch of `rows`, each with one cell per field of `schema`.
    static func batch(_ schema: Schema, _ rows: some Sequence<[Cell]>) -> ColumnBatch {
        var shredder = RowShredder(batch: ColumnBatch(schema: schema))
        for row in rows { shredder.fields(schema.fields, row, 0, definition: 0, repetition: 0, depth: 0) }
        return shredder.batch
    }

    /// Appends one value of `field`; `depth` counts the lists and maps around it.
    private mutating func append(
        _ field: Field,
        _ cell: Cell,
        _ leaf: Int,
        definition: UInt8,
        repetition: UInt8,
        depth: UInt8
    ) {
        var definition = definition
        let leaves = leaf..<leaf + field.leafCount
        if field.repetition == .optional {
            if cell == .null { return nulls(leaves, definition: definition, repetition: repetition) }
            definition += 1
        }
        switch (field.content, cell) {
        case (.leaf, _):
            batch.columns[leaf].append(cell, repetition: repetition)
        case (.group(.structure, let children), .sequence(let cells)):
            fields(children, cells, leaf, definition: definition, repetition: repetition, depth: depth)
        case (.group(_, let children), .sequence(let cells)), (.group(_, let children), .map(let cells)):
            guard case .group(_, let inner) = children[0].content else { return }
            if cells.isEmpty { nulls(leaves, definition: definition, repetition: repetition) }
            for start in stride(from: 0, to: cells.count, by: inner.count) {
                fields(
                    inner,
                    Array(cells[start..<start + inner.count]),
                    leaf,
                    definition: definition + 1,
                    repetition: start == 0 ? repetition : depth + 1,
                    depth: depth + 1
                )
            }
        default: preconditionFailure("a cell of another shape than its field")
        }
    }

    private mutating func fields(
        _ fields: [Field],
        _ cells: [Cell],
        _ leaf: Int,
        definition: UInt8,
        repetition: UInt8,
        depth: UInt8
    ) {
        var leaf = leaf
        for (field, cell) in zip(fields, cells) {
            append(field, cell, leaf, definition: definition, repetition: repetition, depth: depth)
            leaf += field.leafCount
        }
    }

    private mutating func nulls(_ leaves: Range<Int>, definition: UInt8, repetition: UInt8) {
        for leaf in leaves { batch.columns[leaf].appendNull(definition: definition, repetition: repetition) }
    }
}

extension Column {
    /// Appends a cell of the column's own type.
    fileprivate mutating func append(_ cell: Cell, repetition: UInt8) {
        switch (type, cell) {
        case (.boolean, .boolean(let value)): append(value, repetition: repetition)
        case (.decimal, .integer(let value)): append(unscaled: value, repetition: repetition)
        case (.int8, .integer(let value)), (.int16, .integer(let value)), (.int32, .integer(let value)),
            (.date, .integer(let value)):
            append(Int32(value), repetition: repetition)
        case (_, .integer(let value)): append(Int64(value), repetition: repetition)
        case (.float, .real(let bits)):
            append(UInt32(bits, radix: 16).map(Float.init(bitPattern:)) ?? .nan, repetition: repetition)
        case (_, .real(let bits)):
            append(UInt64(bits, radix: 16).map(Double.init(bitPattern:)) ?? .nan, repetition: repetition)
        case (_, .text(let text)): append(text, repetition: repetition)
        case (_, .bytes(let bytes)): append(bytes: bytes, repetition: repetition)
        default: preconditionFailure("a cell of another type than its column")
        }
    }
}
