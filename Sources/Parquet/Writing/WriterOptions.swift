/// How files are written.
public struct WriterOptions: Hashable, Sendable {
    /// The compression of pages.
    public enum Codec: Int32, Hashable, Sendable {
        /// None.
        case uncompressed = 0
        /// Zstandard.
        case zstd = 6
    }

    /// The compression of pages; zstd unless changed.
    public var codec = Codec.zstd
    /// The zstd level, 1 (fast) to 22; 1 compresses HL7 text as well as 3 does.
    public var zstdLevel: Int32 = 1
    /// Rows per row group; 131,072 unless changed, at least 1.
    public var rowGroupRows = 131_072
    /// Bytes of values held back for one row group before it is written early; 128 MiB unless changed.
    public var rowGroupBytes = 128 << 20

    /// The defaults.
    public init() {}
}
