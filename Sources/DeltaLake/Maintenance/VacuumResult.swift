/// What a vacuum deleted, or would delete.
public struct VacuumResult: Hashable, Sendable {
    /// Paths relative to the table's folder, sorted.
    public var files: [String] = []
    /// Their bytes.
    public var bytes: Int64 = 0
    /// Files that no version needs and that stay, since they are younger than the retention: perhaps another
    /// writer is about to commit them.
    public var youngFiles = 0

    /// Nothing deleted.
    public init() {}
}
