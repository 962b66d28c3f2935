import GRDBSQLite

/// Lets a connection read and nothing else, and ends a statement when its time is over.
final class ReadOnlyGuard {
    /// What a statement tried and may not.
    var refusal: QueryError?
    /// Why a statement was ended.
    var interruption: QueryError?
    private let stop: StopCondition

    /// Steps of SQLite's machine between two looks at the clock.
    private static let stepsBetweenLooks: Int32 = 20_000
    private static let allowedPragmas: Set = [
        "table_info", "table_xinfo", "table_list", "database_list", "collation_list", "function_list",
        "compile_options",
    ]
    private static let refusedFunctions: Set = ["load_extension", "fts3_tokenizer"]

    /// Guards `database`, which keeps this value, from now on.
    init(_ database: Database, _ stop: StopCondition) {
        self.stop = stop
        database.companions.append(self)
        let context = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_set_authorizer(
            database.handle,
            { context, action, first, second, _, _ in
                guard let context else { return SQLITE_DENY }
                let texts = [first, second].map { text in text.map { String(cString: $0) } }
                return Unmanaged<ReadOnlyGuard>.fromOpaque(context).takeUnretainedValue()
                    .verdict(action, texts[0], texts[1])
            },
            context
        )
        sqlite3_progress_handler(
            database.handle,
            Self.stepsBetweenLooks,
            { context in
                guard let context else { return 1 }
                return Unmanaged<ReadOnlyGuard>.fromOpaque(context).takeUnretainedValue().look()
            },
            context
        )
    }

    private func look() -> Int32 {
        interruption = stop.reason
        return interruption == nil ? 0 : 1
    }

    private func verdict(_ action: Int32, _ first: String?, _ second: String?) -> Int32 {
        switch action {
        case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: return SQLITE_OK
        case SQLITE_FUNCTION:
            let name = second ?? ""
            if !Self.refusedFunctions.contains(name.lowercased()) { return SQLITE_OK }
            refusal = .refused(what: "\(name)()")
        case SQLITE_PRAGMA:
            let name = first ?? ""
            if Self.allowedPragmas.contains(name.lowercased()) { return SQLITE_OK }
            refusal = .refused(what: "PRAGMA \(name)")
        case SQLITE_INSERT where first?.hasPrefix("sqlite_") == true: refusal = .refused(what: "CREATE")
        default: refusal = .refused(what: Self.words[action] ?? "this statement")
        }
        return SQLITE_DENY
    }

    private static let words: [Int32: String] = [
        SQLITE_INSERT: "INSERT", SQLITE_UPDATE: "UPDATE", SQLITE_DELETE: "DELETE", SQLITE_ATTACH: "ATTACH",
        SQLITE_DETACH: "DETACH", SQLITE_TRANSACTION: "a transaction", SQLITE_SAVEPOINT: "SAVEPOINT",
        SQLITE_CREATE_TABLE: "CREATE TABLE", SQLITE_CREATE_TEMP_TABLE: "CREATE TABLE",
        SQLITE_CREATE_VIEW: "CREATE VIEW", SQLITE_CREATE_TEMP_VIEW: "CREATE VIEW",
        SQLITE_CREATE_INDEX: "CREATE INDEX", SQLITE_CREATE_TRIGGER: "CREATE TRIGGER",
        SQLITE_CREATE_VTABLE: "CREATE VIRTUAL TABLE", SQLITE_DROP_TABLE: "DROP TABLE",
        SQLITE_DROP_VTABLE: "DROP TABLE", SQLITE_DROP_VIEW: "DROP VIEW", SQLITE_DROP_INDEX: "DROP INDEX",
        SQLITE_ALTER_TABLE: "ALTER TABLE", SQLITE_REINDEX: "REINDEX", SQLITE_ANALYZE: "ANALYZE",
    ]
}
