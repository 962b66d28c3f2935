/// Blanks comments and the contents of string literals, so that braces and words in them do not count as code.
///
/// Knows nested comments, raw and multi-line strings and code inside interpolations; regular expression literals are
/// read as code.
struct CodeText {
    private let bytes: [UInt8]
    private var output: [UInt8]
    private var position = 0

    /// The text with the same line breaks and only its code.
    static func code(of text: String) -> String {
        var scan = CodeText(text)
        scan.readCode(nested: false)
        return String(decoding: scan.output, as: UTF8.self)
    }

    private init(_ text: String) {
        bytes = Array(text.utf8)
        output = bytes.map { $0 == UInt8(ascii: "\n") ? $0 : UInt8(ascii: " ") }
    }

    /// Copies code until the end or, inside an interpolation, past the parenthesis that closes it.
    private mutating func readCode(nested: Bool) {
        var depth = 0
        while position < bytes.count {
            if starts("//") {
                while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
            } else if starts("/*") {
                skipBlockComment()
            } else if let hashes = openingHashes() {
                readString(hashes: hashes)
            } else {
                let byte = bytes[position]
                position += 1
                if byte == UInt8(ascii: "(") { depth += 1 }
                if byte == UInt8(ascii: ")") { depth -= 1 }
                if nested, depth < 0 { return }
                output[position - 1] = byte
            }
        }
    }

    private mutating func skipBlockComment() {
        var depth = 0
        repeat {
            if starts("/*") {
                depth += 1
                position += 2
            } else if starts("*/") {
                depth -= 1
                position += 2
            } else {
                position += 1
            }
        } while depth > 0 && position < bytes.count
    }

    /// The number of `#` before a quote here, nil when no string starts.
    private func openingHashes() -> Int? {
        var end = position
        while end < bytes.count, bytes[end] == UInt8(ascii: "#") { end += 1 }
        return end < bytes.count && bytes[end] == UInt8(ascii: "\"") ? end - position : nil
    }

    private mutating func readString(hashes: Int) {
        position += hashes
        let quote = starts("\"\"\"") ? "\"\"\"" : "\""
        let pounds = String(repeating: "#", count: hashes)
        position += quote.utf8.count
        while position < bytes.count {
            if starts(quote + pounds) {
                position += quote.utf8.count + hashes
                return
            }
            if starts("\\" + pounds + "(") {
                position += hashes + 2
                readCode(nested: true)
            } else if starts("\\" + pounds) {
                position += hashes + 2
            } else {
                position += 1
            }
        }
    }

    private func starts(_ prefix: String) -> Bool { bytes[position...].starts(with: prefix.utf8) }
}
