/// What `DeltaTable.verify` found.
public struct VerifyReport: Hashable, Sendable {
    /// Something that is not as the log says.
    public struct Problem: Hashable, Sendable {
        /// The file, relative to the table.
        public var path: String
        /// What is wrong with it.
        public var reason: String
    }

    /// The version that was looked at.
    public var version: Int64
    /// Live files.
    public var files = 0
    /// Rows that are in the table.
    public var rows = 0
    /// Rows that deletion vectors take out.
    public var rowsDeleted = 0
    /// Bytes of the live files.
    public var bytes: Int64 = 0
    /// What is wrong; empty for a sound table.
    public var problems: [Problem] = []
    /// Whether a version checksum was there to compare with.
    public var hadChecksum = false
}
