/// The state of a table at one version, grown by the actions of each commit.
struct Snapshot: Sendable {
    /// The last commit applied; -1 before the first.
    var version: Int64 = -1
    var tableProtocol: TableProtocol?
    var metadata: TableMetadata?
    /// Live files by their log path; the protocol allows one deletion vector per path at a time.
    var files: [String: AddFile] = [:]
    /// Removed logical files until they expire; a path may occur with several deletion vectors.
    var tombstones: [FileKey: RemoveFile] = [:]
    /// Progress of each application.
    var transactions: [String: Int64] = [:]
    /// Domains by name, known and unknown, without the removed ones.
    var domains: [String: DomainMetadata] = [:]
    /// Whether a checkpoint or the pointer to it was found damaged; other readers may stumble over it until a new
    /// one is written.
    var hasDamagedCheckpoint = false
    /// Sums over the live files, kept up with each of them.
    private(set) var totals = SnapshotTotals()

    /// Applies one commit; removals come first, since the order of lines carries no meaning.
    mutating func apply(_ actions: [Action], version: Int64) {
        for case .remove(let file) in actions { apply(file) }
        for action in actions {
            switch action {
            case .add(let file): apply(file)
            case .setTransaction(let transaction): transactions[transaction.appID] = transaction.version
            case .metadata(let value): metadata = value
            case .tableProtocol(let value): tableProtocol = value
            case .domainMetadata(let value): domains[value.domain] = value.isRemoved ? nil : value
            case .remove, .addChange, .commitInfo: break
            }
        }
        self.version = version
    }

    /// Applies the actions of several commits in their order, as a file of compacted commits holds them.
    ///
    /// Such a file should name a file once; one that holds its addition and its removal means the later line.
    mutating func apply(inOrder actions: [Action], version: Int64) {
        for action in actions { apply([action], version: version) }
    }

    /// Puts a file in, in place of the one with the same path.
    mutating func apply(_ file: consuming AddFile) {
        totals.add(file)
        if !tombstones.isEmpty { tombstones.removeValue(forKey: file.key) }
        let path = file.path
        if let replaced = files.updateValue(file, forKey: path) { totals.remove(replaced) }
    }

    /// Takes a logical file out; one with the same path and another deletion vector stays.
    mutating func apply(_ file: RemoveFile) {
        let key = file.key
        if files[file.path]?.key == key, let gone = files.removeValue(forKey: file.path) {
            totals.remove(gone)
        }
        tombstones[key] = file
    }

    /// Forgets and returns tombstones removed before `time` (milliseconds since 1970).
    mutating func expireTombstones(before time: Int64) -> [RemoveFile] {
        let expired = tombstones.values.filter { ($0.deletionTimestamp ?? 0) < time }
        for file in expired { tombstones.removeValue(forKey: file.key) }
        return expired
    }
}

/// Sums over the live files of a table; sizes of a damaged log may wrap around but never trap.
struct SnapshotTotals: Hashable, Sendable {
    /// Bytes of the data files.
    private(set) var bytes: Int64 = 0
    /// Files with a deletion vector.
    private(set) var deletionVectors: Int64 = 0
    /// Rows the deletion vectors take out.
    private(set) var deletedRows: Int64 = 0

    mutating func add(_ file: AddFile) {
        bytes &+= file.size
        guard let vector = file.deletionVector else { return }
        deletionVectors += 1
        deletedRows &+= vector.cardinality
    }

    mutating func remove(_ file: AddFile) {
        bytes &-= file.size
        guard let vector = file.deletionVector else { return }
        deletionVectors -= 1
        deletedRows &-= vector.cardinality
    }
}
