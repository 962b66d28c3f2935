internal import Storage

extension DeltaTable {
    /// Deletes files that no version of the last `age` needs, deletion vectors and change data among them.
    ///
    /// Live files and those of versions that were current within `age` stay, and so does every file written
    /// within it by the storage's clock or staged in this process, since a writer may be about to commit it. `age` nil means the table's
    /// `delta.deletedFileRetentionDuration`, and nothing shorter is taken. Older versions can then no longer be
    /// read; their log stays. The handle is refreshed first.
    ///
    /// - Throws: `invalidInput` for too short an age, `corruptLog`, or a storage error, with the files that were
    ///   reached before deleted.
    @discardableResult
    public mutating func vacuum(olderThan age: Duration? = nil, dryRun: Bool = false) throws(DeltaError)
        -> VacuumResult
    {
        try verifyWritable()
        try refresh()
        let retention = metadata.retentionMilliseconds
        let milliseconds = age.map(\.milliseconds) ?? retention
        guard milliseconds >= retention else {
            throw .invalidInput(
                "vacuum: \(milliseconds) ms is less than the table keeps removed files (\(retention) ms); "
                    + "set \(TableMetadata.retentionKey) first"
            )
        }
        let now = dryRun ? options.now() : try storageTime()
        let oldest = now.subtractingReportingOverflow(milliseconds).partialValue
        var needed = ReferencedFiles(self)
        needed.insertLive(of: self)
        needed.insertTombstones(of: self, since: oldest)
        try needed.insertCommits(of: self, since: oldest)
        let staged = Set(StagedFiles.uncommitted(in: path))
        var result = VacuumResult()
        for entry in try TableFolder(self).entries()
        where needed.dataFiles[entry.name] == nil && !needed.vectorFiles.contains(entry.name) {
            guard entry.status.modificationTime < oldest, !staged.contains(entry.name) else {
                result.youngFiles += 1
                continue
            }
            if !dryRun { try delete(entry.name) }
            result.files.append(entry.name)
            result.bytes += entry.status.size
        }
        return result
    }

    /// Deletes a file of the table's folder; no error when it is gone.
    func delete(_ name: String) throws(DeltaError) {
        do throws(StorageError) {
            try options.storage.delete("\(path)/\(name)")
        } catch {
            if !error.isMissing { throw DeltaError(error) }
        }
    }
}

extension Duration {
    /// Whole milliseconds, cut to what an Int64 holds.
    fileprivate var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000)
        if overflow { return seconds < 0 ? .min : .max }
        return whole.addingReportingOverflow(attoseconds / 1_000_000_000_000_000).partialValue
    }
}
