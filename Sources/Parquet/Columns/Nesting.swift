/// Checks that the columns of nested fields tell of the same structs, lists and maps.
///
/// Each leaf repeats in its levels which of its parents are there; a file whose leaves disagree has no rows
/// to give. One slip of a known writer is mended: DuckDB fills up a null array of fixed size with entries
/// that continue a list their own definition level says is not there.
struct Nesting {
    /// Two neighbouring leaves and the levels of the deepest field around both.
    private struct Pair {
        var left: Int
        var definition: UInt8
        var repetition: UInt8
    }

    private var pairs: [Pair] = []
    /// Per leaf, the definition levels at which its lists and maps have an element, outermost first.
    private var elementLevels: [[UInt8]] = []

    /// Checks and mends the columns of a batch that was just read.
    static func settle(_ batch: inout ColumnBatch) throws(ParquetError) {
        let nesting = Nesting(batch.schema)
        for index in batch.columns.indices where batch.columns[index].maxRepetition > 0 {
            try dropVoidEntries(
                &batch.columns[index],
                nesting.elementLevels[index],
                batch.schema.leaves[index]
            )
        }
        if let disagreement = nesting.disagreement(batch) { throw .corrupt(what: disagreement, offset: -1) }
    }

    /// Says which columns of a batch contradict each other, or nil.
    static func disagreement(_ batch: ColumnBatch) -> String? {
        Nesting(batch.schema).disagreement(batch)
    }

    private init(_ schema: Schema) {
        for field in schema.fields { visit(field, definition: 0, repeated: []) }
    }

    private func disagreement(_ batch: ColumnBatch) -> String? {
        pairs.first { !Self.agree(batch.columns[$0.left], batch.columns[$0.left + 1], $0) }.map { pair in
            let leaves = batch.schema.leaves
            return "columns \(leaves[pair.left].name) and \(leaves[pair.left + 1].name) "
                + "disagree on the fields around them"
        }
    }

    private mutating func visit(_ field: Field, definition: UInt8, repeated: [UInt8]) {
        let definition = definition + (field.repetition == .required ? 0 : 1)
        let repeated = field.repetition == .repeated ? repeated + [definition] : repeated
        guard case .group(_, let children) = field.content else { return elementLevels.append(repeated) }
        let first = elementLevels.count
        for child in children {
            let start = elementLevels.count
            visit(child, definition: definition, repeated: repeated)
            // A file may have groups without any leaf, which are next to nothing.
            guard definition > 0, start > first, elementLevels.count > start else { continue }
            let repetition = UInt8(repeated.count)
            pairs.append(Pair(left: start - 1, definition: definition, repetition: repetition))
        }
    }

    /// True when both columns say the same up to the field around them.
    private static func agree(_ left: Column, _ right: Column, _ pair: Pair) -> Bool {
        if left.maxRepetition == 0 && right.maxRepetition == 0 {
            if left.definitions.isEmpty && right.definitions.isEmpty { return left.count == right.count }
            return left.count == right.count
                && (0..<left.count).allSatisfy {
                    min(left.definition(at: $0), pair.definition)
                        == min(right.definition(at: $0), pair.definition)
                }
        }
        var other = 0
        func skipInner() {
            while other < right.count && right.repetition(at: other) > pair.repetition { other += 1 }
        }
        for index in 0..<left.count where left.repetition(at: index) <= pair.repetition {
            skipInner()
            guard other < right.count, left.repetition(at: index) == right.repetition(at: other),
                min(left.definition(at: index), pair.definition)
                    == min(right.definition(at: other), pair.definition)
            else { return false }
            other += 1
        }
        skipInner()
        return other == right.count
    }

    /// Drops entries that continue a list or map which is null or empty, as the entry before says too.
    private static func dropVoidEntries(
        _ column: inout Column,
        _ elementLevels: [UInt8],
        _ leaf: Leaf
    ) throws(ParquetError) {
        // Repetition 0 continues nothing.
        let needed = [0] + elementLevels
        // Whether entry `other` has an element of the list that entry `index` continues.
        func isThere(_ index: Int, accordingTo other: Int) -> Bool {
            column.definitions[other] >= needed[Int(column.repetitions[index])]
        }
        guard !column.definitions.isEmpty else { return }
        let isSound = column.repetitions.indices.dropFirst().allSatisfy {
            column.repetitions[$0] == 0
                || (isThere($0, accordingTo: $0) && isThere($0, accordingTo: $0 - 1))
        }
        if isSound { return }
        var kept = Column(leaf)
        for index in 0..<column.count {
            if column.repetitions[index] == 0 {
                kept.append(entry: index, of: column)
                continue
            }
            switch (isThere(index, accordingTo: index), isThere(index, accordingTo: index - 1)) {
            case (true, true): kept.append(entry: index, of: column)
            case (false, false) where column.definitions[index] == column.definitions[index - 1]: continue
            default:
                throw .corrupt(what: "column \(leaf.name) continues a list that is not there", offset: -1)
            }
        }
        column = kept
    }
}
