/// What a purge destroyed.
public struct PurgeResult: Hashable, Sendable {
    /// The version that records it; nil when no file held such rows.
    public var version: Int64?
    /// Live files written anew without the rows.
    public var filesRewritten = 0
    /// Paths, relative to the table, of the files that were deleted: data, change data and deletion vectors.
    public var filesDeleted: [String] = []
    /// Their bytes.
    public var bytesDeleted: Int64 = 0
    /// Files outside the log that may hold such rows and are younger than an hour.
    ///
    /// Another writer may be about to commit them; purge again later.
    public var youngFiles: [String] = []
    /// Files outside the newest version that could not be read and so not be judged.
    public var unreadableFiles: [String] = []
    /// As in `EraseResult`.
    public var columnsInLog: [String] = []

    /// Nothing destroyed.
    public init() {}

    /// True when no file of the table's folder holds such rows any more.
    public var isComplete: Bool { youngFiles.isEmpty && unreadableFiles.isEmpty }
}
