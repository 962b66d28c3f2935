public import Parquet

/// What a scan read and what it could pass over.
public struct ScanReport: Hashable, Sendable {
    /// Live files of the table that the caller wanted.
    public var files = 0
    /// Files passed over because of their partition values.
    public var filesPrunedByPartition = 0
    /// Files passed over because of the statistics in the log.
    public var filesPrunedByStatistics = 0
    /// Files opened so far.
    public var filesRead = 0
    /// Rows of the opened files that deletion vectors take out.
    public var rowsDeleted = 0
    /// Rows returned so far.
    public var rowsReturned = 0
    /// What was read and passed over within the opened files.
    public var pruning = PruningReport()

    /// Nothing read.
    public init() {}

    /// Adds another report to this one.
    public static func += (left: inout ScanReport, right: ScanReport) {
        left.files += right.files
        left.filesPrunedByPartition += right.filesPrunedByPartition
        left.filesPrunedByStatistics += right.filesPrunedByStatistics
        left.filesRead += right.filesRead
        left.rowsDeleted += right.rowsDeleted
        left.rowsReturned += right.rowsReturned
        left.pruning += right.pruning
    }
}
