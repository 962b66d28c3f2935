/// A Delta table in a folder of a storage: its newest known snapshot and the means to add to it.
///
/// A value with one owner: methods are synchronous and do all file work on the caller's thread. Several
/// handles, in one process or many, may write the same table; each sees the others' commits by `refresh()` or
/// by losing a race.
public struct DeltaTable: Sendable {
    /// Races lost in a row before `commit` gives up with `CommitConflict.contention`.
    public static let commitAttempts = 100

    /// The table's folder in its storage; of a local table its path.
    public let path: String
    /// How it was opened.
    public let options: TableOptions
    /// Schema, partitioning and properties at `version`.
    public internal(set) var metadata: TableMetadata
    /// What a client must be able to do.
    public internal(set) var tableProtocol: TableProtocol
    /// Why the last checkpoint could not be written, nil when it could; commits do not depend on checkpoints.
    public internal(set) var checkpointFailure: DeltaError?

    /// Why nothing can be written through this handle, nil when it can.
    public internal(set) var readOnlyReason: DeltaError?
    /// What every new row must satisfy.
    var constraints: [CheckConstraint] = []
    /// Whether the handle stays at the version it was opened at.
    var isPinned = false

    var snapshot: Snapshot
    /// Log paths of files this handle wrote that are in no commit yet.
    var staged: Set<String> = []
    /// Partition folders known to exist.
    var knownFolders: Set<String> = [""]

    /// Opens the newest version of the table at `path`.
    ///
    /// - Throws: `missingFolder`, `notADeltaTable`, `foreignFiles`, `unsupportedFeature`, `corruptLog`,
    ///   `corruptCheckpoint`, `missingVersion`, `commitsLost`, `checksumDiffers` or a storage error.
    public static func open(at path: String, options: TableOptions = TableOptions())
        throws(DeltaError) -> DeltaTable
    {
        let path = trimmed(path)
        let snapshot = try LogReplay(storage: options.storage, path: path).snapshot()
        return try DeltaTable(path: path, options: options, snapshot: snapshot)
    }

    init(path: String, options: TableOptions, snapshot: Snapshot) throws(DeltaError) {
        guard let metadata = snapshot.metadata, let tableProtocol = snapshot.tableProtocol else {
            throw .notADeltaTable(path: path)
        }
        let check = FeatureCheck(tableProtocol: tableProtocol, metadata: metadata, path: path)
        try check.verifyReadable()
        do throws(DeltaError) {
            try check.verifyWritable()
            constraints = try metadata.checkConstraints(path: path)
        } catch {
            readOnlyReason = error
        }
        self.path = path
        self.options = options
        self.snapshot = snapshot
        self.metadata = metadata
        self.tableProtocol = tableProtocol
    }

    /// The version this handle knows; 0 after creation.
    public var version: Int64 { snapshot.version }

    /// The live files by their log path.
    public var files: [String: AddFile] { snapshot.files }

    /// The configurations features and applications keep in the table, by domain.
    public var domains: [String: DomainMetadata] { snapshot.domains }

    /// The progress of an application in the table, nil when it never wrote.
    public func transactionVersion(_ appID: String) -> Int64? {
        snapshot.transactions[appID]
    }

    /// The progress of every application.
    public var transactionVersions: [String: Int64] { snapshot.transactions }

    /// Takes over the commits made since this handle last looked; a handle of an old version stays there.
    ///
    /// - Throws: as `open`; the handle keeps its state then.
    public mutating func refresh() throws(DeltaError) {
        guard !isPinned else { return }
        let replay = LogReplay(storage: options.storage, path: path)
        var commits: [[Action]] = []
        while let commit = try replay.commit(version + Int64(commits.count) + 1) {
            commits.append(commit.actions)
        }
        guard !commits.isEmpty else {
            if let last = replay.checkpointPointer().version, last > version { try adopt(replay.snapshot()) }
            return
        }
        let changesRules = commits.joined().contains { action in
            switch action {
            case .metadata, .tableProtocol: true
            default: false
            }
        }
        guard changesRules else {
            // In place: a copy of the snapshot would cost as much as the table has files.
            for actions in commits { snapshot.apply(actions, version: version + 1) }
            return
        }
        var updated = snapshot
        for actions in commits { updated.apply(actions, version: updated.version + 1) }
        try adopt(updated)
    }

    /// Takes over `updated` after checking that its protocol is supported.
    mutating func adopt(_ updated: Snapshot) throws(DeltaError) {
        let checked = try DeltaTable(path: path, options: options, snapshot: updated)
        let encodings = metadata.schema
        metadata = checked.metadata
        metadata.schema.adoptEncodings(of: encodings)
        tableProtocol = checked.tableProtocol
        readOnlyReason = checked.readOnlyReason
        constraints = checked.constraints
        snapshot = updated
    }

    /// Fails when nothing can be written through this handle.
    func verifyWritable() throws(DeltaError) {
        if let readOnlyReason { throw readOnlyReason }
    }

    var logFolder: String { "\(path)/\(LogFiles.folder)" }

    static func trimmed(_ path: String) -> String {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }
}
