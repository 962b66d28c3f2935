/// How a commit ended.
public enum CommitResult: Hashable, Sendable {
    /// The transaction is this version of the table.
    case committed(version: Int64)
    /// Nothing was changed, since another writer came first; `refresh()` and decide again.
    case conflict(CommitConflict)
}

/// What another writer did that this transaction cannot be put after.
public enum CommitConflict: Hashable, Sendable {
    /// The schema or a property changed at `version`.
    case metadataChanged(version: Int64)
    /// The protocol changed at `version`.
    case protocolChanged(version: Int64)
    /// The application's progress is `found` (nil: none), not what the transaction builds on.
    case transactionMoved(appID: String, found: Int64?)
    /// A file the transaction removes is no longer live, or has another deletion vector.
    case fileRemoved(path: String)
    /// A file was added at `version` whose rows the transaction should have looked at.
    case rowsAdded(path: String, version: Int64)
    /// A file the transaction adds is live already.
    case fileAdded(path: String)
    /// Other writers won `DeltaTable.commitAttempts` times in a row.
    case contention(attempts: Int)
}
