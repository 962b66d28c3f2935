/// What one commit is to change; a value that `DeltaTable.commit` carries out atomically.
public struct Transaction: Sendable {
    /// What a writer believes its application's progress number is before the commit.
    public enum Predecessor: Hashable, Sendable {
        /// Any number below the new one, or none.
        case anyLower
        /// Exactly this number: another one means that somebody else writes under the same name.
        case exactly(Int64)
        /// None: the application never wrote.
        case absent
    }

    /// One `txn` action and what must hold before it.
    struct Progress: Sendable {
        var transaction: SetTransaction
        var predecessor: Predecessor
    }

    /// The operation's name in `commitInfo`.
    public var operation: String
    /// Its parameters in `commitInfo`.
    public var parameters: [String: String]
    /// False when the commit only rearranges rows, such as a compaction.
    public var dataChange: Bool
    /// What the operation counted, such as `numDeletedRows`; shown in the history.
    public var metrics: [String: String] = [:]
    /// Files that join the table; from `DeltaTable.stage`.
    public private(set) var adds: [AddFile] = []
    /// Log paths of live files that leave the table.
    public private(set) var removes: [String] = []
    /// Files with the rows the commit changed, for the change data feed.
    private(set) var changes: [AddCDCFile] = []
    private(set) var progress: [Progress] = []
    /// What the transaction looked at to decide what it changes; other writers' new rows there are a conflict.
    var reads = ReadScope.nothing
    /// The deletion vectors that files to be removed have, as far as the caller said which it saw.
    private(set) var expectedKeys: [String: FileKey] = [:]
    /// Names of files in the table's folder that belong to the transaction and are no data files.
    var sideFiles: [String] = []
    /// Whether the commit stands for itself: it says what was done even when it changes nothing else.
    var isRecord = false
    /// What it takes out besides the files it names.
    var replacement: Replacement?
    /// New metadata, for evolution.
    var metadata: TableMetadata?
    /// A new protocol, when the metadata asks for more than the table's.
    var tableProtocol: TableProtocol?

    /// An empty transaction.
    public init(operation: String = "WRITE", parameters: [String: String] = [:], dataChange: Bool = true) {
        self.operation = operation
        self.parameters = parameters
        self.dataChange = dataChange
    }

    /// Adds a staged file.
    public mutating func add(_ file: AddFile) {
        adds.append(file)
    }

    /// Removes the live file with this log path.
    public mutating func remove(_ path: String) {
        removes.append(path)
    }

    /// Removes a live file as it was seen: another deletion vector in its place is a conflict.
    public mutating func remove(_ file: AddFile) {
        removes.append(file.path)
        expectedKeys[file.path] = file.key
    }

    /// Puts the same data file with another deletion vector in the place of `file`.
    mutating func replace(_ file: AddFile, by marked: AddFile) {
        remove(file)
        add(marked)
    }

    /// Adds a file with changed rows.
    mutating func addChange(_ file: AddCDCFile) {
        changes.append(file)
    }

    /// Records the progress of `appID`; in the table it only ever grows.
    public mutating func setTransaction(
        _ appID: String,
        version: Int64,
        after predecessor: Predecessor = .anyLower
    ) {
        progress.append(
            Progress(transaction: SetTransaction(appID: appID, version: version), predecessor: predecessor)
        )
    }

    /// The `txn` actions of the commit.
    public var setTransactions: [SetTransaction] { progress.map(\.transaction) }

    /// True when nothing would change.
    public var isEmpty: Bool {
        !isRecord && replacement == nil && adds.isEmpty && removes.isEmpty && progress.isEmpty
            && metadata == nil
            && tableProtocol == nil
    }

    /// True when the commit only adds rows and looked at nothing, so that it fits after any other.
    var isBlindAppend: Bool {
        removes.isEmpty && metadata == nil && tableProtocol == nil && reads.isNothing
    }
}
