import GRDBSQLite

/// Makes our orders of texts known to SQLite.
enum CollationFunctions {
    /// - Parameter literals: Those of the statement, watched in comparisons of time columns.
    static func add(to database: Database, watching literals: TimeLiterals) throws(QueryError) {
        database.companions.append(literals)
        let watched = Unmanaged.passUnretained(literals).toOpaque()
        try add(.timeColumn, to: database, watched) { literals, leftCount, left, rightCount, right in
            CollationFunctions.compare(left, leftCount, right, rightCount) { left, right in
                guard let literals else { return MomentOrder.compare(left, right) }
                return Unmanaged<TimeLiterals>.fromOpaque(literals).takeUnretainedValue().compare(left, right)
            }
        }
        try add(.moment, to: database) { _, leftCount, left, rightCount, right in
            CollationFunctions.compare(left, leftCount, right, rightCount, MomentOrder.compare)
        }
        try add(.decimal, to: database) { _, leftCount, left, rightCount, right in
            CollationFunctions.compare(left, leftCount, right, rightCount, DecimalOrder.compare)
        }
    }

    private typealias Callback =
        @convention(c) (UnsafeMutableRawPointer?, Int32, UnsafeRawPointer?, Int32, UnsafeRawPointer?) -> Int32

    private static func add(
        _ order: Collation,
        to database: Database,
        _ context: UnsafeMutableRawPointer? = nil,
        _ callback: @escaping Callback
    ) throws(QueryError) {
        let name = order.rawValue
        guard
            sqlite3_create_collation_v2(database.handle, name, SQLITE_UTF8, context, callback, nil)
                == SQLITE_OK
        else { throw database.failure }
    }

    private static func compare(
        _ left: UnsafeRawPointer?,
        _ leftCount: Int32,
        _ right: UnsafeRawPointer?,
        _ rightCount: Int32,
        _ order: (Span<UInt8>, Span<UInt8>) -> Int32
    ) -> Int32 {
        let left = UnsafeRawBufferPointer(start: left, count: Int(leftCount))
        let right = UnsafeRawBufferPointer(start: right, count: Int(rightCount))
        return left.withMemoryRebound(to: UInt8.self) { left in
            right.withMemoryRebound(to: UInt8.self) { right in order(left.span, right.span) }
        }
    }
}
