/// Decides whether a transaction still holds, against a snapshot and against the commits that won the race.
///
/// | the winner | conflicts with |
/// |---|---|
/// | changed schema, properties or protocol | everything |
/// | set the progress of an application | a transaction that sets the same |
/// | removed a file, or gave it another deletion vector | one that removes or marks that file |
/// | added a file | one that adds the same file, or whose filter the new rows may satisfy |
///
/// The last rule is Delta's `WriteSerializable`: rows that were appended without looking at the table count as
/// appended after the transaction, unless it says otherwise or `delta.isolationLevel` is `Serializable`. A
/// removal elsewhere is no conflict, since no operation here finds more rows because others are gone. A file
/// that was only rearranged (`dataChange` false) brings no new rows.
struct ConflictCheck {
    let transaction: Transaction
    /// The table as the transaction knows it.
    let metadata: TableMetadata

    /// The first reason why the transaction cannot follow `snapshot`.
    func conflict(with snapshot: Snapshot) -> CommitConflict? {
        for item in transaction.progress {
            let appID = item.transaction.appID
            let found = snapshot.transactions[appID]
            let holds: Bool
            switch item.predecessor {
            case .anyLower: holds = found.map { $0 < item.transaction.version } ?? true
            case .exactly(let version): holds = found == version && version < item.transaction.version
            case .absent: holds = found == nil
            }
            if !holds { return .transactionMoved(appID: appID, found: found) }
        }
        for path in transaction.removes {
            guard let file = snapshot.files[path] else { return .fileRemoved(path: path) }
            if let expected = transaction.expectedKeys[path], expected != file.key {
                return .fileRemoved(path: path)
            }
        }
        for file in transaction.adds where snapshot.files[file.path] != nil {
            if !transaction.removes.contains(file.path) { return .fileAdded(path: file.path) }
        }
        return nil
    }

    /// The first reason why the transaction cannot follow the commit `actions` of `version`, which its
    /// snapshot lacks; `actions` holds the `commitInfo`.
    func conflict(with actions: [Action], version: Int64) -> CommitConflict? {
        var isBlindAppend = false
        for case .commitInfo(let info) in actions { isBlindAppend = info.isBlindAppend }
        if metadata.configuration["delta.isolationLevel"] == "Serializable" { isBlindAppend = false }
        for action in actions {
            switch action {
            case .metadata: return .metadataChanged(version: version)
            case .tableProtocol: return .protocolChanged(version: version)
            case .setTransaction(let other):
                if transaction.progress.contains(where: { $0.transaction.appID == other.appID }) {
                    return .transactionMoved(appID: other.appID, found: other.version)
                }
            case .remove(let file):
                if transaction.removes.contains(file.path) { return .fileRemoved(path: file.path) }
                if case .table = transaction.reads { return .fileRemoved(path: file.path) }
            case .add(let file):
                if transaction.adds.contains(where: { $0.path == file.path }) {
                    return .fileAdded(path: file.path)
                }
                if transaction.reads.covers(file, isBlindAppend: isBlindAppend, metadata: metadata) {
                    return .rowsAdded(path: file.path, version: version)
                }
            case .commitInfo, .addChange, .domainMetadata: break
            }
        }
        return nil
    }
}
