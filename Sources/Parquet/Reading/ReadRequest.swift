/// What to read of a file.
public struct ReadRequest: Hashable, Sendable {
    /// Top-level fields or dotted leaf paths to return; nil for all.
    public var columns: [String]?
    /// Which rows to return; all unless changed.
    public var filter: RowFilter
    /// Rows of the file never to return: a deletion vector.
    public var excluding: RowSet?
    /// Whether the result says which row of the file each row is.
    public var wantsRowNumbers: Bool

    /// Reads everything unless told otherwise.
    public init(
        columns: [String]? = nil,
        filter: RowFilter = RowFilter(),
        excluding: RowSet? = nil,
        wantsRowNumbers: Bool = false
    ) {
        self.columns = columns
        self.filter = filter
        self.excluding = excluding
        self.wantsRowNumbers = wantsRowNumbers
    }
}

/// The rows a request asked for, in file order.
public struct ReadResult: Sendable {
    /// The wanted columns of the rows.
    public let batch: ColumnBatch
    /// The number of rows; the batch cannot say when no column was asked for.
    public let rowCount: Int
    /// The 0-based row in the file of each row, when the request asked for it, else empty.
    public let rowNumbers: [Int64]
    /// What was read and what was passed over.
    public let report: PruningReport
}
