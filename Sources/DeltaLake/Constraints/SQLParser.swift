/// Reads an expression by descending from `OR` to single values.
struct SQLParser {
    /// Nesting at which an expression is refused, so that a hostile one cannot exhaust the stack.
    static let depthLimit = 64

    private let tokens: [SQLToken]
    private var position = 0
    private var depth = 0

    /// The expression in `text`.
    static func parse(_ text: String) throws(ExpressionError) -> SQLExpression {
        var parser = SQLParser(tokens: try SQLToken.split(text))
        let expression = try parser.disjunction()
        guard parser.position == parser.tokens.count else { throw parser.unexpected() }
        return expression
    }

    private init(tokens: [SQLToken]) {
        self.tokens = tokens
    }

    private mutating func disjunction() throws(ExpressionError) -> SQLExpression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else {
            throw ExpressionError(reason: "nested deeper than \(Self.depthLimit)")
        }
        var left = try conjunction()
        while takeWord("OR") { left = .or(left, try conjunction()) }
        return left
    }

    private mutating func conjunction() throws(ExpressionError) -> SQLExpression {
        var left = try negation()
        while takeWord("AND") { left = .and(left, try negation()) }
        return left
    }

    private mutating func negation() throws(ExpressionError) -> SQLExpression {
        var count = 0
        while takeWord("NOT") { count += 1 }
        let operand = try predicate()
        return count % 2 == 0 ? operand : .not(operand)
    }

    private mutating func predicate() throws(ExpressionError) -> SQLExpression {
        let left = try sum()
        for (symbol, comparison) in Self.comparisons where takeSymbol(symbol) {
            return .comparison(comparison, left, try sum())
        }
        if takeWord("IS") {
            let isNegated = takeWord("NOT")
            guard takeWord("NULL") else { throw unexpected() }
            return isNegated ? .not(.isNull(left)) : .isNull(left)
        }
        let isNegated = takeWord("NOT")
        let test: SQLExpression
        if takeWord("BETWEEN") {
            let low = try sum()
            guard takeWord("AND") else { throw unexpected() }
            test = .and(.comparison(.atLeast, left, low), .comparison(.atMost, left, try sum()))
        } else if takeWord("IN") {
            test = try list(of: left)
        } else if isNegated {
            throw unexpected()
        } else {
            return left
        }
        return isNegated ? .not(test) : test
    }

    /// `IN (a, b)` says `= a OR = b`, also about nulls.
    private mutating func list(of left: SQLExpression) throws(ExpressionError) -> SQLExpression {
        guard takeSymbol("(") else { throw unexpected() }
        var test = SQLExpression.comparison(.equal, left, try sum())
        while takeSymbol(",") {
            test = .or(test, .comparison(.equal, left, try sum()))
        }
        guard takeSymbol(")") else { throw unexpected() }
        return test
    }

    private mutating func sum() throws(ExpressionError) -> SQLExpression {
        var left = try product()
        while true {
            if takeSymbol("+") {
                left = .arithmetic(.plus, left, try product())
            } else if takeSymbol("-") {
                left = .arithmetic(.minus, left, try product())
            } else {
                return left
            }
        }
    }

    private mutating func product() throws(ExpressionError) -> SQLExpression {
        var left = try value()
        while true {
            if takeSymbol("*") {
                left = .arithmetic(.times, left, try value())
            } else if takeSymbol("/") {
                left = .arithmetic(.divided, left, try value())
            } else {
                return left
            }
        }
    }

    private mutating func value() throws(ExpressionError) -> SQLExpression {
        var isNegative = false
        while takeSymbol("-") { isNegative.toggle() }
        let value = try unsignedValue()
        guard isNegative else { return value }
        return .arithmetic(.minus, .literal(.exact(0, scale: 0)), value)
    }

    private mutating func unsignedValue() throws(ExpressionError) -> SQLExpression {
        if takeSymbol("(") {
            let inner = try disjunction()
            guard takeSymbol(")") else { throw unexpected() }
            return inner
        }
        guard position < tokens.count else { throw unexpected() }
        switch tokens[position] {
        case .number(let text):
            position += 1
            return .literal(try Self.number(text))
        case .text(let text):
            position += 1
            return .literal(.text(text))
        case .quotedName(let name):
            position += 1
            return .column(try path(from: name))
        case .word(let word):
            position += 1
            return try named(word)
        case .symbol:
            throw unexpected()
        }
    }

    private mutating func named(_ word: String) throws(ExpressionError) -> SQLExpression {
        switch word.uppercased() {
        case "NULL": return .literal(.null)
        case "TRUE": return .literal(.boolean(true))
        case "FALSE": return .literal(.boolean(false))
        case "DATE":
            guard case .text(let text) = next else { break }
            guard let days = CalendarText.days(text).flatMap({ Int32(exactly: $0) }) else {
                throw ExpressionError(reason: "DATE needs a text such as '2026-01-05'")
            }
            position += 1
            return .literal(.date(days))
        case "TIMESTAMP":
            guard case .text(let text) = next else { break }
            guard text.hasSuffix("Z"), let moment = CalendarText.microseconds(text) else {
                throw ExpressionError(reason: "TIMESTAMP needs a text such as '2026-01-05T07:00:00Z'")
            }
            position += 1
            return .literal(.timestamp(moment))
        case "AND", "OR", "NOT", "IN", "IS", "BETWEEN", "LIKE", "CASE", "CAST":
            throw ExpressionError(reason: "\(word.uppercased()) is not expected here")
        default: break
        }
        guard next != .symbol("(") else {
            throw ExpressionError(reason: "functions such as \(word) are not supported")
        }
        return .column(try path(from: word))
    }

    /// A column's path that starts with `name`.
    private mutating func path(from name: String) throws(ExpressionError) -> [String] {
        var path = [name]
        while takeSymbol(".") {
            switch next {
            case .word(let part), .quotedName(let part): path.append(part)
            default: throw unexpected()
            }
            position += 1
        }
        return path
    }

    private static func number(_ text: String) throws(ExpressionError) -> SQLLiteral {
        if text.contains(where: { $0 == "e" || $0 == "E" }), let value = Double(text) {
            return .double(value)
        }
        let scale = text.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.count ?? 0
        guard scale <= 38, let value = DecimalText.unscaled(text, precision: 38, scale: scale) else {
            throw ExpressionError(reason: "a number has more than 38 digits or two points")
        }
        return .exact(value, scale: scale)
    }

    private static let comparisons: [(String, SQLExpression.Comparison)] = [
        ("<=>", .sameOrBothNull), ("=", .equal), ("==", .equal), ("<>", .notEqual), ("!=", .notEqual),
        ("<=", .atMost), (">=", .atLeast), ("<", .less), (">", .greater),
    ]

    private var next: SQLToken? { position < tokens.count ? tokens[position] : nil }

    private mutating func takeSymbol(_ symbol: String) -> Bool {
        guard next == .symbol(symbol) else { return false }
        position += 1
        return true
    }

    private mutating func takeWord(_ word: String) -> Bool {
        guard case .word(let found) = next, found.uppercased() == word else { return false }
        position += 1
        return true
    }

    private func unexpected() -> ExpressionError {
        switch next {
        case nil: ExpressionError(reason: "the expression ends too early")
        case .word(let word): ExpressionError(reason: "\(word) is not expected here")
        case .symbol(let symbol): ExpressionError(reason: "\(symbol) is not expected here")
        case .quotedName, .text, .number: ExpressionError(reason: "a value is not expected here")
        }
    }
}
