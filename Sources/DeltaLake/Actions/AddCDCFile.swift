/// A `cdc` action: a file with the rows a commit changed, for readers of the change data feed.
public struct AddCDCFile: Hashable, Sendable {
    /// The file's path as a URI relative to the table's folder.
    public var path: String
    /// One value per partition column as text; nil stands for null.
    public var partitionValues: [String: String?]
    /// Size in bytes.
    public var size: Int64
    /// Free labels of the file.
    public var tags: [String: String]?

    /// A `cdc` action.
    public init(
        path: String,
        partitionValues: [String: String?] = [:],
        size: Int64,
        tags: [String: String]? = nil
    ) {
        self.path = path
        self.partitionValues = partitionValues
        self.size = size
        self.tags = tags
    }
}
