/// Decides whether a transaction still holds, against a snapshot and against the commits that won the race.
struct ConflictCheck {
    let transaction: Transaction

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
        for path in transaction.removes where snapshot.files[path] == nil { return .fileRemoved(path: path) }
        for file in transaction.adds where snapshot.files[file.path] != nil {
            return .fileAdded(path: file.path)
        }
        return nil
    }

    /// The first reason why the transaction cannot follow the commit `actions` of `version`, which its
    /// snapshot lacks.
    func conflict(with actions: [Action], version: Int64) -> CommitConflict? {
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
            case .add(let file):
                if transaction.adds.contains(where: { $0.path == file.path }) {
                    return .fileAdded(path: file.path)
                }
            case .commitInfo, .addChange, .domainMetadata: break
            }
        }
        return nil
    }
}
