/// Why a query could not be answered: what, where and what to do; never a value from a row.
package enum QueryError: Error, Hashable, Sendable {
    /// The lake's folder does not exist.
    case missingLake(path: String)
    /// The lake has no such table; `known` are the ones it has.
    case unknownTable(name: String, known: [String])
    /// SQLite does not accept the statement.
    case statement(message: String, hint: String?)
    /// The statement would do something other than read.
    case refused(what: String)
    /// A table cannot be opened or read.
    case table(name: String, reason: String)
    /// A named limit of this engine.
    case limit(String)
    /// Somebody asked to stop.
    case stopped
    /// The time given was not enough.
    case timedOut(seconds: Double)
}

extension QueryError: CustomStringConvertible {
    /// One line that says what to do.
    package var description: String {
        switch self {
        case .missingLake(let path): "\(path): no such folder; name the lake with --lake"
        case .unknownTable(let name, let known):
            known.isEmpty
                ? "there is no table \(name): the lake holds no Delta tables"
                : "there is no table \(name); there are \(known.joined(separator: ", "))"
        case .statement(let message, let hint): hint.map { "\(message); \($0)" } ?? message
        case .refused(let what):
            "\(what) is refused: a query only reads; one SELECT (or WITH, VALUES, EXPLAIN SELECT)"
        case .table(let name, let reason): "\(name): \(reason)"
        case .limit(let what): what
        case .stopped: "stopped before the end"
        case .timedOut(let seconds): "stopped: the query took longer than \(seconds) s"
        }
    }
}
