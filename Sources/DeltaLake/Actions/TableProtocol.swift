/// A `protocol` action: what a client must be able to do to read and write the table.
public struct TableProtocol: Hashable, Sendable {
    /// Lowest reader version.
    public var minReaderVersion: Int64
    /// Lowest writer version.
    public var minWriterVersion: Int64
    /// Reader features; present exactly at reader version 3.
    public var readerFeatures: [String]?
    /// Writer features; present exactly at writer version 7.
    public var writerFeatures: [String]?

    /// A `protocol` action; reader 1 and writer 2 need no features and open everywhere.
    public init(
        minReaderVersion: Int64 = 1,
        minWriterVersion: Int64 = 2,
        readerFeatures: [String]? = nil,
        writerFeatures: [String]? = nil
    ) {
        self.minReaderVersion = minReaderVersion
        self.minWriterVersion = minWriterVersion
        self.readerFeatures = readerFeatures
        self.writerFeatures = writerFeatures
    }
}
