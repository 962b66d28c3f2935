import GRDB

extension BlockStore {
    /// Kinds from this number on are indexed by block.
    ///
    /// Those below were written by versions that kept no index; they are common, and found by reading envelopes.
    static let firstIndexedKind: UInt8 = 4

    /// Makes the index in a log that has none: nothing it would name can be in such a log.
    ///
    /// A log that may only be read stays without.
    func createKindIndex() throws(EventLogError) {
        do throws(EventLogError) {
            try run { database in
                if try !Self.hasKindIndex(database) { try Self.createKindIndex(database) }
            }
        } catch {
            guard case .readOnly = error else { throw error }
        }
    }

    private static func hasKindIndex(_ database: Database) throws -> Bool {
        try database.tableExists("kind_block")
    }

    private static func createKindIndex(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE IF NOT EXISTS kind_block(
                    partition INTEGER NOT NULL,
                    kind INTEGER NOT NULL,
                    base_offset INTEGER NOT NULL,
                    PRIMARY KEY (partition, kind, base_offset)) WITHOUT ROWID
                """
        )
    }

    /// Adds the block to the index under each of its indexed kinds.
    func note(kindsOf block: StoredBlock, _ database: Database) throws {
        for kind in block.indexedKinds {
            try database.execute(
                sql: "INSERT OR IGNORE INTO kind_block(partition, kind, base_offset) VALUES (?, ?, ?)",
                arguments: [block.partition, Int64(kind.rawValue), block.baseOffset]
            )
        }
    }

    /// The first block that ends behind `offset` and may hold a record of the kind.
    func nextBlock(
        of kind: RecordKind,
        partition: Int,
        from offset: Int64
    ) throws(EventLogError) -> StoredBlock? {
        let base =
            kind.rawValue >= Self.firstIndexedKind
            ? try nextIndexed(kind, partition, offset) : try nextScanned(kind, partition, offset)
        guard let base else { return nil }
        let block = try blocks(partition: partition, from: base, records: 1, bytes: 1).first
        return block.flatMap { $0.endOffset > offset ? $0 : nil }
    }

    private func nextIndexed(
        _ kind: RecordKind,
        _ partition: Int,
        _ offset: Int64
    ) throws(EventLogError) -> Int64? {
        try run { database in
            guard try Self.hasKindIndex(database) else { return nil }
            return try Int64.fetchOne(
                database,
                sql: """
                    SELECT base_offset FROM kind_block WHERE partition = ?1 AND kind = ?2
                        AND base_offset >= \(Self.firstBase) ORDER BY base_offset LIMIT 1
                    """,
                arguments: [partition, Int64(kind.rawValue), offset]
            )
        }
    }

    /// Reads envelopes only: SQLite leaves the payloads on their pages.
    private func nextScanned(
        _ kind: RecordKind,
        _ partition: Int,
        _ offset: Int64
    ) throws(EventLogError) -> Int64? {
        try run { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT base_offset, envelope, record_count FROM block WHERE partition = ?1
                        AND base_offset >= \(Self.firstBase) ORDER BY base_offset
                    """,
                arguments: [partition, Int64(kind.rawValue), offset]
            )
            while let row = try rows.next() {
                let base = try row.integer(0)
                let (envelope, count) = try (row.bytes(1), Int(row.integer(2)))
                do throws(BlockEnvelope.Fault) {
                    if try BlockEnvelope.holds(kind, envelope, count: count) { return base }
                } catch {
                    throw EventLogError.corrupt(
                        place: "\(path) partition \(partition) offset \(base)",
                        found: error.found
                    )
                }
            }
            return nil
        }
    }

    /// The base offset of the block that holds offset ?3 of partition ?1, or 0.
    private static let firstBase =
        "ifnull((SELECT max(base_offset) FROM block WHERE partition = ?1 AND base_offset <= ?3), 0)"
}
