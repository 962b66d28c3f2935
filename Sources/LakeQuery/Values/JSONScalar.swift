import DeltaLake
import Parquet

/// Single values as JSON.
enum JSONScalar {
    /// Appends entry `index` of a leaf, which is not null.
    static func append(_ column: Column, _ index: Int, to text: inout [UInt8]) {
        switch column.type {
        case .boolean: text += (column.boolean(at: index) == true ? "true" : "false").utf8
        case .int8, .int16, .int32: text += "\(column.int32(at: index) ?? 0)".utf8
        case .int64, .time: text += "\(column.int64(at: index) ?? 0)".utf8
        case .float: number(column.float(at: index) ?? .nan, to: &text)
        case .double: number(column.double(at: index) ?? .nan, to: &text)
        case .decimal(_, let scale):
            text += DecimalText.text(column.decimal(at: index) ?? 0, scale: scale).utf8
        case .string: append(Array(column.bytes(at: index)), to: &text)
        case .date: quoted(to: &text) { Moment.append(days: Int64(column.int32(at: index) ?? 0), to: &$0) }
        case .timestamp:
            quoted(to: &text) { Moment.append(microseconds: column.int64(at: index) ?? 0, to: &$0) }
        case .localTimestamp:
            quoted(to: &text) {
                Moment.append(microseconds: column.int64(at: index) ?? 0, isLocal: true, to: &$0)
            }
        case .binary, .fixedBinary, .uuid, .unsupported:
            let digits = Array("0123456789abcdef".utf8)
            quoted(to: &text) { text in
                for byte in column.bytes(at: index) {
                    text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
                }
            }
        }
    }

    /// JSON has no NaN and no infinity.
    private static func number(
        _ value: some BinaryFloatingPoint & CustomStringConvertible,
        to text: inout [UInt8]
    ) {
        text += (value.isFinite ? value.description : "null").utf8
    }

    private static func quoted(to text: inout [UInt8], _ body: (inout [UInt8]) -> Void) {
        text.append(UInt8(ascii: "\""))
        body(&text)
        text.append(UInt8(ascii: "\""))
    }

    /// Appends UTF-8 as a JSON string.
    static func append(_ utf8: [UInt8], to text: inout [UInt8]) {
        quoted(to: &text) { text in
            for byte in utf8 {
                switch byte {
                case UInt8(ascii: "\""), UInt8(ascii: "\\"): text += [UInt8(ascii: "\\"), byte]
                case 0x0A: text += Array("\\n".utf8)
                case 0x0D: text += Array("\\r".utf8)
                case 0x09: text += Array("\\t".utf8)
                case 0..<0x20:
                    let hex = String(byte, radix: 16)
                    text += Array("\\u00\(hex.count == 1 ? "0" : "")\(hex)".utf8)
                default: text.append(byte)
                }
            }
        }
    }
}
