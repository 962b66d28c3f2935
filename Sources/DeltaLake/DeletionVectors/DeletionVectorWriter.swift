internal import Parquet
internal import Storage

/// Turns sets of rows into descriptors: small ones go into the log, all others of a commit into one file.
struct DeletionVectorWriter {
    /// The largest vector kept in the log, in bytes.
    static let inlineLimit = 512

    /// The bytes of the file; empty while nothing needs one.
    private(set) var bytes: [UInt8] = []
    private let uuid = randomUUID()

    /// The file's name in the table's folder.
    var name: String { "deletion_vector_\(uuid).bin" }

    /// The descriptor of a set that is not empty.
    mutating func add(_ rows: RowSet) -> DeletionVectorDescriptor {
        let vector = RoaringWriter.write(rows.ranges)
        let size = Int32(vector.count)
        guard vector.count > Self.inlineLimit else {
            return DeletionVectorDescriptor(
                storage: .inline,
                pathOrInlineDv: Z85.encode(vector),
                sizeInBytes: size,
                cardinality: Int64(rows.count)
            )
        }
        return DeletionVectorDescriptor(
            storage: .relative,
            pathOrInlineDv: DeletionVectorFile.reference(uuid: uuid),
            offset: Int32(DeletionVectorFile.append(vector, to: &bytes)),
            sizeInBytes: size,
            cardinality: Int64(rows.count)
        )
    }
}
