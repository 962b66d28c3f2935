import Parquet

/// Puts the rows of a batch together from the levels of its columns.
struct RowAssembler {
    private let batch: ColumnBatch
    /// The next entry of each leaf.
    private var next: [Int]

    /// The rows of `batch`, each with one cell per field.
    static func rows(_ batch: ColumnBatch) -> [[Cell]] {
        var assembler = RowAssembler(batch)
        return (0..<batch.rowCount).map { _ in assembler.row() }
    }

    private init(_ batch: ColumnBatch) {
        self.batch = batch
        next = batch.columns.map { _ in 0 }
    }

    private mutating func row() -> [Cell] {
        var leaf = 0
        return batch.schema.fields.map { field in
            defer { leaf += field.leafCount }
            return cell(field, leaf, definition: 0, repetition: 0)
        }
    }

    /// Takes one value of `field`, whose leaves begin with number `leaf`.
    private mutating func cell(_ field: Field, _ leaf: Int, definition: UInt8, repetition: UInt8) -> Cell {
        // A broken file may have groups without leaves.
        guard field.leafCount > 0 else { return .null }
        var definition = definition
        if field.repetition == .optional {
            if level(leaf) == definition {
                skip(leaf..<leaf + field.leafCount)
                return .null
            }
            definition += 1
        }
        switch field.content {
        case .leaf:
            defer { next[leaf] += 1 }
            return batch.columns[leaf].cell(at: next[leaf])
        case .group(.structure, let children):
            return .sequence(fields(children, leaf, definition: definition, repetition: repetition))
        case .group(let kind, let children):
            guard case .group(_, let inner) = children[0].content else { return .null }
            if level(leaf) == definition {
                skip(leaf..<leaf + field.leafCount)
                return kind == .map ? .map([]) : .sequence([])
            }
            var items: [Cell] = []
            repeat {
                items += fields(inner, leaf, definition: definition + 1, repetition: repetition + 1)
            } while next[leaf] < batch.columns[leaf].count
                && batch.columns[leaf].repetition(at: next[leaf]) == repetition + 1
            return kind == .map ? .map(items) : .sequence(items)
        }
    }

    private mutating func fields(
        _ fields: [Field],
        _ leaf: Int,
        definition: UInt8,
        repetition: UInt8
    ) -> [Cell] {
        var leaf = leaf
        return fields.map { field in
            defer { leaf += field.leafCount }
            return cell(field, leaf, definition: definition, repetition: repetition)
        }
    }

    private func level(_ leaf: Int) -> UInt8 {
        batch.columns[leaf].definition(at: next[leaf])
    }

    private mutating func skip(_ leaves: Range<Int>) {
        for leaf in leaves { next[leaf] += 1 }
    }
}

extension Field {
    /// The number of leaves below this field, or 1.
    var leafCount: Int {
        guard case .group(_, let children) = content else { return 1 }
        return children.reduce(0) { $0 + $1.leafCount }
    }
}
