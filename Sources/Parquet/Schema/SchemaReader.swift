/// How stored values become those of the leaf's `ColumnType`.
enum ValueConversion {
    case none, millisToMicros, nanosToMicros
}

/// A leaf as the file stores it.
struct StoredLeaf {
    var physicalType: PhysicalType
    var conversion: ValueConversion
}

/// Builds the field tree from the flattened elements of a footer.
struct SchemaReader {
    private let elements: [SchemaElement]
    private var position = 1
    /// What all leaf paths take together: few names in a footer could repeat in very many paths.
    private var pathBytes = 0
    private static let pathBytesLimit = 64 << 20
    /// One per leaf, in file order.
    private(set) var stored: [StoredLeaf] = []

    /// The root element's children become the top-level fields.
    static func read(
        _ elements: [SchemaElement]
    ) throws(ParquetError) -> (schema: Schema, stored: [StoredLeaf]) {
        guard let root = elements.first else { throw .corrupt(what: "a footer without a schema", offset: -1) }
        var reader = SchemaReader(elements: elements)
        var fields: [Field] = []
        guard root.childCount < elements.count else { throw Self.badCount }
        for _ in 0..<root.childCount { fields.append(try reader.field(depth: 1, pathLength: 0)) }
        guard reader.position == elements.count else { throw Self.badCount }
        return (Schema(fields), reader.stored)
    }

    private init(elements: [SchemaElement]) {
        self.elements = elements
    }

    private static var badCount: ParquetError {
        .corrupt(what: "a schema whose child counts do not add up", offset: -1)
    }

    private mutating func field(depth: Int, pathLength: Int) throws(ParquetError) -> Field {
        guard depth <= 32 else { throw .unsupported(feature: "a schema nested deeper than 32") }
        guard position < elements.count else { throw Self.badCount }
        let element = elements[position]
        position += 1
        let length = pathLength + element.name.utf8.count + 1
        guard let repetition = Field.Repetition(rawValue: element.repetition) else {
            throw .corrupt(what: "an unknown repetition in the schema", offset: -1)
        }
        guard let physical = element.physicalType else {
            guard element.childCount <= elements.count - position else { throw Self.badCount }
            var children: [Field] = []
            for _ in 0..<element.childCount {
                children.append(try field(depth: depth + 1, pathLength: length))
            }
            return Field(
                name: element.name,
                repetition: repetition,
                content: .group(Self.groupKind(element), children),
                fieldID: element.fieldID
            )
        }
        pathBytes += length
        guard pathBytes <= Self.pathBytesLimit else {
            throw .limitExceeded(limit: "column path bytes", allowed: Self.pathBytesLimit, found: pathBytes)
        }
        guard let physicalType = PhysicalType(rawValue: physical) else {
            throw .unsupported(feature: "physical type \(physical)")
        }
        let (type, conversion) = Self.columnType(physicalType, element)
        stored.append(StoredLeaf(physicalType: physicalType, conversion: conversion))
        return Field(
            name: element.name,
            repetition: repetition,
            content: .leaf(type),
            fieldID: element.fieldID
        )
    }

    private static func groupKind(_ element: SchemaElement) -> Field.GroupKind {
        switch (element.logicalType, element.convertedType) {
        case (.list, _), (nil, 3): .list
        case (.map, _), (nil, 1), (nil, 2): .map
        default: .structure
        }
    }

    private static func columnType(
        _ physical: PhysicalType,
        _ element: SchemaElement
    ) -> (ColumnType, ValueConversion) {
        let logical = element.logicalType ?? legacyType(element.convertedType)
        if case .other(let name) = logical { return (.unsupported("\(name) column"), .none) }
        switch physical {
        case .boolean: return (.boolean, .none)
        case .float, .double: return (.double, .none)
        case .int96: return (.unsupported("INT96 timestamp column"), .none)
        case .fixedLengthByteArray: return (.unsupported("FIXED_LEN_BYTE_ARRAY column"), .none)
        case .byteArray:
            switch logical {
            case .string, .json, .enumeration: return (.string, .none)
            default: return (.binary, .none)
            }
        case .int32:
            if logical == .date { return (.date, .none) }
            if case .integer(32, false) = logical { return (.unsupported("UINT32 column"), .none) }
            return (.int32, .none)
        case .int64:
            if case .integer(_, false) = logical { return (.unsupported("UINT64 column"), .none) }
            guard case .timestamp(let utc, let unit) = logical else { return (.int64, .none) }
            let type: ColumnType = utc ? .timestamp : .localTimestamp
            switch unit {
            case .millis: return (type, .millisToMicros)
            case .micros: return (type, .none)
            case .nanos: return (type, .nanosToMicros)
            }
        }
    }

    private static func legacyType(_ converted: Int32?) -> LogicalType? {
        switch converted {
        case 0: .string
        case 4: .enumeration
        case 5: .other("DECIMAL")
        case 6: .date
        case 7, 8: .other("TIME")
        case 9: .timestamp(utc: true, unit: .millis)
        case 10: .timestamp(utc: true, unit: .micros)
        case 13: .integer(bits: 32, signed: false)
        case 14: .integer(bits: 64, signed: false)
        case 19: .json
        case 20: .other("BSON")
        case 21: .other("INTERVAL")
        default: nil
        }
    }
}
