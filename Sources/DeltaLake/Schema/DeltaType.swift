public import Parquet

/// The types of columns, by their names in the Delta protocol.
public indirect enum DeltaType: Hashable, Sendable {
    /// UTF-8 text.
    case string
    /// Signed 64-bit integer.
    case long
    /// Signed 32-bit integer.
    case integer
    /// Signed 16-bit integer.
    case short
    /// Signed 8-bit integer.
    case byte
    /// IEEE 754 binary32.
    case float
    /// IEEE 754 binary64.
    case double
    /// Exact decimal number: 1 to 38 digits, `scale` of them after the point.
    case decimal(precision: Int, scale: Int)
    /// True or false.
    case boolean
    /// Bytes.
    case binary
    /// Days since 1970-01-01.
    case date
    /// Microseconds since 1970-01-01T00:00:00Z.
    case timestamp
    /// Microseconds since 1970-01-01T00:00:00 of no stated zone; needs the table feature `timestampNtz`.
    case timestampNtz
    /// Named fields.
    case structure([DeltaColumn])
    /// A list of elements of one type.
    case array(element: DeltaType, containsNull: Bool)
    /// Keys, which are never null, with values.
    case map(key: DeltaType, value: DeltaType, valueContainsNull: Bool)
    /// A type this library does not know, by its name in the schema; the table cannot be opened.
    case unsupported(String)

    /// The Parquet column type that stores it; nil for nested and unknown types.
    public var columnType: ColumnType? {
        switch self {
        case .string: .string
        case .long: .int64
        case .integer: .int32
        case .short: .int16
        case .byte: .int8
        case .float: .float
        case .double: .double
        case .decimal(let precision, let scale): .decimal(precision: precision, scale: scale)
        case .boolean: .boolean
        case .binary: .binary
        case .date: .date
        case .timestamp: .timestamp
        case .timestampNtz: .localTimestamp
        case .structure, .array, .map, .unsupported: nil
        }
    }

    /// The fields of a struct, the element of an array, key and value of a map as `DeltaColumn`s.
    var children: [DeltaColumn] {
        switch self {
        case .structure(let fields): fields
        case .array(let element, let containsNull):
            [DeltaColumn("element", element, isNullable: containsNull)]
        case .map(let key, let value, let valueContainsNull):
            [
                DeltaColumn("key", key, isNullable: false),
                DeltaColumn("value", value, isNullable: valueContainsNull),
            ]
        default: []
        }
    }

    /// Whether `isMatch` holds for the type or one inside it.
    func contains(where isMatch: (DeltaType) -> Bool) -> Bool {
        isMatch(self) || children.contains { $0.type.contains(where: isMatch) }
    }

    /// Whether the protocol knows bounds of such values, so that they can have statistics.
    var hasBounds: Bool {
        switch self {
        case .boolean, .binary, .structure, .array, .map, .unsupported: false
        default: true
        }
    }
}

extension DeltaType: CustomStringConvertible {
    /// The type in the short form of SQL, such as `struct<a:long,b:array<string>>`.
    public var description: String {
        switch self {
        case .structure(let fields):
            "struct<\(fields.map { "\($0.name):\($0.kind)" }.joined(separator: ","))>"
        case .array(let element, let containsNull): "array<\(element)\(containsNull ? "" : " not null")>"
        case .map(let key, let value, let containsNull):
            "map<\(key),\(value)\(containsNull ? "" : " not null")>"
        case .decimal(let precision, let scale): "decimal(\(precision),\(scale))"
        case .timestampNtz: "timestamp_ntz"
        case .unsupported(let name): name
        case .string: "string"
        case .long: "long"
        case .integer: "integer"
        case .short: "short"
        case .byte: "byte"
        case .float: "float"
        case .double: "double"
        case .boolean: "boolean"
        case .binary: "binary"
        case .date: "date"
        case .timestamp: "timestamp"
        }
    }

    /// The type without parts of that name in a schema; `unsupported` for a name that is not known.
    init(name: String) {
        for type in Self.simple where type.description == name {
            self = type
            return
        }
        self = Self.decimal(name) ?? .unsupported(name)
    }

    private static let simple: [DeltaType] = [
        .string, .long, .integer, .short, .byte, .float, .double, .boolean, .binary, .date, .timestamp,
        .timestampNtz,
    ]

    /// `decimal(p,s)`, or `decimal`, which is `decimal(10,0)`.
    private static func decimal(_ name: String) -> DeltaType? {
        if name == "decimal" { return .decimal(precision: 10, scale: 0) }
        guard name.hasPrefix("decimal("), name.hasSuffix(")") else { return nil }
        let parts = name.dropFirst(8).dropLast().split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 2, let precision = Int(trimming(parts[0])), let scale = Int(trimming(parts[1])),
            (1...38).contains(precision), (0...precision).contains(scale)
        else { return nil }
        return .decimal(precision: precision, scale: scale)
    }

    private static func trimming(_ text: Substring) -> Substring {
        let start = text.drop { $0 == " " }
        return start.prefix { $0 != " " }
    }
}
