/// One line of the log.
public enum Action: Hashable, Sendable {
    /// Who wrote the commit; kept by readers for display only.
    case commitInfo(CommitInfo)
    /// Abilities a client needs.
    case tableProtocol(TableProtocol)
    /// Schema and properties.
    case metadata(TableMetadata)
    /// A file joins the table.
    case add(AddFile)
    /// A file leaves the table.
    case remove(RemoveFile)
    /// A writer's progress.
    case setTransaction(SetTransaction)
    /// Rows the commit changed, for readers of the change data feed.
    case addChange(AddCDCFile)
    /// A named configuration.
    case domainMetadata(DomainMetadata)
}

/// A `txn` action: how far the application `appID` has written into the table.
public struct SetTransaction: Hashable, Sendable {
    /// The application and its stream, such as `pipeline/topic/partition`.
    public var appID: String
    /// The application's own progress number, such as the last offset in the commit.
    public var version: Int64

    /// A `txn` action.
    public init(appID: String, version: Int64) {
        self.appID = appID
        self.version = version
    }
}
