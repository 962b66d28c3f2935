import GRDBSQLite

/// One SQLite connection; for one thread at a time.
final class Database {
    let handle: OpaquePointer
    /// What SQLite's callbacks point to; kept until the connection is closed.
    var companions: [AnyObject] = []

    /// Opens a database: `:memory:`, or "" for a temporary file of its own that nobody else sees.
    init(_ path: String) throws(QueryError) {
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
        guard sqlite3_open_v2(path, &opened, flags, nil) == SQLITE_OK, let opened else {
            sqlite3_close_v2(opened)
            throw .statement(message: "SQLite cannot open a database", hint: nil)
        }
        handle = opened
    }

    deinit { sqlite3_close_v2(handle) }

    /// Runs statements of our own that give no rows.
    func execute(_ sql: String) throws(QueryError) {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure }
    }

    /// Prepares the first statement of `sql`; also returns what follows it.
    func prepare(_ sql: String) throws(QueryError) -> (statement: Statement?, rest: String) {
        var prepared: OpaquePointer?
        let text = Array(sql.utf8CString)
        var used = 0
        let code = text.withUnsafeBufferPointer { buffer in
            var tail: UnsafePointer<CChar>?
            let code = sqlite3_prepare_v2(handle, buffer.baseAddress, Int32(buffer.count), &prepared, &tail)
            if let tail, let start = buffer.baseAddress { used = tail - start }
            return code
        }
        guard code == SQLITE_OK else { throw failure }
        let rest = String(decoding: sql.utf8.dropFirst(used), as: UTF8.self)
        return (prepared.map { Statement($0, of: self) }, rest)
    }

    /// SQLite's words for the last failure.
    var failure: QueryError {
        .statement(message: String(cString: sqlite3_errmsg(handle)), hint: nil)
    }
}

/// A prepared statement.
final class Statement {
    let handle: OpaquePointer
    private let database: Database

    fileprivate init(_ handle: OpaquePointer, of database: Database) {
        self.handle = handle
        self.database = database
    }

    deinit { sqlite3_finalize(handle) }

    var columnNames: [String] {
        (0..<sqlite3_column_count(handle)).map { index in
            sqlite3_column_name(handle, index).map { String(cString: $0) } ?? ""
        }
    }

    /// Moves to the next row; false at the end.
    func step() throws(QueryError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw database.failure
        }
    }

    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    /// Binds parameter `index`, from 1.
    func bind(_ value: SQLValue, at index: Int) {
        let index = Int32(index)
        switch value {
        case .null: sqlite3_bind_null(handle, index)
        case .integer(let number): sqlite3_bind_int64(handle, index, number)
        case .real(let number): sqlite3_bind_double(handle, index, number)
        case .text(let text):
            let bytes = Array(text.utf8)
            sqlite3_bind_text64(handle, index, bytes, UInt64(bytes.count), Self.copied, UInt8(SQLITE_UTF8))
        case .blob(let bytes):
            sqlite3_bind_blob64(handle, index, bytes, UInt64(bytes.count), Self.copied)
        }
    }

    /// Tells SQLite to copy what it is given.
    static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    /// The value of column `index` of the row.
    func value(_ index: Int) -> SQLValue {
        let index = Int32(index)
        switch sqlite3_column_type(handle, index) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, index))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(handle, index))
        case SQLITE_TEXT:
            let start = sqlite3_column_text(handle, index)
            let count = Int(sqlite3_column_bytes(handle, index))
            return .text(String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
        case SQLITE_BLOB:
            let start = sqlite3_column_blob(handle, index)
            let count = Int(sqlite3_column_bytes(handle, index))
            return .blob(Array(UnsafeRawBufferPointer(start: start, count: count)))
        default: return .null
        }
    }
}

extension SQLValue {
    /// A value SQLite hands to a function or a scan.
    init(_ value: OpaquePointer?) {
        switch sqlite3_value_type(value) {
        case SQLITE_INTEGER: self = .integer(sqlite3_value_int64(value))
        case SQLITE_FLOAT: self = .real(sqlite3_value_double(value))
        case SQLITE_TEXT:
            let start = sqlite3_value_text(value)
            let count = Int(sqlite3_value_bytes(value))
            self = .text(String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
        case SQLITE_BLOB:
            let start = sqlite3_value_blob(value)
            let count = Int(sqlite3_value_bytes(value))
            self = .blob(Array(UnsafeRawBufferPointer(start: start, count: count)))
        default: self = .null
        }
    }

    /// Hands the value to SQLite as a result.
    func give(to context: OpaquePointer?) {
        switch self {
        case .null: sqlite3_result_null(context)
        case .integer(let number): sqlite3_result_int64(context, number)
        case .real(let number): sqlite3_result_double(context, number)
        case .text(let text):
            Array(text.utf8).span.giveText(to: context)
        case .blob(let bytes):
            sqlite3_result_blob64(context, bytes, UInt64(bytes.count), Statement.copied)
        }
    }
}

extension Span<UInt8> {
    /// Hands UTF-8 to SQLite as a result.
    func giveText(to context: OpaquePointer?) {
        withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { text in
                // A null address would mean NULL, not the empty text.
                guard let start = text.baseAddress else { return sqlite3_result_text(context, "", 0, nil) }
                let encoding = UInt8(SQLITE_UTF8)
                sqlite3_result_text64(context, start, UInt64(count), Statement.copied, encoding)
            }
        }
    }

    /// Hands bytes to SQLite as a result.
    func giveBlob(to context: OpaquePointer?) {
        withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return sqlite3_result_zeroblob(context, 0) }
            sqlite3_result_blob64(context, start, UInt64(count), Statement.copied)
        }
    }
}
