/// The table features of the Delta protocol this library knows, by their names in `protocol`.
enum TableFeature: String, CaseIterable {
    case appendOnly, invariants, checkConstraints, changeDataFeed, generatedColumns, columnMapping
    case identityColumns, deletionVectors, timestampNtz, v2Checkpoint, domainMetadata, inCommitTimestamp
    case vacuumProtocolCheck, allowColumnDefaults, typeWidening
    case typeWideningPreview = "typeWidening-preview"
    case variantType, variantShredding
    case variantTypePreview = "variantType-preview"
    case variantShreddingPreview = "variantShredding-preview"

    /// Whether readers have to know it too.
    var concernsReaders: Bool {
        switch self {
        case .columnMapping, .deletionVectors, .timestampNtz, .v2Checkpoint, .vacuumProtocolCheck,
            .typeWidening, .typeWideningPreview, .variantType, .variantTypePreview, .variantShredding,
            .variantShreddingPreview:
            true
        default: false
        }
    }

    /// The writer version below 7 that brings the feature without a list; nil when only a list does.
    var legacyWriterVersion: Int64? {
        switch self {
        case .appendOnly, .invariants: 2
        case .checkConstraints: 3
        case .changeDataFeed, .generatedColumns: 4
        case .columnMapping: 5
        case .identityColumns: 6
        default: nil
        }
    }

    /// Whether data can be written while the feature is listed and nothing makes it active.
    ///
    /// A variant column makes a table unreadable here by its type, so that the listed feature asks nothing more.
    /// Type widening asks of a writer what nobody here can promise once it is on, so it is left out.
    var isWritable: Bool { self != .typeWidening && self != .typeWideningPreview }
}

extension TableMetadata {
    /// True when deletion vectors may be written.
    public var hasDeletionVectors: Bool { configuration["delta.enableDeletionVectors"] == "true" }
    /// True when commits that change rows must leave change files.
    public var hasChangeDataFeed: Bool { configuration["delta.enableChangeDataFeed"] == "true" }

    /// The features that properties, constraints and types make active.
    var activeFeatures: Set<TableFeature> {
        var features: Set<TableFeature> = []
        if isAppendOnly { features.insert(.appendOnly) }
        if hasDeletionVectors { features.insert(.deletionVectors) }
        if hasChangeDataFeed { features.insert(.changeDataFeed) }
        if hasInCommitTimestamps { features.insert(.inCommitTimestamp) }
        if configuration["delta.checkpointPolicy"] == "v2" { features.insert(.v2Checkpoint) }
        if configuration.keys.contains(where: { $0.hasPrefix(CheckConstraint.keyPrefix) }) {
            features.insert(.checkConstraints)
        }
        if let mode = configuration["delta.columnMapping.mode"], mode != "none" {
            features.insert(.columnMapping)
        }
        for column in schema.allColumns {
            if column.type == .timestampNtz { features.insert(.timestampNtz) }
            for key in column.metadata.keys {
                if let feature = Self.columnKeys.first(where: { key.hasPrefix($0.key) })?.feature {
                    features.insert(feature)
                }
            }
        }
        return features
    }

    private static let columnKeys: [(key: String, feature: TableFeature)] = [
        ("delta.invariants", .invariants),
        ("delta.generationExpression", .generatedColumns),
        ("delta.identity.", .identityColumns),
        ("delta.typeChanges", .typeWidening),
        ("CURRENT_DEFAULT", .allowColumnDefaults),
    ]
}

extension DeltaSchema {
    /// Every column and every part of a nested one, depth first.
    var allColumns: [DeltaColumn] {
        func parts(_ column: DeltaColumn) -> [DeltaColumn] { [column] + column.type.children.flatMap(parts) }
        return columns.flatMap(parts)
    }
}
