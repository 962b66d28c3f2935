/// An expression of the small SQL grammar that constraints may use.
///
/// Comparisons, `AND`, `OR`, `NOT`, `IS [NOT] NULL`, `[NOT] IN`, `[NOT] BETWEEN`, `+ - * /` on numbers,
/// parentheses, columns, and literals of numbers, `'text'`, `TRUE`, `FALSE`, `NULL`, `DATE '…'`, `TIMESTAMP '…'`.
indirect enum SQLExpression: Hashable, Sendable {
    /// How two values are compared.
    enum Comparison: Hashable, Sendable {
        case equal, notEqual, less, atMost, greater, atLeast
        /// `<=>`: equal, or both null.
        case sameOrBothNull
    }

    /// How two numbers are combined.
    enum Arithmetic: Hashable, Sendable {
        case plus, minus, times, divided
    }

    case literal(SQLLiteral)
    /// A column by its path, outermost name first.
    case column([String])
    case arithmetic(Arithmetic, SQLExpression, SQLExpression)
    case comparison(Comparison, SQLExpression, SQLExpression)
    case and(SQLExpression, SQLExpression)
    case or(SQLExpression, SQLExpression)
    case not(SQLExpression)
    case isNull(SQLExpression)

    /// The columns it names.
    var columns: [[String]] {
        switch self {
        case .literal: []
        case .column(let path): [path]
        case .arithmetic(_, let left, let right), .comparison(_, let left, let right),
            .and(let left, let right),
            .or(let left, let right):
            left.columns + right.columns
        case .not(let operand), .isNull(let operand): operand.columns
        }
    }
}

/// A constant in an expression.
enum SQLLiteral: Hashable, Sendable {
    case null
    case boolean(Bool)
    /// A whole number, or one with `scale` digits after the point.
    case exact(Int128, scale: Int)
    /// A number with an exponent.
    case double(Double)
    case text(String)
    /// Days since 1970-01-01.
    case date(Int32)
    /// Microseconds since 1970 UTC.
    case timestamp(Int64)
}

/// Why a text is not an expression of the grammar, or does not fit the table.
struct ExpressionError: Error, Hashable {
    /// What was found or expected.
    var reason: String
}
