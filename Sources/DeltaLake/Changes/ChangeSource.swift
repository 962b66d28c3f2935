internal import Parquet

/// One file of a commit and the rows of it that changed.
struct ChangeSource: Sendable {
    /// Which rows, and what happened to them.
    enum Kind: Sendable {
        /// All rows of a change data file, which says itself what happened.
        case changeFile
        /// All live rows of a data file.
        case all(ChangeType)
        /// The rows of a data file that one deletion vector takes out and another does not.
        case difference(ChangeType, from: DeletionVectorDescriptor?)
    }

    /// Changed rows.
    struct Rows {
        var batch: ColumnBatch
        /// What happened to all of them; nil when `types` says it for each.
        var type: ChangeType?
        var types: Column?
    }

    let file: AddFile
    let kind: Kind

    /// The files to read for the changes of a version, deletions first.
    static func sources(of version: Int64, in table: DeltaTable) throws(DeltaError) -> [ChangeSource] {
        let replay = LogReplay(storage: table.options.storage, path: table.path)
        guard let commit = try replay.commit(version) else {
            throw .missingVersion(version: version, path: table.path)
        }
        var changes: [ChangeSource] = []
        var added: [String: AddFile] = [:]
        var removed: [String: AddFile] = [:]
        for action in commit.actions {
            switch action {
            case .addChange(let file): changes.append(ChangeSource(file: file.asAdded, kind: .changeFile))
            case .add(let file) where file.dataChange: added[file.path] = file
            case .remove(let file) where file.dataChange: removed[file.path] = try file.asAdded(in: table)
            default: break
            }
        }
        if !changes.isEmpty { return changes }
        var deletions: [ChangeSource] = []
        var insertions: [ChangeSource] = []
        for file in removed.values.sorted(by: { $0.path < $1.path }) {
            guard let successor = added[file.path] else {
                deletions.append(ChangeSource(file: file, kind: .all(.delete)))
                continue
            }
            deletions.append(
                ChangeSource(file: successor, kind: .difference(.delete, from: file.deletionVector))
            )
            insertions.append(
                ChangeSource(file: file, kind: .difference(.insert, from: successor.deletionVector))
            )
        }
        for file in added.values.sorted(by: { $0.path < $1.path }) where removed[file.path] == nil {
            insertions.append(ChangeSource(file: file, kind: .all(.insert)))
        }
        return deletions + insertions
    }

    /// The changed rows under the table's columns.
    func rows(_ columns: [DeltaColumn], of table: DeltaTable) throws(DeltaError) -> Rows {
        switch kind {
        case .changeFile:
            let kind = DeltaColumn(ChangeType.column, .string)
            let batch = try DataFile(file, of: table).rows(columns + [kind]).batch
            let types = batch[ChangeType.column]
            return Rows(batch: batch.without([ChangeType.column]), types: types)
        case .all(let type):
            return Rows(batch: try DataFile(file, of: table).rows(columns).batch, type: type)
        case .difference(let type, let other):
            return Rows(batch: try difference(columns, other, of: table), type: type)
        }
    }

    /// The rows that the file's own vector takes out and `other` does not.
    private func difference(
        _ columns: [DeltaColumn],
        _ other: DeletionVectorDescriptor?,
        of table: DeltaTable
    ) throws(DeltaError) -> ColumnBatch {
        let data = try DataFile(file, of: table)
        var plain = file
        plain.deletionVector = other
        let seen = try DataFile(plain, of: table)
        let changed = (data.deleted ?? RowSet()).subtracting(seen.deleted ?? RowSet())
        var rest = RowSet()
        var next: Int64 = 0
        for range in changed.ranges {
            rest.insert(contentsOf: next..<range.lowerBound)
            next = range.upperBound
        }
        rest.insert(contentsOf: next..<Int64(data.reader.rowCount))
        return try seen.rows(columns, without: rest).batch
    }
}

extension AddCDCFile {
    fileprivate var asAdded: AddFile {
        AddFile(path: path, partitionValues: partitionValues, size: size, modificationTime: 0)
    }
}

extension RemoveFile {
    /// The removed file as it was in the table.
    ///
    /// - Throws: `dataFile` when the log does not say its partition.
    fileprivate func asAdded(in table: DeltaTable) throws(DeltaError) -> AddFile {
        guard let partitionValues = partitionValues ?? (table.metadata.partitionColumns.isEmpty ? [:] : nil)
        else {
            throw .dataFile(path: path, reason: "its removal does not say the partition it was of")
        }
        return AddFile(
            path: path,
            partitionValues: partitionValues,
            size: size ?? 0,
            modificationTime: 0,
            deletionVector: deletionVector
        )
    }
}
