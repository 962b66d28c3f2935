extension BoundExpression {
    /// One value per row, `count` of them; `column` gives the values of a column.
    func evaluate(count: Int, _ column: ([String], DeltaType) -> SQLValues) -> SQLValues {
        func values(_ operand: BoundExpression) -> SQLValues { operand.evaluate(count: count, column) }
        switch self {
        case .literal(let literal): return SQLValues(literal, count: count)
        case .column(let path, let type): return column(path, type)
        case .exact(let operation, let left, let leftScale, let right, let rightScale, let scale):
            let isProduct = operation == .times
            return Self.exact(
                operation,
                values(left).rescaled(from: leftScale, to: isProduct ? leftScale : scale),
                values(right).rescaled(from: rightScale, to: isProduct ? rightScale : scale)
            )
        case .double(let operation, let left, let leftScale, let right, let rightScale):
            return Self.double(operation, values(left), leftScale, values(right), rightScale)
        case .comparison(let comparison, let left, let leftScale, let right, let rightScale, let asDoubles):
            return Self.compare(
                comparison,
                (values(left), leftScale),
                (values(right), rightScale),
                asDoubles: asDoubles
            )
        case .and(let left, let right): return Self.both(values(left), values(right))
        case .or(let left, let right):
            return Self.inverted(Self.both(.inverted(values(left)), .inverted(values(right))))
        case .not(let operand): return Self.inverted(values(operand))
        case .isNull(let operand):
            return SQLValues(booleans: values(operand).isNull, isNull: Array(repeating: false, count: count))
        }
    }

    /// Null unless one side is false or both are known.
    private static func both(_ left: SQLValues, _ right: SQLValues) -> SQLValues {
        let (first, second) = (left.booleans, right.booleans)
        var values: [Bool] = []
        var isNull: [Bool] = []
        for row in left.isNull.indices {
            let isFalse = !left.isNull[row] && !first[row] || !right.isNull[row] && !second[row]
            isNull.append(!isFalse && (left.isNull[row] || right.isNull[row]))
            values.append(!isFalse)
        }
        return SQLValues(booleans: values, isNull: isNull)
    }

    private static func inverted(_ values: SQLValues) -> SQLValues {
        .inverted(values)
    }

    /// Sums and products; what does not fit 128 bits is null.
    private static func exact(_ operation: SQLExpression.Arithmetic, _ left: SQLValues, _ right: SQLValues)
        -> SQLValues
    {
        guard case .whole(let first) = left.storage, case .whole(let second) = right.storage else {
            return left
        }
        var values: [Int128] = []
        var isNull: [Bool] = []
        for row in first.indices {
            let (value, overflow) =
                switch operation {
                case .plus: first[row].addingReportingOverflow(second[row])
                case .minus: first[row].subtractingReportingOverflow(second[row])
                case .times, .divided: first[row].multipliedReportingOverflow(by: second[row])
                }
            values.append(value)
            isNull.append(overflow || left.isNull[row] || right.isNull[row])
        }
        return SQLValues(storage: .whole(values), isNull: isNull)
    }

    /// Double arithmetic; a division by zero is null.
    private static func double(
        _ operation: SQLExpression.Arithmetic,
        _ left: SQLValues,
        _ leftScale: Int,
        _ right: SQLValues,
        _ rightScale: Int
    ) -> SQLValues {
        let (first, second) = (left.doubles(scale: leftScale), right.doubles(scale: rightScale))
        var values: [Double] = []
        var isNull: [Bool] = []
        for row in first.indices {
            switch operation {
            case .plus: values.append(first[row] + second[row])
            case .minus: values.append(first[row] - second[row])
            case .times: values.append(first[row] * second[row])
            case .divided: values.append(first[row] / second[row])
            }
            let isUndefined = operation == .divided && second[row] == 0
            isNull.append(isUndefined || left.isNull[row] || right.isNull[row])
        }
        return SQLValues(storage: .doubles(values), isNull: isNull)
    }

    private static func compare(
        _ comparison: SQLExpression.Comparison,
        _ left: (values: SQLValues, scale: Int),
        _ right: (values: SQLValues, scale: Int),
        asDoubles: Bool
    ) -> SQLValues {
        let scale = max(left.scale, right.scale)
        let first = asDoubles ? left.values : left.values.rescaled(from: left.scale, to: scale)
        let second = asDoubles ? right.values : right.values.rescaled(from: right.scale, to: scale)
        let orders: [Order]
        switch (first.storage, second.storage) {
        case _ where asDoubles:
            orders = zip(first.doubles(scale: left.scale), second.doubles(scale: right.scale)).map(Order.init)
        case (.whole(let first), .whole(let second)): orders = zip(first, second).map(Order.init)
        case (.bytes(let first), .bytes(let second)): orders = zip(first, second).map(Order.init)
        case (.booleans(let first), .booleans(let second)): orders = zip(first, second).map(Order.init)
        // One side is the literal NULL, whose rows are all null.
        default: orders = Array(repeating: .less, count: first.isNull.count)
        }
        var values: [Bool] = []
        var isNull: [Bool] = []
        for row in orders.indices {
            let isUnknown = first.isNull[row] || second.isNull[row]
            if comparison == .sameOrBothNull {
                let bothNull = first.isNull[row] && second.isNull[row]
                values.append(isUnknown ? bothNull : orders[row] == .equal)
                isNull.append(false)
            } else {
                values.append(orders[row].satisfies(comparison))
                isNull.append(isUnknown)
            }
        }
        return SQLValues(booleans: values, isNull: isNull)
    }
}

extension SQLValues {
    /// The opposite truth values; null stays null.
    fileprivate static func inverted(_ values: SQLValues) -> SQLValues {
        SQLValues(booleans: values.booleans.map { !$0 }, isNull: values.isNull)
    }
}

/// How one value stands to another.
private enum Order {
    case less, equal, greater

    init(_ left: Int128, _ right: Int128) {
        self = left < right ? .less : left == right ? .equal : .greater
    }

    /// NaN equals itself and is above every number, as in Spark.
    init(_ left: Double, _ right: Double) {
        if left.isNaN || right.isNaN {
            self = left.isNaN && right.isNaN ? .equal : left.isNaN ? .greater : .less
        } else {
            self = left < right ? .less : left == right ? .equal : .greater
        }
    }

    init(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) {
        self = left == right ? .equal : left.lexicographicallyPrecedes(right) ? .less : .greater
    }

    init(_ left: Bool, _ right: Bool) {
        self = left == right ? .equal : right ? .less : .greater
    }

    func satisfies(_ comparison: SQLExpression.Comparison) -> Bool {
        switch comparison {
        case .equal, .sameOrBothNull: self == .equal
        case .notEqual: self != .equal
        case .less: self == .less
        case .atMost: self != .greater
        case .greater: self == .greater
        case .atLeast: self != .less
        }
    }
}
