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
        for _ in 0..<root.childCount {
            fields.append(StandardLayout.of(try reader.field(depth: 1, pathLength: 0)))
        }
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
        // The names that the standard layout of lists puts in, too.
        let length = pathLength + element.name.utf8.count + 24
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
        let leaf = try StoredLeaf(element, physicalType: physicalType)
        stored.append(leaf)
        return Field(
            name: element.name,
            repetition: repetition,
            content: .leaf(leaf.type),
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
}
