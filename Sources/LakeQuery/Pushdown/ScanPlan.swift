import Parquet

/// How one reference to a table in a statement is read: chosen while SQLite plans, carried out when it runs.
struct ScanPlan: Hashable {
    /// A condition whose value SQLite hands over when the scan starts.
    struct Argument: Hashable {
        var column: Int
        var comparison: Comparison
        /// `IN (...)` given as a whole.
        var isSet = false
    }

    /// Columns the statement uses, ascending.
    var columns: [Int]
    var arguments: [Argument]

    /// The conditions for these values, one entry per argument; nil when no row can match.
    func conditions(_ values: [ArgumentValue], _ table: [SQLColumn]) -> [[RowFilter.Condition]]? {
        var conditions: [[RowFilter.Condition]] = []
        for (argument, value) in zip(arguments, values) {
            let column = table[argument.column]
            let pushed =
                switch value {
                case .one(let value): Pushed(column, argument.comparison, value)
                case .set(let values): Pushed(column, in: values)
                case .largeSet: Pushed.unknown
                }
            switch pushed {
            case .nothing: return nil
            case .unknown: conditions.append([])
            case .tests(let tests):
                conditions.append(tests.map { RowFilter.Condition(column.name, $0) })
            }
        }
        return conditions
    }

    /// In words, for SQLite's own plan.
    func words(_ table: [SQLColumn]) -> String {
        arguments.map { argument in
            let sign = argument.isSet ? "IN" : argument.comparison.symbol
            return "\(table[argument.column].name) \(sign)\(argument.comparison.takesValue ? " ?" : "")"
        }
        .joined(separator: " AND ")
    }
}

/// The value of an argument in one run of a scan.
enum ArgumentValue: Hashable, Sendable {
    case one(SQLValue)
    case set([SQLValue])
    /// A set with more members than are worth pushing down.
    case largeSet

    /// Most members of a set that is pushed down.
    static let setLimit = 10_000
}
