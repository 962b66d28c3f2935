import DeltaLake
import Parquet

/// Small commits to a Delta table, and opening and checkpointing one with a long log.
struct TableCommands {
    private static let application = "bench"

    /// Handles by path, with the commits each has made.
    private var tables: [String: (handle: DeltaTable, commits: Int)] = [:]
    private var batches: [ColumnBatch] = []

    /// Cuts the first rows of `rows` into batches, which every table commits in turn.
    mutating func cut(_ rows: ColumnBatch, batches: String, rows size: String) throws -> Answer {
        guard let batchCount = Int(batches), let batchRows = Int(size) else {
            throw UsageError(words: [batches, size])
        }
        self.batches = (0..<batchCount).map { rows.rows($0 * batchRows..<($0 + 1) * batchRows) }
        return Answer(count: batchCount)
    }

    /// Makes a table of the batches' columns at `path`.
    mutating func create(at path: String) throws -> Answer {
        guard let schema = batches.first?.schema else { throw UsageError(words: ["cut first"]) }
        let columns = zip(schema.fields, schema.leaves).map { field, leaf in
            DeltaColumn(field.name, Self.type(leaf.type), isIdentifying: field.identifying)
        }
        let options = TableOptions(syncsToDevice: false)
        let handle = try DeltaTable.create(at: path, schema: DeltaSchema(columns), options: options)
        tables[path] = (handle, 0)
        return Answer()
    }

    /// Commits the next batch to the table at `path` with a `txn`; answers with the version.
    mutating func append(to path: String) throws -> Answer {
        // The handle has one owner, as in the pipeline; a second one would copy the snapshot.
        guard var (table, commits) = tables.removeValue(forKey: path) else {
            throw UsageError(words: ["create first"])
        }
        let batch = batches[commits % batches.count]
        commits += 1
        let answer = try Answer.timed {
            var transaction = Transaction()
            transaction.add(try table.stage(batch: batch))
            transaction.setTransaction(Self.application, version: Int64(commits))
            guard case .committed(let version) = try table.commit(transaction) else { return -1 }
            return Int(version)
        }
        tables[path] = (table, commits)
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
