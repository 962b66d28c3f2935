import Parquet

/// A schema as JSON, for `Scripts/foreign_seeds.py`.
enum SchemaText {
    static func json(_ fields: [Field]) -> String {
        "[" + fields.map(json).joined(separator: ",") + "]"
    }

    private static func json(_ field: Field) -> String {
        let name = "\"name\":\(Cell.quoted(field.name)),\"nullable\":\(field.repetition == .optional)"
        switch field.content {
        case .leaf(let type): return "{\(name),\(json(type))}"
        case .group(.structure, let children):
            return "{\(name),\"type\":\"struct\",\"fields\":\(json(children))}"
        case .group(let kind, let children):
            guard case .group(_, let inner) = children[0].content else { return "{}" }
            return "{\(name),\"type\":\"\(kind == .map ? "map" : "list")\",\"fields\":\(json(inner))}"
        }
    }

    private static func json(_ type: ColumnType) -> String {
        switch type {
        case .decimal(let precision, let scale):
            "\"type\":\"decimal\",\"precision\":\(precision),\"scale\":\(scale)"
        case .fixedBinary(let length): "\"type\":\"fixedBinary\",\"length\":\(length)"
        default: "\"type\":\"\(type)\""
        }
    }
}
