import GRDBSQLite

/// The tables of a lake as SQLite's virtual tables: the C side only; `TableSource` and `TableCursor` do the work.
final class VirtualTables {
    /// Finds the table `name` of `schema`, opened.
    typealias Finder = (_ schema: String, _ name: String) throws(QueryError) -> TableSource

    static let moduleName = "delta"

    private let find: Finder
    private let module: UnsafeMutablePointer<sqlite3_module>
    /// What a callback could not throw through C.
    var failure: QueryError?

    /// Makes the module known to `database`, which keeps this value.
    init(_ database: Database, find: @escaping Finder) throws(QueryError) {
        self.find = find
        module = .allocate(capacity: 1)
        module.initialize(to: Self.callbacks())
        let context = Unmanaged.passUnretained(self).toOpaque()
        guard sqlite3_create_module_v2(database.handle, Self.moduleName, module, context, nil) == SQLITE_OK
        else { throw database.failure }
        database.companions.append(self)
    }

    deinit { module.deallocate() }

    /// The C structs SQLite keeps, each with our object behind SQLite's own part.
    private struct Table {
        var base = sqlite3_vtab()
        var source: Unmanaged<TableSource>
        var tables: Unmanaged<VirtualTables>
    }

    private struct Cursor {
        var base = sqlite3_vtab_cursor()
        var cursor: Unmanaged<TableCursor>
        var tables: Unmanaged<VirtualTables>
    }

    private typealias TablePointer = UnsafeMutablePointer<sqlite3_vtab>
    private typealias CursorPointer = UnsafeMutablePointer<sqlite3_vtab_cursor>

    private static func table(_ pointer: TablePointer?) -> UnsafeMutablePointer<Table>? {
        UnsafeMutableRawPointer(pointer)?.assumingMemoryBound(to: Table.self)
    }

    private static func cursor(_ pointer: CursorPointer?) -> UnsafeMutablePointer<Cursor>? {
        UnsafeMutableRawPointer(pointer)?.assumingMemoryBound(to: Cursor.self)
    }

    /// Runs `body` for the cursor SQLite names; a thrown error is kept and ends the statement.
    private static func run(
        _ pointer: CursorPointer?,
        _ body: (TableCursor) throws(QueryError) -> Void
    ) -> Int32 {
        guard let found = cursor(pointer) else { return SQLITE_MISUSE }
        do throws(QueryError) {
            try body(found.pointee.cursor.takeUnretainedValue())
            return SQLITE_OK
        } catch {
            found.pointee.tables.takeUnretainedValue().failure = error
            return SQLITE_ERROR
        }
    }

    private static func callbacks() -> sqlite3_module {
        var module = sqlite3_module()
        module.iVersion = 1
        module.xCreate = { database, context, count, words, out, _ in
            guard let context, count >= 3, let words, let schema = words[1], let name = words[2] else {
                return SQLITE_MISUSE
            }
            let tables = Unmanaged<VirtualTables>.fromOpaque(context)
            return VirtualTables.connect(
                tables,
                database,
                String(cString: schema),
                String(cString: name),
                out
            )
        }
        module.xConnect = module.xCreate
        module.xBestIndex = { table, info in
            guard let source = VirtualTables.table(table)?.pointee.source, let info else {
                return SQLITE_MISUSE
            }
            IndexOffer.answer(info, source.takeUnretainedValue())
            return SQLITE_OK
        }
        module.xDisconnect = { VirtualTables.disconnect($0) }
        module.xDestroy = { VirtualTables.disconnect($0) }
        module.xOpen = { table, out in
            guard let table = VirtualTables.table(table)?.pointee, let out else { return SQLITE_MISUSE }
            let cursor = TableCursor(table.source.takeUnretainedValue())
            let made = UnsafeMutablePointer<Cursor>.allocate(capacity: 1)
            made.initialize(to: Cursor(cursor: .passRetained(cursor), tables: table.tables))
            out.pointee = UnsafeMutableRawPointer(made).assumingMemoryBound(to: sqlite3_vtab_cursor.self)
            return SQLITE_OK
        }
        module.xClose = { pointer in
            guard let cursor = VirtualTables.cursor(pointer) else { return SQLITE_MISUSE }
            cursor.pointee.cursor.release()
            cursor.deinitialize(count: 1)
            cursor.deallocate()
            return SQLITE_OK
        }
        module.xFilter = { pointer, number, _, count, values in
            VirtualTables.run(pointer) { cursor throws(QueryError) in
                let values = (0..<Int(count)).map { values?[$0] }
                try cursor.start(plan: Int(number), values)
            }
        }
        module.xNext = { pointer in
            VirtualTables.run(pointer) { cursor throws(QueryError) in try cursor.advance() }
        }
        module.xEof = { pointer in
            VirtualTables.cursor(pointer)?.pointee.cursor.takeUnretainedValue().isAtEnd == false ? 0 : 1
        }
        module.xColumn = { pointer, context, column in
            VirtualTables.run(pointer) { cursor throws(QueryError) in
                try cursor.give(Int(column), to: context)
            }
        }
        module.xRowid = { pointer, out in
            VirtualTables.run(pointer) { cursor throws(QueryError) in out?.pointee = cursor.rowID }
        }
        return module
    }

    private static func connect(
        _ tables: Unmanaged<VirtualTables>,
        _ database: OpaquePointer?,
        _ schema: String,
        _ name: String,
        _ out: UnsafeMutablePointer<UnsafeMutablePointer<sqlite3_vtab>?>?
    ) -> Int32 {
        do throws(QueryError) {
            let source = try tables.takeUnretainedValue().find(schema, name)
            let code = sqlite3_declare_vtab(database, source.declaration)
            guard code == SQLITE_OK else { return code }
            let made = UnsafeMutablePointer<Table>.allocate(capacity: 1)
            made.initialize(to: Table(source: .passRetained(source), tables: tables))
            out?.pointee = UnsafeMutableRawPointer(made).assumingMemoryBound(to: sqlite3_vtab.self)
            return SQLITE_OK
        } catch {
            tables.takeUnretainedValue().failure = error
            return SQLITE_ERROR
        }
    }

    private static func disconnect(_ pointer: TablePointer?) -> Int32 {
        guard let table = table(pointer) else { return SQLITE_MISUSE }
        table.pointee.source.release()
        table.deinitialize(count: 1)
        table.deallocate()
        return SQLITE_OK
    }
}
