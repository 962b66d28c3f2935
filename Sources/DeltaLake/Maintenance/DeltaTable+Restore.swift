/// What a restore changed.
public struct RestoreResult: Hashable, Sendable {
    /// The version it became; nil when the table was in that state already.
    public var version: Int64?
    /// The version whose state it has.
    public var restoredVersion: Int64
    /// Files that came back.
    public var filesRestored = 0
    /// Files that left.
    public var filesRemoved = 0
}

extension DeltaTable {
    /// Makes the newest version equal an old one again: its files, deletion vectors, schema and properties.
    ///
    /// The protocol and the progress of applications stay as they are. A version from before an erasure is
    /// refused, since it would bring the erased rows back.
    ///
    /// - Throws: `versionUnavailable`, `dataFile` when a file of that version is gone, `invalidInput` over an
    ///   erasure, `contention`, or as `commit`.
    @discardableResult
    public mutating func restore(toVersion target: Int64) throws(DeltaError) -> RestoreResult {
        try refresh()
        let old = try DeltaTable.open(at: path, version: target, options: options)
        let done = try commitRetrying("RESTORE") { (table) throws(DeltaError) in
            try table.verifyNoErasure(after: target)
            return try table.planRestore(to: old)
        }
        var result = done?.result ?? RestoreResult(restoredVersion: target)
        result.version = done?.version
        return result
    }

    /// Makes the newest version equal the one that was current at a time in milliseconds since 1970.
    ///
    /// - Throws: `timeUnavailable`, or as `restore(toVersion:)`.
    @discardableResult
    public mutating func restore(asOf time: Int64) throws(DeltaError) -> RestoreResult {
        try refresh()
        return try restore(toVersion: version(asOf: time))
    }

    private func planRestore(to old: DeltaTable) throws(DeltaError)
        -> (transaction: Transaction, result: RestoreResult)?
    {
        var result = RestoreResult(restoredVersion: old.version)
        var transaction = Transaction(operation: "RESTORE", parameters: ["version": "\(old.version)"])
        transaction.reads = .table
        for file in filesInOrder where old.files[file.path]?.key != file.key {
            transaction.remove(file)
            result.filesRemoved += 1
        }
        for file in old.filesInOrder where files[file.path]?.key != file.key {
            // Opening reads the footer and the vector, so that nothing is restored that cannot be read.
            _ = try DataFile(file, of: old)
            transaction.add(file)
            result.filesRestored += 1
        }
        let restored = metadata.restored(from: old.metadata)
        if restored != metadata { transaction.metadata = restored }
        transaction.metrics = [
            "numRestoredFiles": "\(result.filesRestored)", "numRemovedFiles": "\(result.filesRemoved)",
        ]
        return transaction.isEmpty ? nil : (transaction, result)
    }

    private func verifyNoErasure(after target: Int64) throws(DeltaError) {
        guard target < version else { return }
        let replay = LogReplay(storage: options.storage, path: path)
        for version in (target + 1)...version {
            guard try replay.commitInfo(of: version)?.operation == Self.eraseOperation else { continue }
            throw .invalidInput(
                "version \(version) erased a person's rows; restoring version \(target) would bring them back"
            )
        }
    }
}

extension TableMetadata {
    /// The metadata of an old version, except what binds the log itself.
    fileprivate func restored(from old: TableMetadata) -> TableMetadata {
        var restored = old
        restored.id = id
        restored.createdTime = createdTime
        restored.schema.adoptEncodings(of: schema)
        let kept = { (key: String) in key.lowercased().contains("incommittimestamp") }
        restored.configuration = old.configuration.filter { !kept($0.key) }
        restored.configuration.merge(configuration.filter { kept($0.key) }) { $1 }
        // A feature of the protocol stays in use: switching it off would change what later commits write.
        for key in ["delta.enableDeletionVectors", "delta.enableChangeDataFeed"] {
            restored.configuration[key] = configuration[key]
        }
        return restored
    }
}
