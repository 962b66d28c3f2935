/// One version of a table as its log tells it.
public struct HistoryEntry: Hashable, Sendable {
    /// The version.
    public var version: Int64
    /// When it was committed, in milliseconds since 1970; grows with the version.
    public var timestamp: Int64
    /// Who did what, nil when the writer did not say.
    public var info: CommitInfo?
}
