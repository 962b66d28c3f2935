import DeltaLake
import Parquet

/// Small commits to a Delta table, and opening and checkpointing one with a long log.
struct TableCommands {
    private static let application = "bench"

    private var table: DeltaTable?
    private var batches: [ColumnBatch] = []
    private var commits = 0

    /// Makes a table like `rows` at `path` and cuts its first rows into batches, which `append` commits in
    /// turn.
    mutating func create(_ rows: ColumnBatch, at path: String, batches: String, rows size: String) throws
        -> Answer
    {
        guard let batchCount = Int(batches), let batchRows = Int(size) else {
            throw UsageError(words: [batches, size])
        }
        self.batches = (0..<batchCount).map { rows.rows($0 * batchRows..<($0 + 1) * batchRows) }
        commits = 0
        let columns = zip(rows.schema.fields, rows.schema.leaves).map { field, leaf in
            DeltaColumn(field.name, Self.type(leaf.type), isIdentifying: field.identifying)
        }
        let options = TableOptions(syncsToDevice: false)
        table = try DeltaTable.create(at: path, schema: DeltaSchema(columns), options: options)
        return Answer()
    }

    /// Commits the next batch with a `txn`; answers with the version.
    mutating func append() throws -> Answer {
        guard var table, !batches.isEmpty else { throw UsageError(words: ["create first"]) }
        // The handle has one owner, as in the pipeline; a second one would copy the snapshot.
        self.table = nil
        let batch = batches[commits % batches.count]
        commits += 1
        let answer = try Answer.timed {
            var transaction = Transaction()
            transaction.add(try table.stage(batch: batch))
            transaction.setTransaction(Self.application, version: Int64(commits))
            guard case .committed(let version) = try table.commit(transaction) else { return -1 }
            return Int(version)
        }
        self.table = table
        return answer
    }

    /// Opens the newest version.
    func open(_ path: String) throws -> Answer {
        try .timed { Int(try DeltaTable.open(at: path, options: TableOptions(syncsToDevice: false)).version) }
    }

    /// Opens the newest version and writes its checkpoint; only the writing counts.
    func checkpoint(_ path: String) throws -> Answer {
        var table = try DeltaTable.open(at: path, options: TableOptions(syncsToDevice: false))
        return try .timed {
            try table.writeCheckpoint()
            return Int(table.version)
        }
    }

    private static func type(_ type: ColumnType) -> DeltaType {
        switch type {
        case .int32: .integer
        case .int64: .long
        case .double: .double
        case .timestamp: .timestamp
        default: .string
        }
    }
}

extension ColumnBatch {
    /// A copy of some rows of a flat batch.
    func rows(_ range: Range<Int>) -> ColumnBatch {
        var part = ColumnBatch(schema: schema)
        for (index, column) in columns.enumerated() {
            for row in range {
                if column.isNull(at: row) {
                    part.columns[index].appendNull()
                } else {
                    switch column.type {
                    case .int32: part.columns[index].append(column.int32Values[row])
                    case .int64, .timestamp: part.columns[index].append(column.int64Values[row])
                    case .double: part.columns[index].append(column.doubleValues[row])
                    default: part.columns[index].append(bytes: column.bytes(at: row))
                    }
                }
            }
        }
        return part
    }
}
