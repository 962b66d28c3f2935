extension DeltaTable {
    /// Takes deletion vectors out of what the table asks of its readers, when no file carries one any more.
    ///
    /// Earlier versions still say that they need them. A checkpoint is written at the new version, so that a reader
    /// without them never replays an action that has one. Rows deleted from then on are left out of rewritten files.
    ///
    /// - Returns: the version it became; nil when the table does not list the feature or still needs it.
    /// - Throws: `contention`, or as `commit`.
    @discardableResult
    public mutating func dropDeletionVectors() throws(DeltaError) -> Int64? {
        try refresh()
        guard tableProtocol.features.contains(.deletionVectors) else { return nil }
        let operation = "DROP FEATURE"
        let done = try commitRetrying(operation) {
            (table) throws(DeltaError) -> (transaction: Transaction, result: Void)? in
            guard table.canDropDeletionVectors else { return nil }
            var transaction = Transaction(operation: operation, parameters: ["name": "deletionVectors"])
            // A file with a vector that another writer adds meanwhile must not be passed over.
            transaction.reads = .table
            transaction.tableProtocol = table.tableProtocol.dropping(.deletionVectors)
            var changed = table.metadata
            changed.configuration["delta.enableDeletionVectors"] = nil
            transaction.metadata = changed
            return (transaction, ())
        }
        guard let done else { return nil }
        do throws(DeltaError) {
            try writeCheckpoint()
        } catch {
            checkpointFailure = error
            // The next commit tries again.
            snapshot.hasDamagedCheckpoint = true
        }
        return done.version
    }

    /// Whether no live file has a vector, and none is called like a removed one that had.
    private var canDropDeletionVectors: Bool {
        guard tableProtocol.features.contains(.deletionVectors), !metadata.wantsStatsAsStruct else {
            return false
        }
        return snapshot.totals.deletionVectors == 0
            && snapshot.tombstones.keys.allSatisfy { $0.deletionVectorID == nil || files[$0.path] == nil }
    }
}
