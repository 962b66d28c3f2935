/// The state of a table at one version, grown by the actions of each commit.
struct Snapshot: Sendable {
    /// The last commit applied; -1 before the first.
    var version: Int64 = -1
    var tableProtocol: TableProtocol?
    var metadata: TableMetadata?
    /// Live files by their log path.
    var files: [String: AddFile] = [:]
    /// Removed files by their log path, until they expire.
    var tombstones: [String: RemoveFile] = [:]
    /// Progress of each application.
    var transactions: [String: Int64] = [:]

    /// Applies one commit; removals come first, since the order of lines carries no meaning.
    mutating func apply(_ actions: [Action], version: Int64) {
        for case .remove(let file) in actions {
            files.removeValue(forKey: file.path)
            tombstones[file.path] = file
        }
        for action in actions {
            switch action {
            case .add(let file):
                files[file.path] = file
                tombstones.removeValue(forKey: file.path)
            case .setTransaction(let transaction): transactions[transaction.appID] = transaction.version
            case .metadata(let value): metadata = value
            case .tableProtocol(let value): tableProtocol = value
            case .remove, .commitInfo: break
            }
        }
        self.version = version
    }

    /// Forgets and returns tombstones removed before `time` (milliseconds since 1970).
    mutating func expireTombstones(before time: Int64) -> [RemoveFile] {
        let expired = tombstones.values.filter { ($0.deletionTimestamp ?? 0) < time }
        for file in expired { tombstones.removeValue(forKey: file.path) }
        return expired
    }
}
