/// What the protocol calls a logical file: a data file seen through one deletion vector or none.
public struct FileKey: Hashable, Sendable {
    /// The path as in the log.
    public var path: String
    /// `DeletionVectorDescriptor.uniqueID`; nil when no row is deleted.
    public var deletionVectorID: String?

    /// The key of a data file and its vector.
    public init(path: String, deletionVectorID: String? = nil) {
        self.path = path
        self.deletionVectorID = deletionVectorID
    }
}

extension AddFile {
    /// The key of the logical file.
    public var key: FileKey { FileKey(path: path, deletionVectorID: deletionVector?.uniqueID) }
}

extension RemoveFile {
    /// The key of the logical file.
    public var key: FileKey { FileKey(path: path, deletionVectorID: deletionVector?.uniqueID) }
}
