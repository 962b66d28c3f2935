extension DeltaSchema {
    /// The JSON of `metaData.schemaString`.
    public var json: String {
        var writer = JSONWriter()
        DeltaType.structure(columns).write(to: &writer)
        return writer.text
    }

    /// Reads the JSON of `metaData.schemaString`; types that are not known become `unsupported`.
    init(json: String) throws(JSONError) {
        var scanner = JSONScanner(Array(json.utf8))
        let root = try JSONValue(from: &scanner)
        guard scanner.isAtEnd(), root["type"] == .string("struct"),
            case .structure(let fields) = try DeltaType(root)
        else { throw JSONError(offset: 0, reason: "schemaString is not a struct with fields") }
        columns = fields
    }
}

extension DeltaType {
    fileprivate func write(to writer: inout JSONWriter) {
        switch self {
        case .structure(let fields):
            writer.beginObject()
            writer.key("type")
            writer.value("struct")
            writer.key("fields")
            writer.beginArray()
            for field in fields { field.write(to: &writer) }
            writer.endArray()
            writer.endObject()
        case .array(let element, let containsNull):
            writer.beginObject()
            writer.key("type")
            writer.value("array")
            writer.key("elementType")
            element.write(to: &writer)
            writer.key("containsNull")
            writer.value(containsNull)
            writer.endObject()
        case .map(let key, let value, let containsNull):
            writer.beginObject()
            writer.key("type")
            writer.value("map")
            writer.key("keyType")
            key.write(to: &writer)
            writer.key("valueType")
            value.write(to: &writer)
            writer.key("valueContainsNull")
            writer.value(containsNull)
            writer.endObject()
        default: writer.value(description)
        }
    }

    /// Reads a type name or a nested type; `JSONValue` bounds the depth.
    fileprivate init(_ value: JSONValue) throws(JSONError) {
        if let name = value.stringValue {
            self.init(name: name)
            return
        }
        switch value["type"]?.stringValue {
        case "struct":
            guard case .array(let fields) = value["fields"] else {
                throw JSONError(offset: 0, reason: "schemaString has a struct without fields")
            }
            var columns: [DeltaColumn] = []
            for field in fields { columns.append(try DeltaColumn(field)) }
            self = .structure(columns)
        case "array":
            guard let element = value["elementType"] else {
                throw JSONError(offset: 0, reason: "schemaString has an array without elementType")
            }
            self = .array(
                element: try DeltaType(element),
                containsNull: value["containsNull"] != .bool(false)
            )
        case "map":
            guard let key = value["keyType"], let item = value["valueType"] else {
                throw JSONError(offset: 0, reason: "schemaString has a map without keyType or valueType")
            }
            self = .map(
                key: try DeltaType(key),
                value: try DeltaType(item),
                valueContainsNull: value["valueContainsNull"] != .bool(false)
            )
        case let other: self = .unsupported(other ?? "none")
        }
    }
}

extension DeltaColumn {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("name")
        writer.value(name)
        writer.key("type")
        type.write(to: &writer)
        writer.key("nullable")
        writer.value(isNullable)
        writer.key("metadata")
        JSONValue.object(metadata).write(to: &writer)
        writer.endObject()
    }

    fileprivate init(_ field: JSONValue) throws(JSONError) {
        guard let name = field["name"]?.stringValue else {
            throw JSONError(offset: 0, reason: "schemaString has a column without a name")
        }
        guard let type = field["type"] else {
            throw JSONError(offset: 0, reason: "column \(name) has no type")
        }
        var metadata: [String: JSONValue] = [:]
        if case .object(let members) = field["metadata"] { metadata = members }
        self.init(
            name: name,
            type: try DeltaType(type),
            isNullable: field["nullable"] != .bool(false),
            metadata: metadata
        )
    }
}
