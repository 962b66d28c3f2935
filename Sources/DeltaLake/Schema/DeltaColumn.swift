public import Parquet

/// One column of a table: name, type, nullability and what it means.
public struct DeltaColumn: Hashable, Sendable {
    /// The metadata key of the unit, such as `minutes`.
    public static let unitKey = "unit"
    /// The metadata key that marks values identifying a person.
    public static let identifyingKey = "identifying"
    /// The metadata key of columns whose data files get a bloom filter.
    public static let bloomFilterKey = "bloomFilter"

    /// The name; unique in the table without regard to case.
    public var name: String
    /// The type.
    public var type: DeltaType
    /// Whether null is allowed.
    public var isNullable: Bool
    /// Field metadata as stored in the log, with what other writers put there.
    public var metadata: [String: JSONValue]
    /// How Parquet lays the values out; not stored in the log.
    public var encoding: ColumnEncoding

    /// A column; `comment`, `unit`, `isIdentifying` and `bloomFilter` go into the field metadata.
    public init(
        _ name: String,
        _ type: DeltaType,
        isNullable: Bool = true,
        comment: String? = nil,
        unit: String? = nil,
        isIdentifying: Bool = false,
        encoding: ColumnEncoding = .automatic,
        bloomFilter: Bool = false
    ) {
        self.name = name
        self.type = type
        self.isNullable = isNullable
        self.encoding = encoding
        metadata = [:]
        if let comment { metadata["comment"] = .string(comment) }
        if let unit { metadata[Self.unitKey] = .string(unit) }
        if isIdentifying { metadata[Self.identifyingKey] = .bool(true) }
        if bloomFilter { metadata[Self.bloomFilterKey] = .bool(true) }
    }

    init(name: String, type: DeltaType, isNullable: Bool, metadata: [String: JSONValue]) {
        self.name = name
        self.type = type
        self.isNullable = isNullable
        self.metadata = metadata
        encoding = .automatic
    }

    /// What the column means, if the table says so.
    public var comment: String? { metadata["comment"]?.stringValue }
    /// The unit of its values, if the table says so.
    public var unit: String? { metadata[Self.unitKey]?.stringValue }
    /// True when a part of its values or all of them identify a person.
    var hasIdentifyingParts: Bool {
        isIdentifying || type.children.contains(where: \.hasIdentifyingParts)
    }
    /// True when its values identify a person: they never enter statistics, in the log or in a file.
    public var isIdentifying: Bool { metadata[Self.identifyingKey] == .bool(true) }
    /// True when data files get a bloom filter of its values, unless they identify a person.
    public var bloomFilter: Bool { metadata[Self.bloomFilterKey] == .bool(true) }

    /// Type and nullability in words, for error messages.
    var kind: String { isNullable ? "\(type)" : "\(type) not null" }
}
