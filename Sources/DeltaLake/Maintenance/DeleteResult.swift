/// What a deletion did.
public struct DeleteResult: Hashable, Sendable {
    /// The version it became; nil when no row matched and nothing was committed.
    public var version: Int64?
    /// Rows that left the table.
    public var rows = 0
    /// Files all of whose rows left.
    public var filesRemoved = 0
    /// Files that stay and have a new deletion vector.
    public var filesMarked = 0
    /// Files written anew without the rows, on tables without deletion vectors.
    public var filesRewritten = 0

    /// Nothing deleted.
    public init() {}
}
