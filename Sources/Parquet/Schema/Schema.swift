/// One node of a Parquet schema: a leaf column or a group of fields.
///
/// Flat tables use `.required` and `.optional`. Nested ones add `.structure`, `.list` and `.map`, which
/// build the standard three-level layouts.
public struct Field: Hashable, Sendable {
    /// How often a value occurs under its parent.
    public enum Repetition: Int32, Hashable, Sendable {
        /// Exactly once.
        case required = 0
        /// Once or not at all (null).
        case optional = 1
        /// Any number of times; only inside lists and maps.
        case repeated = 2
    }

    /// What a group of fields stands for.
    public enum GroupKind: Hashable, Sendable {
        /// A plain struct.
        case structure
        /// The outer group of a list.
        case list
        /// The outer group of a map.
        case map
    }

    /// Leaf or group.
    public indirect enum Content: Hashable, Sendable {
        /// A column of values.
        case leaf(ColumnType)
        /// A group of fields.
        case group(GroupKind, [Field])
    }

    /// The field's name, unique among its siblings.
    public var name: String
    /// How often it occurs.
    public var repetition: Repetition
    /// What it holds.
    public var content: Content
    /// The stable number of the field.
    ///
    /// When no field of a schema has one, the writer numbers them from 1.
    public var fieldID: Int32?
    /// True when values identify a person: no statistics of the column are written or returned.
    public var identifying: Bool
    /// How a leaf's values are encoded.
    public var encoding: ColumnEncoding
    /// True when files get a bloom filter of a leaf's values; identifying columns never get one.
    ///
    /// For columns of many distinct values that are asked for by equality.
    public var bloomFilter: Bool
    /// False when files shall have no bounds per page of a leaf; identifying columns never have them.
    public var pageIndex: Bool

    /// Makes any field; the static functions are shorter.
    public init(
        name: String,
        repetition: Repetition,
        content: Content,
        fieldID: Int32? = nil,
        identifying: Bool = false,
        encoding: ColumnEncoding = .automatic,
        bloomFilter: Bool = false,
        pageIndex: Bool = true
    ) {
        self.name = name
        self.repetition = repetition
        self.content = content
        self.fieldID = fieldID
        self.identifying = identifying
        self.encoding = encoding
        self.bloomFilter = bloomFilter
        self.pageIndex = pageIndex
    }

    /// A leaf that is never null.
    public static func required(
        _ name: String,
        _ type: ColumnType,
        fieldID: Int32? = nil,
        identifying: Bool = false,
        encoding: ColumnEncoding = .automatic,
        bloomFilter: Bool = false
    ) -> Field {
        Field(
            name: name,
            repetition: .required,
            content: .leaf(type),
            fieldID: fieldID,
            identifying: identifying,
            encoding: encoding,
            bloomFilter: bloomFilter
        )
    }

    /// A leaf that may be null.
    public static func optional(
        _ name: String,
        _ type: ColumnType,
        fieldID: Int32? = nil,
        identifying: Bool = false,
        encoding: ColumnEncoding = .automatic,
        bloomFilter: Bool = false
    ) -> Field {
        Field(
            name: name,
            repetition: .optional,
            content: .leaf(type),
            fieldID: fieldID,
            identifying: identifying,
            encoding: encoding,
            bloomFilter: bloomFilter
        )
    }

    /// A struct, nullable unless `repetition` says otherwise.
    public static func structure(
        _ name: String,
        repetition: Repetition = .optional,
        _ fields: [Field]
    ) -> Field {
        Field(name: name, repetition: repetition, content: .group(.structure, fields))
    }

    /// A list; the leaf of `list("tags", .optional("element", .string))` is `tags.list.element`.
    public static func list(
        _ name: String,
        repetition: Repetition = .optional,
        _ element: Field
    ) -> Field {
        let middle = Field(name: "list", repetition: .repeated, content: .group(.structure, [element]))
        return Field(name: name, repetition: repetition, content: .group(.list, [middle]))
    }

    /// A map of `key`, which must be required and named `key`, to `value`, named `value` and of any shape.
    ///
    /// The leaves of `map("tags")`, a map of strings, are `tags.key_value.key` and `tags.key_value.value`.
    public static func map(
        _ name: String,
        repetition: Repetition = .optional,
        key: Field = .required("key", .string),
        value: Field = .optional("value", .string)
    ) -> Field {
        let middle = Field(
            name: "key_value",
            repetition: .repeated,
            content: .group(.structure, [key, value])
        )
        return Field(name: name, repetition: repetition, content: .group(.map, [middle]))
    }
}

/// The fields of a file and the leaf columns they flatten to, in file order.
public struct Schema: Hashable, Sendable {
    /// The top-level fields.
    public let fields: [Field]
    /// The leaf columns, depth first; `ColumnBatch.columns` has the same order.
    public let leaves: [Leaf]

    /// Flattens `fields`; at most 32 levels deep.
    public init(_ fields: [Field]) {
        self.fields = fields
        var leaves: [Leaf] = []
        for field in fields {
            Self.flatten(field, path: [], definition: 0, repetition: 0, identifying: false, into: &leaves)
        }
        self.leaves = leaves
    }

    /// The position of the leaf with this dotted path (a flat column's path is its name), or nil.
    public func leafIndex(_ path: String) -> Int? {
        leaves.firstIndex { $0.name == path }
    }

    private static func flatten(
        _ field: Field,
        path: [String],
        definition: UInt8,
        repetition: UInt8,
        identifying: Bool,
        into leaves: inout [Leaf]
    ) {
        let path = path + [field.name]
        let definition = definition + (field.repetition == .required ? 0 : 1)
        let repetition = repetition + (field.repetition == .repeated ? 1 : 0)
        let identifying = identifying || field.identifying
        switch field.content {
        case .leaf(let type):
            leaves.append(
                Leaf(
                    path: path,
                    type: type,
                    maxDefinition: definition,
                    maxRepetition: repetition,
                    identifying: identifying,
                    encoding: field.encoding,
                    bloomFilter: field.bloomFilter && !identifying,
                    pageIndex: field.pageIndex && !identifying
                )
            )
        case .group(_, let children):
            for child in children {
                flatten(
                    child,
                    path: path,
                    definition: definition,
                    repetition: repetition,
                    identifying: identifying,
                    into: &leaves
                )
            }
        }
    }
}

/// One column of a file: its place in the schema, its type and its highest levels.
public struct Leaf: Hashable, Sendable {
    /// Field names from the top.
    public let path: [String]
    /// The type of its values.
    public let type: ColumnType
    /// The definition level of a present value: how many optional or repeated fields lie on the path.
    public let maxDefinition: UInt8
    /// The repetition level of deepest nesting: how many repeated fields lie on the path.
    public let maxRepetition: UInt8
    /// True when it or a group above it identifies a person.
    public let identifying: Bool
    /// How its values are encoded when written.
    public let encoding: ColumnEncoding
    /// True when files get a bloom filter of its values.
    public let bloomFilter: Bool
    /// True when files get bounds per page.
    public let pageIndex: Bool
    /// The path joined by dots.
    public let name: String

    init(
        path: [String],
        type: ColumnType,
        maxDefinition: UInt8,
        maxRepetition: UInt8,
        identifying: Bool,
        encoding: ColumnEncoding,
        bloomFilter: Bool,
        pageIndex: Bool
    ) {
        self.path = path
        self.type = type
        self.maxDefinition = maxDefinition
        self.maxRepetition = maxRepetition
        self.identifying = identifying
        self.encoding = encoding
        self.bloomFilter = bloomFilter
        self.pageIndex = pageIndex
        name = path.joined(separator: ".")
    }
}
