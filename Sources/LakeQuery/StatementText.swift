/// The text of a statement, looked at as far as is needed before SQLite reads it.
struct StatementText {
    private let text: String
    private let lowercased: String
    /// Where the text after blanks and comments begins.
    private let body: Substring

    init(_ text: String) {
        self.text = text
        lowercased = text.lowercased()
        body = Self.skippingBlanks(text[...])
    }

    /// Whether nothing but blanks, comments and semicolons is there.
    var isBlank: Bool {
        var rest = body
        while rest.first == ";" { rest = Self.skippingBlanks(rest.dropFirst()) }
        return rest.isEmpty
    }

    /// Whether it asks how a statement is carried out.
    var isExplain: Bool { Self.skipping("explain", in: body) != nil }

    /// What an EXPLAIN is about; `QUERY PLAN` and `ANALYZE` after it change nothing.
    var explained: String {
        guard var rest = Self.skipping("explain", in: body) else { return text }
        if let plan = Self.skipping("query", in: rest).flatMap({ Self.skipping("plan", in: $0) }) {
            rest = plan
        }
        if let plan = Self.skipping("analyze", in: rest) { rest = plan }
        return String(rest)
    }

    /// The texts and numbers in the statement, as SQLite takes them; a name between double quotes may be a text too.
    var literals: [String] {
        var literals: [String] = []
        var rest = body
        while let first = rest.first {
            if first == "'" || first == "\"" {
                var text = ""
                rest = rest.dropFirst()
                while let end = rest.firstIndex(of: first) {
                    text += rest[..<end]
                    rest = rest[rest.index(after: end)...]
                    // A doubled quote stands for one.
                    guard rest.first == first else { break }
                    text.append(first)
                    rest = rest.dropFirst()
                }
                literals.append(text)
            } else if first.isLetter || first == "_" {
                rest = rest.drop { $0.isLetter || $0.isNumber || $0 == "_" }
            } else if first.isNumber {
                let number = rest.prefix { $0.isNumber || $0 == "." }
                literals.append(String(number))
                rest = rest.dropFirst(number.count)
            } else {
                let next = Self.skippingBlanks(rest)
                rest = next.startIndex == rest.startIndex ? rest.dropFirst() : next
            }
        }
        return literals
    }

    /// Whether the text may name the table; a table it does not name need not be opened.
    func mayName(_ table: LakeTable) -> Bool {
        lowercased.contains(table.name.lowercased()) || table.name.contains("\"")
            || lowercased.contains("sqlite_") || lowercased.contains("pragma")
    }

    private static func skipping(_ word: String, in text: Substring) -> Substring? {
        guard text.prefix(word.count).lowercased() == word else { return nil }
        let rest = text.dropFirst(word.count)
        if let next = rest.first, next.isLetter || next.isNumber || next == "_" { return nil }
        return skippingBlanks(rest)
    }

    private static func skippingBlanks(_ text: Substring) -> Substring {
        var rest = text
        while true {
            rest = rest.drop(while: \.isWhitespace)
            if rest.hasPrefix("--") {
                rest = rest.drop(while: { !$0.isNewline })
            } else if rest.hasPrefix("/*") {
                guard let end = rest.firstRange(of: "*/") else { return rest[rest.endIndex...] }
                rest = rest[end.upperBound...]
            } else {
                return rest
            }
        }
    }
}
