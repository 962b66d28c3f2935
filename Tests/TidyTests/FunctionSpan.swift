/// Where a function with a body begins and ends.
struct FunctionSpan: Equatable {
    /// What follows `func`, or `init`, `deinit`, `subscript`.
    var name: String
    /// Line of the declaration, from 0.
    var firstLine: Int
    /// Number of lines up to the closing brace, both counted.
    var lineCount: Int

    /// The functions of code without comments and strings; a nested one counts for itself and for the outer one.
    static func spans(in codeLines: [Substring]) -> [FunctionSpan] {
        let tokens = codeLines.enumerated().flatMap { line, text in
            Self.tokens(of: text).map { (line: line, text: $0) }
        }
        let texts = tokens.map(\.text)
        return tokens.indices.compactMap { start in
            let token = tokens[start]
            // `.init(...)`, `self.init(...)` and `x.subscript` are uses.
            guard starters.contains(token.text), start == 0 || tokens[start - 1].text != ".",
                let end = bodyEnd(texts, from: start)
            else { return nil }
            let name = token.text == "func" ? String(tokens[start + 1].text) : String(token.text)
            return FunctionSpan(
                name: name,
                firstLine: token.line,
                lineCount: tokens[end].line - token.line + 1
            )
        }
    }

    private static let starters: Set<Substring> = ["func", "init", "deinit", "subscript"]
    /// A declaration that begins before any brace means that the function had no body, as in a protocol.
    private static let nextDeclarations: Set<Substring> = [
        "func", "init", "deinit", "subscript", "var", "let", "static", "mutating", "associatedtype", "case",
        "struct",
        "enum", "class", "extension", "package", "public", "private",
    ]

    private static func bodyEnd(_ tokens: [Substring], from start: Int) -> Int? {
        var parentheses = 0
        var braces = 0
        for index in tokens.indices[(start + 1)...] {
            switch tokens[index] {
            case "(", "[": parentheses += 1
            case ")", "]": parentheses -= 1
            case "{" where braces > 0 || parentheses == 0: braces += 1
            case "}" where braces > 0:
                braces -= 1
                if braces == 0 { return index }
            case "}" where parentheses <= 0: return nil
            default:
                if braces == 0, parentheses == 0, nextDeclarations.contains(tokens[index]) { return nil }
            }
        }
        return nil
    }

    /// Words, and each other character for itself.
    private static func tokens(of line: Substring) -> [Substring] {
        var found: [Substring] = []
        var rest = line
        while let first = rest.first {
            let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            if word.isEmpty {
                if first != " " { found.append(rest.prefix(1)) }
                rest = rest.dropFirst()
            } else {
                found.append(word)
                rest = rest.dropFirst(word.count)
            }
        }
        return found
    }
}
