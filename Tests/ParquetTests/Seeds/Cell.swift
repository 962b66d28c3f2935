import Parquet

/// One value of any column type, nested ones included.
enum Cell: Hashable {
    case null
    case boolean(Bool)
    case integer(Int128)
    /// The bits in hex, "nan" for every NaN.
    case real(String)
    case text(String)
    case bytes([UInt8])
    /// The fields of a struct or the elements of a list.
    case sequence([Cell])
    /// The keys of a map, each followed by its value.
    case map([Cell])

    static func float(_ value: Float) -> Cell {
        .real(value.isNaN ? "nan" : hex(UInt64(value.bitPattern), digits: 8))
    }

    static func double(_ value: Double) -> Cell {
        .real(value.isNaN ? "nan" : hex(value.bitPattern, digits: 16))
    }

    private static func hex(_ value: UInt64, digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// The form that `Scripts/foreign_seeds.py` describes.
    var json: String {
        switch self {
        case .null: "null"
        case .boolean(let value): value ? "true" : "false"
        case .integer(let value): "\(value)"
        case .real(let bits): "\"\(bits)\""
        case .text(let text): Self.quoted(text)
        case .bytes(let bytes): "\"" + bytes.map { Self.hex(UInt64($0), digits: 2) }.joined() + "\""
        case .sequence(let items): "[" + items.map(\.json).joined(separator: ",") + "]"
        case .map(let items):
            "["
                + stride(from: 0, to: items.count, by: 2).map { "[\(items[$0].json),\(items[$0 + 1].json)]" }
                .joined(separator: ",") + "]"
        }
    }

    /// JSON text with the escapes that Python writes.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{08}": result += "\\b"
            case "\u{0C}": result += "\\f"
            case "\u{00}"..."\u{1F}": result += "\\u" + hex(UInt64(scalar.value), digits: 4)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

extension Column {
    /// The value of entry `index`.
    func cell(at index: Int) -> Cell {
        if isNull(at: index) { return .null }
        switch type {
        case .boolean: return .boolean(booleanValues[index])
        case .int8, .int16, .int32, .date: return .integer(Int128(int32Values[index]))
        case .int64, .timestamp, .localTimestamp, .time: return .integer(Int128(int64Values[index]))
        case .float: return .float(floatValues[index])
        case .double: return .double(doubleValues[index])
        case .decimal: return .integer(decimalValues[index])
        case .string: return .text(String(decoding: bytes(at: index), as: UTF8.self))
        case .binary, .fixedBinary, .uuid, .unsupported: return .bytes(Array(bytes(at: index)))
        }
    }
}
