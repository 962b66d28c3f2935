public import Parquet

extension DeltaTable {
    /// How young a file that no commit names is left alone by a purge, in milliseconds.
    static let youngMilliseconds: Int64 = 3_600_000

    /// Destroys the bytes of a person's rows: first erases what is still in the table, then writes every live
    /// file that holds such rows anew and deletes every old file that does, whatever the retention says.
    ///
    /// Old files are data files of earlier versions, change data, files no commit names, and the deletion
    /// vectors of all these; others stay. Versions that need a deleted file can no longer be read and say so.
    /// After a crash the call can be repeated. The texts are as for `erase`.
    ///
    /// - Throws: as `erase`.
    @discardableResult
    public mutating func purge(matching filter: RowFilter, by actor: String, reason: String)
        throws(DeltaError) -> PurgeResult
    {
        try erase(matching: filter, by: actor, reason: reason)
        let transaction = Transaction(
            operation: "PURGE",
            parameters: ["by": actor, "reason": reason],
            dataChange: false
        )
        let done = try commitRetrying("PURGE") { (table) throws(DeltaError) in
            try table.planPurge(filter, transaction)
        }
        var result = PurgeResult()
        result.version = done?.version
        result.filesRewritten = done?.result ?? 0
        result.columnsInLog = filter.columns.filter { metadata.statsColumns.contains($0) }
        try deleteOldFiles(filter, into: &result)
        return result
    }

    private mutating func planPurge(_ filter: RowFilter, _ empty: Transaction) throws(DeltaError)
        -> (transaction: Transaction, result: Int)?
    {
        var transaction = empty
        let pruning = try FilePruning(filter, metadata)
        for file in filesInOrder where file.deletionVector != nil {
            guard case .read(let rest) = try pruning.verdict(file) else { continue }
            let data = try DataFile(file, of: self)
            guard try data.physicalCount(matching: rest) > 0 else { continue }
            transaction.remove(file)
            if let rewritten = try stage(rewriting: data, without: nil) { transaction.add(rewritten) }
        }
        let count = transaction.removes.count
        transaction.metrics = ["numRewrittenFiles": "\(count)"]
        return count == 0 ? nil : (transaction, count)
    }

    private func deleteOldFiles(_ filter: RowFilter, into result: inout PurgeResult) throws(DeltaError) {
        let live = Set(files.values.compactMap { PartitionPath.file(uri: $0.path) })
        var known = ReferencedFiles(self)
        known.insertTombstones(of: self, since: .min)
        try known.insertCommits(of: self, since: .min)
        known.insertLive(of: self)
        let pruning = try FilePruning(filter, metadata)
        let entries = try TableFolder(self).entries()
        let youngest = options.now() - Self.youngMilliseconds
        for entry in entries where !live.contains(entry.name) && entry.name.hasSuffix(".parquet") {
            switch holds(entry.name, known.dataFiles[entry.name]?.partitionValues, pruning) {
            case false: continue
            case nil: result.unreadableFiles.append(entry.name)
            case true where known.dataFiles[entry.name] == nil && entry.status.modificationTime > youngest:
                result.youngFiles.append(entry.name)
            default:
                try delete(entry.name)
                result.filesDeleted.append(entry.name)
                result.bytesDeleted += entry.status.size
            }
        }
        let gone = Set(result.filesDeleted)
        let needed = known.dataFiles.filter { !gone.contains($0.key) }.reduce(into: Set<String>()) {
            $0.formUnion($1.value.vectorFiles)
        }
        let purged = gone.reduce(into: Set<String>()) { $0.formUnion(known.dataFiles[$1]?.vectorFiles ?? []) }
        for entry in entries where purged.contains(entry.name) && !needed.contains(entry.name) {
            try delete(entry.name)
            result.filesDeleted.append(entry.name)
            result.bytesDeleted += entry.status.size
        }
    }

    /// Whether a file that is not in the table holds rows of the filter; nil when it cannot be read.
    ///
    /// Where the log does not say its partition, any is assumed.
    private func holds(_ name: String, _ values: [String: String?]?, _ pruning: FilePruning) -> Bool? {
        do throws(DeltaError) {
            let file = AddFile(
                path: PartitionPath.uri(name),
                partitionValues: values ?? [:],
                size: 0,
                modificationTime: 0
            )
            let rest: RowFilter
            if values == nil {
                rest = pruning.dataFilter
            } else if case .read(let filter) = try pruning.verdict(file) {
                rest = filter
            } else {
                return false
            }
            return try DataFile(file, of: self).physicalCount(matching: rest) > 0
        } catch {
            return nil
        }
    }
}
