public import Parquet

/// The rows that changed between two versions of a table, one batch per file.
///
/// Each batch has the columns asked for and then `_change_type`, `_commit_version` and `_commit_timestamp`. Within
/// a version deleted rows come before inserted ones. At most one file's rows are in memory at a time.
public struct ChangeScan: Sendable {
    /// The column with the version of a change.
    public static let versionColumn = "_commit_version"
    /// The column with the time of its commit.
    public static let timestampColumn = "_commit_timestamp"

    private let table: DeltaTable
    private let columns: [DeltaColumn]
    private let times: [Int64: Int64]
    private let last: Int64
    private var version: Int64
    private var pending: [ChangeSource] = []

    init(_ table: DeltaTable, columns: [DeltaColumn], versions: ClosedRange<Int64>) throws(DeltaError) {
        self.table = table
        self.columns = columns
        times = try table.commitTimes(of: versions)
        version = versions.lowerBound
        last = versions.upperBound
    }

    /// The next rows; nil at the end.
    ///
    /// - Throws: `missingVersion` for a commit that log cleanup took away, `dataFile` for a file that was
    ///   vacuumed or purged, `deletionVector`, or a storage error.
    public mutating func next() throws(DeltaError) -> ColumnBatch? {
        while true {
            if !pending.isEmpty {
                let source = pending.removeFirst()
                let rows = try source.rows(columns, of: table)
                if rows.batch.rowCount > 0 { return marked(rows, version - 1) }
                continue
            }
            guard version <= last else { return nil }
            pending = try ChangeSource.sources(of: version, in: table)
            version += 1
        }
    }

    private func marked(_ rows: ChangeSource.Rows, _ version: Int64) -> ColumnBatch {
        var kinds = Column(type: .string)
        var versions = Column(type: .int64)
        var moments = Column(type: .timestamp, maxDefinition: 1)
        for row in 0..<rows.batch.rowCount {
            if let type = rows.type {
                kinds.append(type.rawValue)
            } else {
                kinds.append(bytes: rows.types?.bytes(at: row) ?? [])
            }
            versions.append(version)
            if let time = times[version] { moments.append(time * 1_000) } else { moments.appendNull() }
        }
        let fields: [Field] = [
            .required(ChangeType.column, .string), .required(Self.versionColumn, .int64),
            .optional(Self.timestampColumn, .timestamp),
        ]
        var batch = ColumnBatch(schema: Schema(rows.batch.schema.fields + fields))
        batch.columns = rows.batch.columns + [kinds, versions, moments]
        return batch
    }
}

extension DeltaTable {
    /// Prepares to read what changed from version `first` to `last`, both included; nil means the newest known.
    ///
    /// A version with change data files tells from them, updates included. Of any other the changes are inferred
    /// from the files it added and removed: rows of a removed file are deleted, those of an added one inserted,
    /// and a file with another deletion vector tells the rows in which the two differ. So a writer that rewrites
    /// files without change data shows the rows it copied as deleted and inserted. A commit that only rearranges
    /// rows changes nothing. Columns are as in `scan`, under the newest schema.
    ///
    /// - Throws: `invalidInput` for an unknown column or a range that is none, or a storage error.
    public func changes(from first: Int64, to last: Int64? = nil, columns: [String]? = nil)
        throws(DeltaError) -> ChangeScan
    {
        let last = last ?? version
        guard first >= 0, first <= last, last <= version else {
            throw .invalidInput("no versions from \(first) to \(last); the table is at version \(version)")
        }
        return try ChangeScan(self, columns: self.columns(named: columns), versions: first...last)
    }
}
