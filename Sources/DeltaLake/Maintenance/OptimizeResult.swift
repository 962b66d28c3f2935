/// What `DeltaTable.optimize` merged, or would merge.
public struct OptimizeResult: Hashable, Sendable {
    /// The version it became; nil when there was nothing to merge or in a dry run.
    public var version: Int64?
    /// Files read and removed.
    public var filesRemoved = 0
    /// Files written; in a dry run, those planned.
    public var filesAdded = 0
    /// Bytes of the removed files.
    public var bytesRemoved: Int64 = 0
    /// Bytes of the written files; 0 in a dry run.
    public var bytesAdded: Int64 = 0
    /// Rows rewritten.
    public var rows = 0
    /// Rows that deletion vectors had taken out and that are in no file of the version any more.
    public var rowsDropped = 0
    /// Merges given up because another writer changed one of their files meanwhile.
    public var mergesLost = 0

    /// Nothing merged.
    public init() {}
}
