/// An `add` action: a data file that belongs to the table.
public struct AddFile: Hashable, Sendable {
    /// The file's path as a URI relative to the table's folder; the key of the file in the log.
    public var path: String
    /// One value per partition column as text; nil stands for null.
    public var partitionValues: [String: String?]
    /// Size in bytes.
    public var size: Int64
    /// Milliseconds since 1970 at which the file was written.
    public var modificationTime: Int64
    /// False when the commit only rearranges rows.
    public var dataChange: Bool
    /// Row count and bounds as JSON text, see `FileStatistics`.
    public var stats: String?
    /// Free labels of the file, such as the name of the slice it holds.
    public var tags: [String: String]?
    /// The rows of the file that are not in the table; nil when all are.
    public var deletionVector: DeletionVectorDescriptor?
    /// Row tracking's number of the first row; kept as found.
    public var baseRowID: Int64?
    /// Row tracking's version of the first commit of the file; kept as found.
    public var defaultRowCommitVersion: Int64?
    /// What clustered the file's rows; kept as found.
    public var clusteringProvider: String?

    /// An `add` action.
    public init(
        path: String,
        partitionValues: [String: String?] = [:],
        size: Int64,
        modificationTime: Int64,
        dataChange: Bool = true,
        stats: String? = nil,
        tags: [String: String]? = nil,
        deletionVector: DeletionVectorDescriptor? = nil
    ) {
        self.path = path
        self.partitionValues = partitionValues
        self.size = size
        self.modificationTime = modificationTime
        self.dataChange = dataChange
        self.stats = stats
        self.tags = tags
        self.deletionVector = deletionVector
    }

    /// The rows in the file, when its statistics say so.
    public var rowCount: Int64? {
        guard let stats else { return nil }
        var scanner = JSONScanner(Array(stats.utf8))
        var isFirst = true
        do throws(JSONError) {
            while let key = try scanner.nextKey(&isFirst) {
                if key == "numRecords" { return try scanner.int64() }
                try scanner.skipValue()
            }
        } catch {
            return nil
        }
        return nil
    }
}
