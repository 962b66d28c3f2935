/// The answer to a query, a row at a time.
package final class QueryRows {
    /// Names of the columns, in order; two may be equal.
    package let columns: [String]
    /// SQLite's plan; empty unless the statement was an EXPLAIN.
    package let plan: [PlanStep]
    /// Whether the plan and the readings are what was asked for.
    package let isExplain: Bool
    private let statement: Statement
    private let readingsSoFar: () -> [TableReading]
    private let failure: (QueryError) -> QueryError
    private let unreadable: () -> QueryError?
    private var isDone = false

    init(
        _ statement: Statement,
        plan: [PlanStep],
        isExplain: Bool,
        readings: @escaping () -> [TableReading],
        failure: @escaping (QueryError) -> QueryError,
        unreadable: @escaping () -> QueryError?
    ) {
        self.statement = statement
        self.plan = plan
        self.isExplain = isExplain
        readingsSoFar = readings
        self.failure = failure
        self.unreadable = unreadable
        columns = statement.columnNames
    }

    /// The next row; nil at the end.
    package func next() throws(QueryError) -> [SQLValue]? {
        guard !isDone else { return nil }
        do throws(QueryError) {
            let hasRow = try statement.step()
            if let error = unreadable() { throw error }
            guard hasRow else {
                isDone = true
                return nil
            }
        } catch {
            isDone = true
            throw failure(error)
        }
        return columns.indices.map { statement.value($0) }
    }

    /// What was read of each table up to now.
    package var readings: [TableReading] { readingsSoFar() }
}

/// One step of SQLite's plan.
package struct PlanStep: Hashable, Sendable {
    /// Steps above it.
    package var depth: Int
    /// In SQLite's words.
    package var detail: String
}
