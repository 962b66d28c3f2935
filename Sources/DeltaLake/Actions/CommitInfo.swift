/// A `commitInfo` action: who wrote the commit and why.
public struct CommitInfo: Hashable, Sendable {
    /// Milliseconds since 1970.
    public var timestamp: Int64?
    /// The operation's name, such as `WRITE`.
    public var operation: String
    /// Its parameters.
    public var operationParameters: [String: String]
    /// True when the commit depends on nothing the table held.
    public var isBlindAppend: Bool
    /// The version the writer had read.
    public var readVersion: Int64?
    /// A UUID of the attempt; makes the bytes of every commit unique, so that a writer knows its own.
    public var transactionID: String
    /// The commit's own time in milliseconds since 1970, when the table keeps in-commit timestamps.
    public var inCommitTimestamp: Int64?
    /// What the writer counted, such as `numOutputRows`.
    public var operationMetrics: [String: String] = [:]
    /// The writer and its version.
    public var engineInfo: String = CommitInfo.ownEngineInfo

    /// A `commitInfo` action.
    public init(
        timestamp: Int64? = nil,
        operation: String,
        operationParameters: [String: String],
        isBlindAppend: Bool,
        readVersion: Int64? = nil,
        transactionID: String
    ) {
        self.timestamp = timestamp
        self.operation = operation
        self.operationParameters = operationParameters
        self.isBlindAppend = isBlindAppend
        self.readVersion = readVersion
        self.transactionID = transactionID
    }

    /// What this library calls itself in the log.
    public static let ownEngineInfo = "wardflow-delta/1.0"
}
