/// Where the deletion vector of a data file is: the set of its rows that are no longer in the table.
public struct DeletionVectorDescriptor: Hashable, Sendable {
    /// How the bytes are kept.
    public enum Storage: String, Hashable, Sendable, CaseIterable {
        /// In a file of the table's folder whose name comes from a UUID.
        case relative = "u"
        /// In the log itself.
        case inline = "i"
        /// In a file with an absolute path.
        case absolute = "p"
    }

    /// How the bytes are kept.
    public var storage: Storage
    /// A folder prefix and a UUID in Z85, the bytes in Z85, or a path, as `storage` says.
    public var pathOrInlineDv: String
    /// Where the vector begins in its file; nil means at its first byte.
    public var offset: Int32?
    /// Size of the serialised vector in bytes.
    public var sizeInBytes: Int32
    /// How many rows it removes.
    public var cardinality: Int64

    /// A descriptor as it stands in the log.
    public init(
        storage: Storage,
        pathOrInlineDv: String,
        offset: Int32? = nil,
        sizeInBytes: Int32,
        cardinality: Int64
    ) {
        self.storage = storage
        self.pathOrInlineDv = pathOrInlineDv
        self.offset = offset
        self.sizeInBytes = sizeInBytes
        self.cardinality = cardinality
    }

    /// What tells this vector from every other; half of the key of a logical file.
    public var uniqueID: String {
        let base = storage.rawValue + pathOrInlineDv
        return offset.map { "\(base)@\($0)" } ?? base
    }
}
