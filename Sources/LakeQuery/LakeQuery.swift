import DeltaLake

/// SQL over the Delta tables of a lake: SQLite plans and computes, our reader reads.
///
/// For one statement, on one thread. Memory holds a batch of each table under the cursor, what SQLite sorts and groups
/// beyond its cache goes to temporary files.
package final class LakeQuery {
    private let catalog: LakeCatalog
    private let moment: TableMoment
    private let stop: StopCondition
    private let database: Database
    private var tables: VirtualTables?
    private var literals = TimeLiterals([])
    private var sources: [String: TableSource] = [:]

    /// Prepares to query the tables below `lake`.
    ///
    /// - Throws: `missingLake`.
    package init(lake: String, at moment: TableMoment = .newest, stop: StopCondition = StopCondition())
        throws(QueryError)
    {
        catalog = try LakeCatalog(lake)
        self.moment = moment
        self.stop = stop
        database = try Database(":memory:")
    }

    /// Starts a statement; rows are computed as they are asked for.
    ///
    /// - Throws: `statement`, `refused`, `unknownTable` or `table`.
    package func run(_ sql: String) throws(QueryError) -> QueryRows {
        let text = StatementText(sql)
        let watch = try connect(text)
        let (statement, rest) = try prepare(text.isExplain ? text.explained : sql, watch)
        guard let statement else { throw .statement(message: "the query is empty", hint: nil) }
        guard StatementText(rest).isBlank else {
            throw .refused(what: "a second statement after the first")
        }
        var plan: [PlanStep] = []
        if text.isExplain { plan = try planSteps(text.explained, watch) }
        return QueryRows(
            statement,
            plan: plan,
            isExplain: text.isExplain,
            readings: { [sources] in sources.values.map(\.usage).sorted { $0.table < $1.table } },
            failure: { [self] error in failure(error, watch) },
            unreadable: { [literals] in literals.failure }
        )
    }

    /// Makes the tables that the text names known to SQLite.
    private func connect(_ text: StatementText) throws(QueryError) -> ReadOnlyGuard {
        literals = TimeLiterals(text.literals)
        try CollationFunctions.add(to: database, watching: literals)
        // LIKE minds case, as in the SQL standard and other engines; otherwise no prefix could be pushed down.
        try database.execute("PRAGMA case_sensitive_like = ON; PRAGMA trusted_schema = OFF")
        let found = try VirtualTables(database) { [unowned self] (schema, name) throws(QueryError) in
            try source(schema, name)
        }
        tables = found
        var attached: Set = ["main", "temp"]
        for table in catalog.tables where text.mayName(table) {
            if attached.insert(table.schema.lowercased()).inserted {
                guard attached.count <= Self.schemaLimit + 2 else {
                    throw .limit(
                        "the query names tables of more than \(Self.schemaLimit) folders; SQLite takes no more"
                    )
                }
                try database.execute("ATTACH ':memory:' AS \(SQLName.quoted(table.schema))")
            }
            let name = "\(SQLName.quoted(table.schema)).\(SQLName.quoted(table.name))"
            do throws(QueryError) {
                try database.execute("CREATE VIRTUAL TABLE \(name) USING \(VirtualTables.moduleName)")
            } catch {
                throw found.failure ?? error
            }
        }
        return ReadOnlyGuard(database, stop)
    }

    /// Databases that SQLite lets one connection attach.
    private static let schemaLimit = 10

    private func source(_ schema: String, _ name: String) throws(QueryError) -> TableSource {
        guard let table = catalog.tables.first(where: { $0.schema == schema && $0.name == name }) else {
            throw .unknownTable(name: "\(schema).\(name)", known: catalog.tables.map(\.sqlName))
        }
        do throws(DeltaError) {
            let opened =
                switch moment {
                case .newest: try DeltaTable.open(at: table.path)
                case .version(let version): try DeltaTable.open(at: table.path, version: version)
                case .time(let milliseconds): try DeltaTable.open(at: table.path, asOf: milliseconds)
                }
            let source = TableSource(name: table.sqlName, table: opened, stop: stop)
            sources[table.sqlName] = source
            return source
        } catch {
            throw .table(name: table.sqlName, reason: error.description)
        }
    }

    private func prepare(_ sql: String, _ watch: ReadOnlyGuard) throws(QueryError) -> (Statement?, String) {
        do throws(QueryError) {
            return try database.prepare(sql)
        } catch {
            throw failure(error, watch)
        }
    }

    private func planSteps(_ sql: String, _ watch: ReadOnlyGuard) throws(QueryError) -> [PlanStep] {
        guard let statement = try prepare("EXPLAIN QUERY PLAN \(sql)", watch).0 else { return [] }
        var depths: [Int64: Int] = [0: -1]
        var steps: [PlanStep] = []
        while try statement.step() {
            guard case .integer(let id) = statement.value(0), case .integer(let parent) = statement.value(1),
                case .text(let detail) = statement.value(3)
            else { continue }
            let depth = (depths[parent] ?? -1) + 1
            depths[id] = depth
            steps.append(PlanStep(depth: depth, detail: detail))
        }
        return steps
    }

    /// The reason behind what SQLite reports.
    private func failure(_ error: QueryError, _ watch: ReadOnlyGuard) -> QueryError {
        if let cause = literals.failure ?? tables?.failure ?? watch.interruption ?? watch.refusal {
            return cause
        }
        guard case .statement(let message, _) = error else { return error }
        if let name = Self.tail(message, "no such table: ") {
            return .unknownTable(name: name, known: catalog.tables.map(\.sqlName))
        }
        if message.hasSuffix("may not be modified") { return .refused(what: "a change of a table") }
        if Self.tail(message, "no such column: ") != nil, !sources.isEmpty {
            let known = sources.values.sorted { $0.name < $1.name }.map { source in
                "\(source.name) has \(source.columns.map(\.name).joined(separator: ", "))"
            }
            return .statement(message: message, hint: known.joined(separator: "; "))
        }
        return error
    }

    private static func tail(_ message: String, _ head: String) -> String? {
        message.hasPrefix(head) ? String(message.dropFirst(head.count)) : nil
    }
}
