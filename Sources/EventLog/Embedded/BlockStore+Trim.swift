import GRDB

extension BlockStore {
    /// Stored bytes deleted, or moved, in one transaction of a trim: an append waits for one at most.
    static let trimBytes: Int64 = 4 << 20
    /// Blocks deleted in one transaction of a trim.
    static let trimBlocks = 2_000
    /// A file made before it could shrink is rewritten if no more than this would be kept, in one transaction.
    static let rewriteBytes: Int64 = 128 << 20
    /// Free pages up to this many stay for the appends to come.
    static let sparePages: Int64 = 64

    /// How a file gives back free pages, SQLite's `auto_vacuum`.
    private enum Vacuum {
        /// On demand, some pages at a time.
        static let incremental: Int64 = 2
    }

    /// Deletes the next blocks that end at or below `offset`; false when none is left.
    ///
    /// The last block stays, since it holds the end offset.
    func trimStep(partition: Int, below offset: Int64) throws(EventLogError) -> Bool {
        try run { database in
            var isDeleted = false
            try database.inTransaction(.immediate) {
                guard let last = try lastOfStep(partition, offset, database) else { return .rollback }
                for table in ["block", "kind_block"] {
                    try database.execute(
                        sql: "DELETE FROM \(table) WHERE partition = ? AND base_offset <= ?",
                        arguments: [partition, last]
                    )
                }
                isDeleted = true
                return .commit
            }
            return isDeleted
        }
    }

    /// The base offset of the last block that the next step may delete.
    private func lastOfStep(_ partition: Int, _ offset: Int64, _ database: Database) throws -> Int64? {
        let statement = try database.cachedStatement(
            sql: """
                SELECT base_offset, record_count, length(envelope) + length(payload) FROM block
                WHERE partition = ?1 AND base_offset < ?2
                    AND base_offset < (SELECT max(base_offset) FROM block WHERE partition = ?1)
                ORDER BY base_offset LIMIT ?3
                """
        )
        let rows = try Row.fetchCursor(statement, arguments: [partition, offset, Self.trimBlocks])
        var last: Int64?
        var bytes: Int64 = 0
        while bytes < Self.trimBytes, let row = try rows.next() {
            let base = try row.integer(0)
            guard try base + row.integer(1) <= offset else { break }
            bytes += try row.integer(2)
            last = base
        }
        return last
    }

    /// Whether enough of the file is free to give it back.
    func isWorthShrinking() throws(EventLogError) -> Bool {
        try run { database in
            let free = try Self.number("freelist_count", database)
            return try free > Self.sparePages && free > Self.number("page_count", database) / 16
        }
    }

    /// Gives the next free pages back; false when none is left, or the file cannot shrink yet.
    func shrinkStep() throws(EventLogError) -> Bool {
        try run { database in
            let free = try Self.number("freelist_count", database)
            guard free > 0 else { return false }
            guard try Self.number("auto_vacuum", database) == Vacuum.incremental else {
                let kept = try (Self.number("page_count", database) - free) * Int64(Self.pageBytes)
                if kept <= Self.rewriteBytes { try Self.rewrite(database) }
                return false
            }
            let pages = Self.trimBytes / Int64(Self.pageBytes)
            try database.execute(sql: "PRAGMA incremental_vacuum(\(pages))")
            return free > pages
        }
    }

    /// Writes all that is kept anew, so that the file shrinks now and in steps from then on.
    private static func rewrite(_ database: Database) throws {
        try database.execute(
            sql: """
                PRAGMA temp_store = MEMORY;
                PRAGMA auto_vacuum = INCREMENTAL;
                VACUUM;
                """
        )
    }

    /// Copies the write-ahead log into the file, whose end is cut off with it.
    ///
    /// What a reader still looks at stays until the next time, unless `isErasing`, when that is an error.
    func checkpoint(isErasing: Bool = false) throws(EventLogError) {
        try run { database in
            let mode = isErasing ? "TRUNCATE" : "PASSIVE"
            let row = try Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(\(mode))")
            guard !isErasing || row?[0] == Int64(0) else {
                throw EventLogError.unavailable(
                    place: path,
                    reason: "a reader holds on to erased bytes in the write-ahead log; erase again"
                )
            }
        }
    }

    private static func number(_ pragma: String, _ database: Database) throws -> Int64 {
        try Int64.fetchOne(database, sql: "PRAGMA \(pragma)") ?? 0
    }
}
