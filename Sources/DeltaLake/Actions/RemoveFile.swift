/// A `remove` action: a data file that no longer belongs to the table, kept as a tombstone for a while.
public struct RemoveFile: Hashable, Sendable {
    /// The path exactly as in the `add` action.
    public var path: String
    /// Milliseconds since 1970 at which it was removed; nil when the writer did not say.
    public var deletionTimestamp: Int64?
    /// False when the commit only rearranges rows.
    public var dataChange: Bool
    /// True when partition values and size are present.
    public var extendedFileMetadata: Bool
    /// The file's partition values.
    public var partitionValues: [String: String?]?
    /// The file's size in bytes.
    public var size: Int64?
    /// The file's tags; not kept in checkpoints.
    public var tags: [String: String]?
    /// The rows of the file that are not in the table; nil when all are.
    public var deletionVector: DeletionVectorDescriptor?
    /// Row tracking's number of the first row; kept as found.
    public var baseRowID: Int64?
    /// Row tracking's version of the first commit of the file; kept as found.
    public var defaultRowCommitVersion: Int64?

    /// A `remove` action.
    public init(
        path: String,
        deletionTimestamp: Int64?,
        dataChange: Bool = true,
        extendedFileMetadata: Bool = false,
        partitionValues: [String: String?]? = nil,
        size: Int64? = nil,
        tags: [String: String]? = nil,
        deletionVector: DeletionVectorDescriptor? = nil
    ) {
        self.path = path
        self.deletionTimestamp = deletionTimestamp
        self.dataChange = dataChange
        self.extendedFileMetadata = extendedFileMetadata
        self.partitionValues = partitionValues
        self.size = size
        self.tags = tags
        self.deletionVector = deletionVector
    }

    /// The removal of a live file at `time` (milliseconds since 1970), with its metadata.
    public init(_ file: AddFile, at time: Int64, dataChange: Bool) {
        self.init(
            path: file.path,
            deletionTimestamp: time,
            dataChange: dataChange,
            extendedFileMetadata: true,
            partitionValues: file.partitionValues,
            size: file.size,
            tags: file.tags,
            deletionVector: file.deletionVector
        )
        baseRowID = file.baseRowID
        defaultRowCommitVersion = file.defaultRowCommitVersion
    }
}
