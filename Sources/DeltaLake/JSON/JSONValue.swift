/// A JSON tree for the few places where the shape is open, such as column metadata.
public enum JSONValue: Hashable, Sendable {
    /// The literal null.
    case null
    /// A literal true or false.
    case bool(Bool)
    /// A number, kept as its text so that nothing is rounded.
    case number(String)
    /// A string without its escapes.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object; key order is not kept.
    case object([String: JSONValue])

    /// The string, when it is one.
    public var stringValue: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The value of `key`, when this is an object that has it.
    public subscript(key: String) -> JSONValue? {
        if case .object(let members) = self { members[key] } else { nil }
    }

    /// Reads the next value of `scanner` as a tree.
    package init(from scanner: inout JSONScanner, depth: Int = 0) throws(JSONError) {
        guard depth < JSONScanner.depthLimit else { throw scanner.error("nested too deep") }
        var isFirst = true
        switch scanner.peek() {
        case UInt8(ascii: "{"):
            var members: [String: JSONValue] = [:]
            while let key = try scanner.nextKey(&isFirst) {
                members[key] = try JSONValue(from: &scanner, depth: depth + 1)
            }
            self = .object(members)
        case UInt8(ascii: "["):
            var elements: [JSONValue] = []
            while try scanner.nextElement(&isFirst) {
                elements.append(try JSONValue(from: &scanner, depth: depth + 1))
            }
            self = .array(elements)
        case UInt8(ascii: "\""): self = .string(try scanner.string())
        case UInt8(ascii: "t"), UInt8(ascii: "f"): self = .bool(try scanner.bool())
        case UInt8(ascii: "n"):
            guard scanner.takeNull() else { throw scanner.error("unknown word") }
            self = .null
        default: self = .number(try scanner.numberText())
        }
    }

    /// Appends this tree to `writer`, object keys sorted.
    package func write(to writer: inout JSONWriter) {
        switch self {
        case .null: writer.value(String?.none)
        case .bool(let flag): writer.value(flag)
        case .number(let text): writer.raw(text)
        case .string(let text): writer.value(text)
        case .array(let elements):
            writer.beginArray()
            for element in elements { element.write(to: &writer) }
            writer.endArray()
        case .object(let members):
            writer.beginObject()
            for (key, member) in members.sorted(by: { $0.key < $1.key }) {
                writer.key(key)
                member.write(to: &writer)
            }
            writer.endObject()
        }
    }
}
