/// The one shape in which lists and maps are read, whatever shape the file has them in.
///
/// Source: LogicalTypes.md of the Parquet format, with its rules for older files. A list becomes
/// `name.list.element`, a map `name.key_value.key` and `.value`; a repeated field outside of both is a
/// required list. No step changes the levels of a leaf, so pages need no translation.
enum StandardLayout {
    /// `field` with its lists and maps, at any depth, in the standard shape.
    static func of(_ field: Field) -> Field {
        if field.repetition == .repeated {
            return list(field, .required, element: required(field))
        }
        switch field.content {
        case .leaf:
            return field
        case .group(.list, let children):
            guard let repeated = onlyRepeated(children) else { break }
            return list(field, field.repetition, element: element(of: repeated, list: field.name))
        case .group(.map, let children):
            guard let repeated = onlyRepeated(children), case .group(_, let pair) = repeated.content,
                (1...2).contains(pair.count), pair.allSatisfy({ $0.repetition != .repeated })
            else { break }
            var middle = repeated
            middle.name = "key_value"
            middle.content = .group(
                .structure,
                zip(pair, ["key", "value"]).map { of(named($0.0, $0.1)) }
            )
            return group(field, field.repetition, .map, [middle])
        case .group(.structure, _):
            break
        }
        guard case .group(_, let children) = field.content else { return field }
        return group(field, field.repetition, .structure, children.map(of))
    }

    private static func onlyRepeated(_ children: [Field]) -> Field? {
        guard children.count == 1, children[0].repetition == .repeated else { return nil }
        return children[0]
    }

    /// The repeated field is the element itself in two-level lists, and holds it in three-level ones.
    private static func element(of repeated: Field, list: String) -> Field {
        guard case .group(_, let children) = repeated.content, children.count == 1,
            children[0].repetition != .repeated, repeated.name != "array", repeated.name != list + "_tuple"
        else { return required(repeated) }
        return children[0]
    }

    private static func list(_ field: Field, _ repetition: Field.Repetition, element: Field) -> Field {
        let middle = Field(
            name: "list",
            repetition: .repeated,
            content: .group(.structure, [of(named(element, "element"))])
        )
        return group(field, repetition, .list, [middle])
    }

    private static func group(
        _ field: Field,
        _ repetition: Field.Repetition,
        _ kind: Field.GroupKind,
        _ children: [Field]
    ) -> Field {
        Field(
            name: field.name,
            repetition: repetition,
            content: .group(kind, children),
            fieldID: field.fieldID,
            identifying: field.identifying
        )
    }

    private static func named(_ field: Field, _ name: String) -> Field {
        var field = field
        field.name = name
        return field
    }

    /// The element a repeated field stands for; the number of the field stays with the list.
    private static func required(_ field: Field) -> Field {
        var field = field
        field.repetition = .required
        field.fieldID = nil
        return field
    }
}
