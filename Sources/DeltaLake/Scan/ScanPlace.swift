/// Where the rows of a scan's batch are.
public struct ScanPlace: Hashable, Sendable {
    /// The log path of the file.
    public internal(set) var path = ""
    /// The rows of the batch, which cannot say when no column was asked for.
    public internal(set) var rowCount = 0
    /// The 0-based row in the file of each row, when the scan was asked for it, else empty.
    public internal(set) var rowNumbers: [Int64] = []
}
