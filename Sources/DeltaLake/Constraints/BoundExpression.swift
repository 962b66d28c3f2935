internal import Parquet

/// An expression whose columns were found in a schema and whose kinds fit each other, ready to be evaluated.
indirect enum BoundExpression: Sendable {
    case literal(SQLLiteral)
    /// A column by its path and the type of its values.
    case column([String], DeltaType)
    /// Both sides exact; the result has `scale` digits after the point.
    case exact(SQLExpression.Arithmetic, BoundExpression, Int, BoundExpression, Int, scale: Int)
    /// At least one side double, or a division of whole numbers; with the scales of the sides.
    case double(SQLExpression.Arithmetic, BoundExpression, Int, BoundExpression, Int)
    /// Sides brought to one scale first, when both are exact.
    case comparison(SQLExpression.Comparison, BoundExpression, Int, BoundExpression, Int, asDoubles: Bool)
    case and(BoundExpression, BoundExpression)
    case or(BoundExpression, BoundExpression)
    case not(BoundExpression)
    case isNull(BoundExpression)

    /// Binds an expression that must give a truth value.
    static func condition(_ expression: SQLExpression, in schema: DeltaSchema) throws(ExpressionError)
        -> BoundExpression
    {
        let (bound, kind) = try bind(expression, schema)
        guard kind == .boolean || kind == .null else {
            throw ExpressionError(reason: "the expression gives no truth value")
        }
        return bound
    }

    private typealias Bound = (expression: BoundExpression, kind: SQLKind)

    private static func bind(_ expression: SQLExpression, _ schema: DeltaSchema) throws(ExpressionError)
        -> Bound
    {
        switch expression {
        case .literal(let literal): return (.literal(literal), kind(of: literal))
        case .column(let path):
            let (names, type) = try schema.resolve(path)
            guard let kind = SQLKind(type) else {
                throw ExpressionError(reason: "column \(path.joined(separator: ".")) is nested")
            }
            return (.column(names, type), kind)
        case .arithmetic(let operation, let left, let right):
            return try arithmetic(operation, try bind(left, schema), try bind(right, schema))
        case .comparison(let comparison, let left, let right):
            return try compare(comparison, try bind(left, schema), try bind(right, schema))
        case .and(let left, let right):
            return (.and(try condition(left, in: schema), try condition(right, in: schema)), .boolean)
        case .or(let left, let right):
            return (.or(try condition(left, in: schema), try condition(right, in: schema)), .boolean)
        case .not(let operand): return (.not(try condition(operand, in: schema)), .boolean)
        case .isNull(let operand): return (.isNull(try bind(operand, schema).expression), .boolean)
        }
    }

    private static func kind(of literal: SQLLiteral) -> SQLKind {
        switch literal {
        case .null: .null
        case .boolean: .boolean
        case .exact(_, let scale): .exact(scale: scale)
        case .double: .double
        case .text: .text
        case .date: .date
        case .timestamp: .timestamp
        }
    }

    private static func arithmetic(_ operation: SQLExpression.Arithmetic, _ left: Bound, _ right: Bound)
        throws(ExpressionError) -> Bound
    {
        guard left.kind.isNumber, right.kind.isNumber else {
            throw ExpressionError(reason: "arithmetic on something that is no number")
        }
        guard case .exact(let first) = left.kind, case .exact(let second) = right.kind,
            operation != .divided || first == 0 && second == 0
        else {
            guard operation != .divided || left.kind == .double || right.kind == .double else {
                throw ExpressionError(reason: "decimals are divided differently by engines")
            }
            return (.double(operation, left.expression, scale(left), right.expression, scale(right)), .double)
        }
        guard operation != .divided else {
            return (.double(operation, left.expression, 0, right.expression, 0), .double)
        }
        let scale = operation == .times ? first + second : max(first, second)
        return (
            .exact(operation, left.expression, first, right.expression, second, scale: scale),
            .exact(scale: scale)
        )
    }

    private static func scale(_ bound: Bound) -> Int {
        if case .exact(let scale) = bound.kind { scale } else { 0 }
    }

    private static func compare(_ comparison: SQLExpression.Comparison, _ left: Bound, _ right: Bound)
        throws(ExpressionError) -> Bound
    {
        let left = try literal(left, as: right.kind)
        let right = try literal(right, as: left.kind)
        let fits =
            left.kind == right.kind || left.kind == .null || right.kind == .null
            || left.kind.isNumber && right.kind.isNumber
        guard fits else { throw ExpressionError(reason: "a \(left.kind) is compared with a \(right.kind)") }
        return (
            .comparison(
                comparison,
                left.expression,
                scale(left),
                right.expression,
                scale(right),
                asDoubles: left.kind == .double || right.kind == .double
            ),
            .boolean
        )
    }

    /// A text literal next to a date or time stands for one.
    private static func literal(_ bound: Bound, as kind: SQLKind) throws(ExpressionError) -> Bound {
        guard case .literal(.text(let text)) = bound.expression else { return bound }
        switch kind {
        case .date:
            guard let days = CalendarText.days(text).flatMap({ Int32(exactly: $0) }) else {
                throw ExpressionError(reason: "a date is compared with a text that is none")
            }
            return (.literal(.date(days)), .date)
        case .timestamp, .timestampNtz:
            guard text.hasSuffix("Z") == (kind == .timestamp), let moment = CalendarText.microseconds(text)
            else {
                throw ExpressionError(reason: "a time is compared with a text that does not say its zone")
            }
            return (.literal(.timestamp(moment)), kind)
        default: return bound
        }
    }
}

extension DeltaSchema {
    /// The names of a column's path as the schema spells them, and its type; case is not significant.
    fileprivate func resolve(_ path: [String]) throws(ExpressionError) -> ([String], DeltaType) {
        var names: [String] = []
        var type = DeltaType.structure(columns)
        for part in path {
            guard case .structure(let fields) = type,
                let field = fields.first(where: { $0.name.lowercased() == part.lowercased() })
            else { throw ExpressionError(reason: "the table has no column \(path.joined(separator: "."))") }
            names.append(field.name)
            type = field.type
        }
        return (names, type)
    }
}
