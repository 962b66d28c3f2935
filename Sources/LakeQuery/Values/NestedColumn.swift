import DeltaLake
import Parquet

/// A struct, list or map of a batch, told as JSON row by row.
///
/// Structs and maps become objects, lists arrays; bytes are hexadecimal, times ISO 8601, decimals numbers with all their
/// digits.
struct NestedColumn {
    private let field: Field
    private let leaves: [Column]
    /// Where each row begins in a leaf, and its end; empty for leaves outside lists.
    private let starts: [[Int]]

    /// - Parameter leaves: the leaf columns of `field`, in order.
    init(_ field: Field, _ leaves: [Column]) {
        self.field = field
        self.leaves = leaves
        starts = leaves.map { leaf in
            guard leaf.maxRepetition > 0 else { return [] }
            return (0..<leaf.count).filter { leaf.repetition(at: $0) == 0 } + [leaf.count]
        }
    }

    /// Appends the JSON of row `row`; false when the value is null.
    func append(row: Int, to text: inout [UInt8]) -> Bool {
        let ranges = leaves.indices.map { leaf in
            starts[leaf].isEmpty ? row..<row + 1 : starts[leaf][row]..<starts[leaf][row + 1]
        }
        let node = Node(field: field, firstLeaf: 0, definition: 0, repetition: 0)
        let before = text.count
        append(node, ranges, to: &text)
        return text.count != before + 4 || text[before...] != Self.null[...]
    }

    private static let null = Array("null".utf8)

    /// A field within the column, with the levels above it.
    private struct Node {
        var field: Field
        /// Its first leaf among all of the column.
        var firstLeaf: Int
        var definition: UInt8
        var repetition: UInt8

        /// The children of a group, of which this node is one instance that is there.
        func children(_ fields: [Field]) -> [Node] {
            var first = firstLeaf
            return fields.map { child in
                defer { first += Schema([child]).leaves.count }
                return Node(field: child, firstLeaf: first, definition: definition, repetition: repetition)
            }
        }
    }

    private func append(_ node: Node, _ ranges: [Range<Int>], to text: inout [UInt8]) {
        var node = node
        let start = ranges[node.firstLeaf].lowerBound
        switch node.field.repetition {
        case .required: break
        case .optional:
            node.definition += 1
            guard leaves[node.firstLeaf].definition(at: start) >= node.definition else {
                text += Self.null
                return
            }
        case .repeated:
            // The old two-level form of a list: the elements stand where the list would.
            return appendElements(node, ranges, marks: "[]", to: &text) { element, ranges, text in
                append(element, ranges, to: &text)
            }
        }
        switch node.field.content {
        case .leaf: JSONScalar.append(leaves[node.firstLeaf], start, to: &text)
        case .group(.structure, let fields): appendObject(node.children(fields), ranges, to: &text)
        case .group(.list, let fields):
            guard fields.count == 1, fields[0].repetition == .repeated else {
                return appendObject(node.children(fields), ranges, to: &text)
            }
            appendElements(node.children(fields)[0], ranges, marks: "[]", to: &text) { entry, ranges, text in
                // Three levels: the middle one is no part of the value.
                if case .group(_, let inner) = entry.field.content, inner.count == 1 {
                    append(entry.children(inner)[0], ranges, to: &text)
                } else {
                    append(entry, ranges, to: &text)
                }
            }
        case .group(.map, let fields):
            guard fields.count == 1, case .group(_, let pair) = fields[0].content, pair.count == 2 else {
                return appendObject(node.children(fields), ranges, to: &text)
            }
            appendElements(node.children(fields)[0], ranges, marks: "{}", to: &text) { entry, ranges, text in
                let (key, value) = (entry.children(pair)[0], entry.children(pair)[1])
                var name: [UInt8] = []
                append(key, ranges, to: &name)
                if name.first == UInt8(ascii: "\"") {
                    text += name
                } else {
                    JSONScalar.append(name, to: &text)
                }
                text.append(UInt8(ascii: ":"))
                append(value, ranges, to: &text)
            }
        }
    }

    private func appendObject(_ children: [Node], _ ranges: [Range<Int>], to text: inout [UInt8]) {
        text.append(UInt8(ascii: "{"))
        for (index, child) in children.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            JSONScalar.append(Array(child.field.name.utf8), to: &text)
            text.append(UInt8(ascii: ":"))
            append(child, ranges, to: &text)
        }
        text.append(UInt8(ascii: "}"))
    }

    /// Tells the instances of a repeated node, each as a required one within its part of the ranges.
    private func appendElements(
        _ repeated: Node,
        _ ranges: [Range<Int>],
        marks: StaticString,
        to text: inout [UInt8],
        _ body: (Node, [Range<Int>], inout [UInt8]) -> Void
    ) {
        var element = repeated
        element.definition += 1
        element.repetition += 1
        element.field.repetition = .required
        let bounds = Array("\(marks)".utf8)
        text.append(bounds[0])
        let first = element.firstLeaf
        if leaves[first].definition(at: ranges[first].lowerBound) >= element.definition {
            let owned = first..<first + Schema([element.field]).leaves.count
            let parts = owned.map { split($0, ranges[$0], at: element.repetition) }
            for index in parts[0].indices {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                var inner = ranges
                for (leaf, parts) in zip(owned, parts) where index < parts.count {
                    inner[leaf] = parts[index]
                }
                body(element, inner, &text)
            }
        }
        text.append(bounds[1])
    }

    /// The parts of a leaf's entries that begin where the repetition level is at most `level`.
    private func split(_ leaf: Int, _ range: Range<Int>, at level: UInt8) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = range.lowerBound
        for index in range.dropFirst() where leaves[leaf].repetition(at: index) <= level {
            parts.append(start..<index)
            start = index
        }
        parts.append(start..<range.upperBound)
        return parts
    }
}
