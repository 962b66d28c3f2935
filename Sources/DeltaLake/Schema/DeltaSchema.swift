public import Parquet

/// The columns of a table in order, and their JSON form in `metaData.schemaString`.
public struct DeltaSchema: Hashable, Sendable {
    /// The columns, partition columns included.
    public var columns: [DeltaColumn]

    /// A schema of `columns`.
    public init(_ columns: [DeltaColumn]) {
        self.columns = columns
    }

    /// The column of that name, nil when there is none.
    public subscript(name: String) -> DeltaColumn? {
        columns.first { $0.name == name }
    }

    /// The Parquet schema of the data files: every column that is no partition column, in table order.
    public func fileSchema(partitionColumns: [String]) -> Schema {
        Schema(columns.filter { !partitionColumns.contains($0.name) }.map(\.field))
    }

    /// The JSON of `metaData.schemaString`.
    public var json: String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("type")
        writer.value("struct")
        writer.key("fields")
        writer.beginArray()
        for column in columns {
            writer.beginObject()
            writer.key("name")
            writer.value(column.name)
            writer.key("type")
            writer.value(column.type.rawValue)
            writer.key("nullable")
            writer.value(column.isNullable)
            writer.key("metadata")
            JSONValue.object(column.metadata).write(to: &writer)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.text
    }

    /// Reads the JSON of `metaData.schemaString`; the reason names the column whose type is not supported.
    init(json: String) throws(JSONError) {
        var scanner = JSONScanner(Array(json.utf8))
        let root = try JSONValue(from: &scanner)
        guard scanner.isAtEnd(), root["type"] == .string("struct"), case .array(let fields) = root["fields"]
        else { throw JSONError(offset: 0, reason: "schemaString is not a struct with fields") }
        columns = []
        for field in fields {
            guard let name = field["name"]?.stringValue else {
                throw JSONError(offset: 0, reason: "schemaString has a column without a name")
            }
            guard let typeName = field["type"]?.stringValue, let type = DeltaType(rawValue: typeName) else {
                let found = field["type"]?.stringValue ?? field["type"]?["type"]?.stringValue ?? "none"
                throw JSONError(offset: 0, reason: "column \(name) has the unsupported type \(found)")
            }
            var metadata: [String: JSONValue] = [:]
            if case .object(let members) = field["metadata"] { metadata = members }
            columns.append(
                DeltaColumn(
                    name: name,
                    type: type,
                    isNullable: field["nullable"] != .bool(false),
                    metadata: metadata
                )
            )
        }
    }

    /// Fails when names are empty or repeat without regard to case, or a partition column cannot be one.
    func validate(partitionColumns: [String]) throws(DeltaError) {
        var seen: Set<String> = []
        for column in columns {
            guard !column.name.isEmpty else { throw .invalidInput("a column has no name") }
            guard !column.name.contains(where: { " ,;{}()\n\t=".contains($0) }) else {
                throw .invalidInput(
                    "column \(column.name): names may not hold any of ' ,;{}()=' or line breaks"
                )
            }
            guard seen.insert(column.name.lowercased()).inserted else {
                throw .invalidInput("column \(column.name) occurs twice; case is not significant")
            }
        }
        guard Set(partitionColumns).count == partitionColumns.count else {
            throw .invalidInput("a partition column is listed twice")
        }
        for name in partitionColumns {
            guard let column = self[name] else {
                throw .invalidInput("partition column \(name) is not in the schema")
            }
            guard column.type != .binary, column.type != .double, !column.isIdentifying else {
                throw .invalidInput(
                    "column \(name) cannot be a partition column: its values become folder names"
                )
            }
        }
        guard columns.count > partitionColumns.count else {
            throw .invalidInput("a table needs at least one column that is not a partition column")
        }
    }

    /// This schema grown by the nullable columns only `wanted` has, or nil when nothing is missing.
    ///
    /// Fails on the first column whose type or nullability differs, and on one the table lacks and that is
    /// not nullable. A column the caller does not know is fine when it is nullable.
    func evolved(towards wanted: DeltaSchema) throws(DeltaError) -> DeltaSchema? {
        var grown = self
        for column in wanted.columns {
            guard let mine = self[column.name] else {
                if let other = columns.first(where: { $0.name.lowercased() == column.name.lowercased() }) {
                    throw .schemaMismatch(column: column.name, expected: column.name, found: other.name)
                }
                guard column.isNullable else {
                    throw .schemaMismatch(column: column.name, expected: column.kind, found: "no such column")
                }
                grown.columns.append(column)
                continue
            }
            guard mine.type == column.type, mine.isNullable == column.isNullable else {
                throw .schemaMismatch(column: column.name, expected: column.kind, found: mine.kind)
            }
            guard mine.isIdentifying == column.isIdentifying else {
                throw .schemaMismatch(
                    column: column.name,
                    expected: column.isIdentifying ? "identifying" : "not identifying",
                    found: mine.isIdentifying ? "identifying" : "not identifying"
                )
            }
        }
        for column in columns where wanted[column.name] == nil && !column.isNullable {
            throw .schemaMismatch(column: column.name, expected: "no such column", found: column.kind)
        }
        return grown.columns.count == columns.count ? nil : grown
    }

    /// Takes the physical encodings of `other` for the columns both have.
    mutating func adoptEncodings(of other: DeltaSchema) {
        for index in columns.indices {
            if let column = other[columns[index].name] { columns[index].encoding = column.encoding }
        }
    }
}
