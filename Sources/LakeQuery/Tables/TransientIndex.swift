/// The rows of a scan in a temporary table of SQLite's, by key: the inner side of a join.
///
/// It lives in a file that SQLite makes nameless at once; only its page cache takes memory.
final class TransientIndex {
    let rowCount: Int
    private let database: Database
    private let columns: [Int]
    private let keys: [SQLColumn]

    /// Reads `rows` to their end.
    init(_ rows: FileRows, keys: [Int], of source: TableSource) throws(QueryError) {
        columns = rows.columns
        self.keys = keys.map { source.columns[$0] }
        database = try Database("")
        try database.execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
        let declared = columns.map { source.columns[$0].declaration }
        try CollationFunctions.add(to: database, watching: TimeLiterals([]))
        try database.execute(
            "CREATE TABLE t(\((declared + ["\(Self.rowID) INTEGER"]).joined(separator: ", ")))"
        )
        let marks = Array(repeating: "?", count: columns.count + 1).joined(separator: ", ")
        guard let insert = try database.prepare("INSERT INTO t VALUES (\(marks))").statement else {
            preconditionFailure("our own statement is one")
        }
        try database.execute("BEGIN")
        var count = 0
        while try rows.advance() {
            for (place, column) in columns.enumerated() {
                insert.bind(try rows.value(column), at: place + 1)
            }
            insert.bind(.integer(rows.rowID), at: columns.count + 1)
            _ = try insert.step()
            insert.reset()
            count += 1
        }
        if !keys.isEmpty {
            let names = self.keys.map(\.quotedName).joined(separator: ", ")
            try database.execute("CREATE INDEX i ON t(\(names))")
        }
        try database.execute("COMMIT")
        rowCount = count
    }

    /// A name no table of the lake uses for a column: names there hold no blanks.
    private static let rowID = "\"row id\""

    /// The rows whose keys equal `values`, and perhaps more; none when one is null.
    ///
    /// A value of another kind than the column's is not looked up: SQLite would convert the column's values first,
    /// not ours.
    func rows(_ values: [SQLValue]) throws(QueryError) -> IndexRows {
        let sound = keys.indices.filter { keys[$0].holds(values[$0]) }
        let condition = sound.map { "\(keys[$0].quotedName) = ?\($0 + 1)" }.joined(separator: " AND ")
        let sql = "SELECT * FROM t" + (condition.isEmpty ? "" : " WHERE \(condition)")
        guard let select = try database.prepare(sql).statement else {
            preconditionFailure("our own statement is one")
        }
        for place in sound { select.bind(values[place], at: place + 1) }
        return IndexRows(select, columns)
    }
}

/// Rows found in a transient index.
final class IndexRows {
    private let select: Statement
    private let columns: [Int]

    init(_ select: Statement, _ columns: [Int]) {
        self.select = select
        self.columns = columns
    }

    /// Moves to the next row; false at the end.
    func advance() throws(QueryError) -> Bool { try select.step() }

    /// The value of a column of the table.
    func value(_ column: Int) -> SQLValue {
        columns.firstIndex(of: column).map { select.value($0) } ?? .null
    }

    var rowID: Int64 {
        if case .integer(let number) = select.value(columns.count) { number } else { 0 }
    }
}
