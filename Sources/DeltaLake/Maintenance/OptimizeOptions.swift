public import Parquet

/// Which files `DeltaTable.optimize` merges, and into what.
public struct OptimizeOptions: Hashable, Sendable {
    /// The size merged files aim at, in bytes; 128 MiB unless changed.
    ///
    /// Files of three quarters of it and more are left as they are.
    public var targetBytes: Int64 = 128 << 20
    /// Files that must come together before they are merged; 2 unless changed.
    public var minimumFiles = 2
    /// The largest share of a merge's bytes that one file may bring; 1 unless changed, which allows any.
    ///
    /// With 0.5 a file is rewritten only together with as much again, so that merging a table that grows by small files
    /// rewrites each row as often as the table doubles, not as often as it is merged.
    public var largestShare = 1.0
    /// The share of deleted rows from which a file is rewritten alone; 0.1 unless changed, 0 for any vector.
    public var deletedShare = 0.1
    /// Flat columns by which the rows of a merged file are sorted; none keeps the order of the files.
    public var sortedBy: [String] = []
    /// Conditions on partition columns that choose the files.
    public var filter = RowFilter()
    /// Tags, by name and value, of files that are left as they are: those a writer replaces soon anyway.
    public var keptApart: [String: String] = [:]
    /// The most bytes of files one call reads; the rest is left for the next; no limit unless set.
    public var maximumInputBytes: Int64 = .max
    /// Whether to plan only.
    public var dryRun = false

    /// The defaults.
    public init() {}
}
