import FoundationEssentials
import GRDB

/// One SQLite connection to an embedded log: the statements, and errors in the log's terms.
struct BlockStore: Sendable {
    /// Marks the file as ours in SQLite's header: "WFLG".
    static let applicationID = 0x5746_4C47
    /// The layout this code reads and writes, SQLite's `user_version`.
    static let formatVersion = 1
    /// How long to wait for another process's lock.
    static let lockTimeoutSeconds = 10.0
    /// The write-ahead log is copied into the database each time it has grown by about this much.
    static let checkpointBytes = 16 << 20
    static let pageBytes = 8_192

    let database: DatabaseQueue
    let path: String

    /// The offsets of what is kept, per partition.
    struct Bounds {
        var first: [Int64]
        var end: [Int64]
    }

    /// Runs `body` and puts what it throws into the log's terms.
    func run<Result>(_ body: (Database) throws -> Result) throws(EventLogError) -> Result {
        do {
            return try database.inDatabase(body)
        } catch {
            throw .from(error, place: path)
        }
    }

    /// The offsets kept per partition.
    func bounds(partitionCount: Int) throws(EventLogError) -> Bounds {
        try run { database in
            let last = try database.cachedStatement(
                sql: """
                    SELECT base_offset + record_count FROM block WHERE partition = ?
                    ORDER BY base_offset DESC LIMIT 1
                    """
            )
            let first = try database.cachedStatement(
                sql: "SELECT min(base_offset) FROM block WHERE partition = ?"
            )
            var bounds = Bounds(first: [], end: [])
            for partition in 0..<partitionCount {
                bounds.end.append(try Int64.fetchOne(last, arguments: [partition]) ?? 0)
                bounds.first.append(try Int64.fetchOne(first, arguments: [partition]) ?? 0)
            }
            return bounds
        }
    }

    /// Inserts the blocks behind what is there, in one transaction; returns the base offset per partition.
    ///
    /// Nil, and nothing is inserted, when a partition named in `expected` does not end there.
    func append(
        _ blocks: [[StoredBlock]],
        ifEndOffsets expected: [Int: Int64] = [:]
    ) throws(EventLogError) -> [Int64]? {
        try run { database in
            var bases: [Int64]? = [Int64](repeating: 0, count: blocks.count)
            try database.inTransaction(.immediate) {
                let last = try database.cachedStatement(
                    sql: """
                        SELECT base_offset + record_count FROM block WHERE partition = ?
                        ORDER BY base_offset DESC LIMIT 1
                        """
                )
                for (partition, end) in expected {
                    guard try Int64.fetchOne(last, arguments: [partition]) ?? 0 == end else {
                        bases = nil
                        return .rollback
                    }
                }
                for (partition, added) in blocks.enumerated() where !added.isEmpty {
                    let base = try Int64.fetchOne(last, arguments: [partition]) ?? 0
                    bases?[partition] = base
                    for var block in added {
                        block.baseOffset += base
                        try insert(block, database)
                    }
                }
                return .commit
            }
            return bases
        }
    }

    private func insert(_ block: StoredBlock, _ database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO block(
                    partition, base_offset, record_count, max_received_at, digest, envelope, payload)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        )
        try statement.execute(arguments: [
            block.partition, block.baseOffset, block.count, block.maxReceivedAt,
            Int64(bitPattern: block.digest), Data(block.envelope), Data(block.payload),
        ])
        try note(kindsOf: block, database)
    }

    /// The blocks from the one that holds `offset` on, until `records` from there or `bytes` are reached.
    func blocks(
        partition: Int,
        from offset: Int64,
        records: Int,
        bytes: Int
    ) throws(EventLogError) -> [StoredBlock] {
        try run { database in
            let statement = try database.cachedStatement(
                sql: """
                    SELECT base_offset, record_count, max_received_at, digest, envelope, payload FROM block
                    WHERE partition = ?1 AND base_offset >= (
                        SELECT base_offset FROM block WHERE partition = ?1 AND base_offset <= ?2
                        ORDER BY base_offset DESC LIMIT 1)
                    ORDER BY base_offset
                    """
            )
            var blocks: [StoredBlock] = []
            var size = 0
            let rows = try Row.fetchCursor(statement, arguments: [partition, offset])
            while let row = try rows.next() {
                let block = try self.block(partition, row)
                if let last = blocks.last, last.endOffset != block.baseOffset {
                    throw EventLogError.corrupt(
                        place: "\(path) partition \(partition)",
                        found: "offset \(block.baseOffset) after \(last.endOffset - 1)"
                    )
                }
                size += block.payload.count
                blocks.append(block)
                if block.endOffset - offset >= Int64(records) || size >= bytes { break }
            }
            return blocks
        }
    }

    /// The block of a row with all columns, checked.
    func block(_ partition: Int, _ row: Row) throws -> StoredBlock {
        let base = try row.integer(0)
        let count = try row.integer(1)
        let place = "\(path) partition \(partition) offset \(base)"
        guard base >= 0, base < Int64.max / 2, (1...Int64(StoredBlock.recordLimit)).contains(count) else {
            throw EventLogError.corrupt(place: place, found: "a block of \(count) records")
        }
        let block = StoredBlock(
            partition: partition,
            baseOffset: base,
            count: Int(count),
            maxReceivedAt: try row.integer(2),
            envelope: try row.bytes(4),
            payload: try row.bytes(5)
        )
        guard try row.integer(3) == Int64(bitPattern: block.digest) else {
            throw EventLogError.corrupt(place: place, found: "a checksum that does not fit its bytes")
        }
        return block
    }

    /// A number that changes when another connection commits.
    func dataVersion() throws(EventLogError) -> Int64 {
        try run { database in
            try Int64.fetchOne(database.cachedStatement(sql: "PRAGMA data_version")) ?? 0
        }
    }

    /// Closes the connection; what it throws is of no use to anyone any more.
    func close() {
        try? database.close()
    }
}

extension Row {
    /// An integer column, without GRDB's trap on another type.
    func integer(_ column: Int) throws -> Int64 {
        guard case .int64(let value) = databaseValue(atIndex: column).storage else {
            throw EventLogError.corrupt(place: "block", found: "column \(column) is not an integer")
        }
        return value
    }

    /// A blob column; an empty blob when it is NULL.
    func bytes(_ column: Int) throws -> [UInt8] {
        try withUnsafeData(atIndex: column) { data in data.map { [UInt8]($0) } ?? [] }
    }

    private func databaseValue(atIndex index: Int) -> DatabaseValue {
        self[index]
    }
}
