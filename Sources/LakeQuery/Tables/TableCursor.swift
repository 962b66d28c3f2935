/// One walk of SQLite over a table.
final class TableCursor {
    private let source: TableSource
    private var rows: RowSource?
    private(set) var isAtEnd = true

    init(_ source: TableSource) {
        self.source = source
    }

    /// Starts to read by a plan of the source with the values SQLite has for it.
    func start(plan number: Int, _ values: [OpaquePointer?]) throws(QueryError) {
        rows = nil
        let plan = source.plans[number]
        rows = try source.rows(plan: number, IndexOffer.values(values, plan))
        try advance()
    }

    /// Moves to the next row, or to the end.
    func advance() throws(QueryError) {
        switch rows {
        case .files(let rows): isAtEnd = try !rows.advance()
        case .index(let rows): isAtEnd = try !rows.advance()
        case nil: isAtEnd = true
        }
    }

    /// Hands the value of a column to SQLite.
    func give(_ column: Int, to context: OpaquePointer?) throws(QueryError) {
        switch rows {
        case .files(let rows): try rows.give(column, to: context)
        case .index(let rows): rows.value(column).give(to: context)
        case nil: SQLValue.null.give(to: context)
        }
    }

    /// A number that names the row in the table, the same in every walk.
    var rowID: Int64 {
        switch rows {
        case .files(let rows): rows.rowID
        case .index(let rows): rows.rowID
        case nil: 0
        }
    }
}
