/// One word of an expression.
enum SQLToken: Hashable {
    /// A name or keyword outside quotes.
    case word(String)
    /// A name in backticks.
    case quotedName(String)
    /// A literal in single quotes.
    case text(String)
    /// A number as written.
    case number(String)
    /// An operator, comma, point or parenthesis.
    case symbol(String)

    /// Most words of an expression, so that a hostile one cannot exhaust the stack.
    static let limit = 2_000

    /// Splits an expression into words.
    static func split(_ text: String) throws(ExpressionError) -> [SQLToken] {
        var tokens: [SQLToken] = []
        var rest = Substring(text)
        while let first = rest.first {
            if first.isWhitespace {
                rest.removeFirst()
            } else if first == "'" {
                tokens.append(.text(try quoted(&rest, by: "'")))
            } else if first == "`" {
                tokens.append(.quotedName(try quoted(&rest, by: "`")))
            } else if first.isASCII, first.isNumber {
                tokens.append(.number(try number(&rest)))
            } else if first == "_" || first.isLetter {
                let word = rest.prefix { $0 == "_" || $0.isLetter || $0.isNumber }
                rest = rest.dropFirst(word.count)
                tokens.append(.word(String(word)))
            } else if let symbol = symbols.first(where: rest.hasPrefix) {
                rest = rest.dropFirst(symbol.count)
                tokens.append(.symbol(symbol))
            } else {
                throw ExpressionError(reason: "the character \(first) has no meaning here")
            }
        }
        guard tokens.count <= limit else {
            throw ExpressionError(reason: "the expression has more than \(limit) words")
        }
        return tokens
    }

    /// Longer ones first.
    private static let symbols = [
        "<=>", "<=", ">=", "<>", "!=", "==", "=", "<", ">", "(", ")", ",", ".", "+", "-", "*", "/",
    ]

    /// The text between two quotes; a doubled quote stands for one.
    private static func quoted(_ rest: inout Substring, by quote: Character) throws(ExpressionError) -> String
    {
        rest.removeFirst()
        var text = ""
        while let character = rest.popFirst() {
            if character == quote {
                guard rest.first == quote else { return text }
                rest.removeFirst()
            } else if character == "\\", quote == "'" {
                throw ExpressionError(reason: "a backslash in a text is read differently by engines")
            }
            text.append(character)
        }
        throw ExpressionError(reason: "a quote is not closed")
    }

    private static func number(_ rest: inout Substring) throws(ExpressionError) -> String {
        var text = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
        rest = rest.dropFirst(text.count)
        if let exponent = rest.first, exponent == "e" || exponent == "E" {
            var tail = rest.dropFirst()
            let sign = tail.first == "-" || tail.first == "+" ? 1 : 0
            tail = tail.dropFirst(sign)
            let digits = tail.prefix { $0.isASCII && $0.isNumber }
            guard !digits.isEmpty else { throw ExpressionError(reason: "a number has no exponent after e") }
            text += rest.prefix(1 + sign + digits.count)
            rest = rest.dropFirst(1 + sign + digits.count)
        }
        guard rest.first?.isLetter != true else { throw ExpressionError(reason: "a number ends in a letter") }
        return String(text)
    }
}
