/// How files are written.
public struct WriterOptions: Hashable, Sendable {
    /// The compression of pages.
    public enum Codec: Int32, Hashable, Sendable {
        /// None.
        case uncompressed = 0
        /// Zstandard.
        case zstd = 6
    }

    /// One key of the order that rows are in.
    public struct SortingColumn: Hashable, Sendable {
        /// The dotted path of a leaf.
        public var column: String
        /// Whether large values come first.
        public var isDescending: Bool
        /// Whether nulls come before values.
        public var nullsFirst: Bool

        /// Ascending with nulls last unless told otherwise.
        public init(_ column: String, isDescending: Bool = false, nullsFirst: Bool = false) {
            self.column = column
            self.isDescending = isDescending
            self.nullsFirst = nullsFirst
        }
    }

    /// The compression of pages; zstd unless changed.
    public var codec = Codec.zstd
    /// The zstd level, 1 (fast) to 22; 1 compresses HL7 text as well as 3 does.
    public var zstdLevel: Int32 = 1
    /// Rows per row group; 131,072 unless changed, at least 1.
    public var rowGroupRows = 131_072
    /// Bytes of values held back for one row group before it is written early; 128 MiB unless changed.
    public var rowGroupBytes = 128 << 20
    /// Threads that encode and compress columns; 1 unless changed, at least 1.
    ///
    /// The bytes of the file do not depend on it. The chunks of one `write` or `finish` call are shared out,
    /// so large batches keep all threads busy.
    public var threads = 1
    /// The share of wrong answers, 0 to 1, that bloom filters are sized for; 0.01 unless changed.
    public var bloomFalsePositives = 0.01
    /// The largest bloom filter of a column chunk in bytes; 1 MiB unless changed.
    ///
    /// A chunk of so many distinct values that its filter would be larger gets none.
    public var bloomFilterBytes = 1 << 20
    /// The order that the caller's rows are in, stated in the file and not checked; none unless changed.
    public var sortingColumns: [SortingColumn] = []

    /// The defaults.
    public init() {}
}
