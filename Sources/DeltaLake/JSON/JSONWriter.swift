/// Appends JSON text to a byte array; the caller opens and closes in the right order.
package struct JSONWriter {
    /// The text so far, UTF-8.
    private(set) package var bytes: [UInt8] = []
    private var needsComma = false

    /// An empty text with room for `capacity` bytes.
    package init(capacity: Int = 512) {
        bytes.reserveCapacity(capacity)
    }

    /// Opens an object.
    package mutating func beginObject() {
        separate()
        bytes.append(UInt8(ascii: "{"))
        needsComma = false
    }

    /// Closes an object.
    package mutating func endObject() {
        bytes.append(UInt8(ascii: "}"))
        needsComma = true
    }

    /// Opens an array.
    package mutating func beginArray() {
        separate()
        bytes.append(UInt8(ascii: "["))
        needsComma = false
    }

    /// Closes an array.
    package mutating func endArray() {
        bytes.append(UInt8(ascii: "]"))
        needsComma = true
    }

    /// Ends the line of a newline-delimited text.
    package mutating func endLine() {
        bytes.append(0x0A)
        needsComma = false
    }

    /// Writes a key; its value must follow.
    package mutating func key(_ key: String) {
        separate()
        appendQuoted(key)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a string value, or null.
    package mutating func value(_ text: String?) {
        separate()
        if let text { appendQuoted(text) } else { bytes.append(contentsOf: "null".utf8) }
        needsComma = true
    }

    /// Writes a whole number.
    package mutating func value(_ number: Int64) {
        raw(String(number))
    }

    /// Writes true or false.
    package mutating func value(_ flag: Bool) {
        raw(flag ? "true" : "false")
    }

    /// Writes a value that already is JSON.
    package mutating func raw(_ json: String) {
        separate()
        bytes.append(contentsOf: json.utf8)
        needsComma = true
    }

    /// Writes an object of strings in key order; nil values become null.
    package mutating func value(_ map: [String: String?]) {
        beginObject()
        for (name, text) in map.sorted(by: { $0.key < $1.key }) {
            key(name)
            value(text)
        }
        endObject()
    }

    /// Writes an object of strings in key order.
    package mutating func value(_ map: [String: String]) {
        beginObject()
        for (name, text) in map.sorted(by: { $0.key < $1.key }) {
            key(name)
            value(text)
        }
        endObject()
    }

    /// Writes an array of strings.
    package mutating func value(_ texts: [String]) {
        beginArray()
        for text in texts { value(text) }
        endArray()
    }

    /// The text as a string.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    private mutating func appendQuoted(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0x0A: bytes.append(contentsOf: #"\n"#.utf8)
            case 0x0D: bytes.append(contentsOf: #"\r"#.utf8)
            case 0x09: bytes.append(contentsOf: #"\t"#.utf8)
            case 0..<0x20:
                bytes.append(contentsOf: #"\u00"#.utf8)
                bytes.append(lowercaseHex[Int(byte >> 4)])
                bytes.append(lowercaseHex[Int(byte & 15)])
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

extension JSONWriter {
    /// Writes a key and its text; neither when there is none.
    mutating func write(_ name: String, _ text: String?) {
        write(name, text) { $0.value($1) }
    }

    /// Writes a key and its number; neither when there is none.
    mutating func write(_ name: String, _ number: Int64?) {
        write(name, number) { $0.value($1) }
    }

    /// Writes a key and whether it holds.
    mutating func write(_ name: String, _ flag: Bool) {
        key(name)
        value(flag)
    }

    /// Writes a key and its texts; neither when there are none.
    mutating func write(_ name: String, _ texts: [String]?) {
        write(name, texts) { $0.value($1) }
    }

    /// Writes a key and its object of texts; neither when there is none.
    mutating func write(_ name: String, _ map: [String: String]?) {
        write(name, map) { $0.value($1) }
    }

    /// Writes a key and its object of texts and nulls; neither when there is none.
    mutating func write(_ name: String, _ map: [String: String?]?) {
        write(name, map) { $0.value($1) }
    }

    private mutating func write<Value>(_ name: String, _ field: Value?, _ body: (inout Self, Value) -> Void) {
        guard let field else { return }
        key(name)
        body(&self, field)
    }
}

private let lowercaseHex = Array("0123456789abcdef".utf8)
