/// What a read decoded and what it could pass over; reports of several reads add up.
public struct PruningReport: Hashable, Sendable {
    /// Row groups in the file.
    public var rowGroups = 0
    /// Row groups of which at least one page of values was decoded.
    public var rowGroupsRead = 0
    /// Row groups passed over because chunk statistics exclude a match.
    public var rowGroupsPrunedByStatistics = 0
    /// Row groups passed over because a Bloom filter excludes a match.
    public var rowGroupsPrunedByBloom = 0
    /// Row groups passed over because a dictionary lacks the value.
    public var rowGroupsPrunedByDictionary = 0
    /// Data pages of the wanted and filtered columns in the row groups that were read, as far as their number
    /// is known.
    public var pages = 0
    /// Data pages that were decompressed and decoded.
    public var pagesRead = 0
    /// Rows of the file on which the filter was evaluated, or which were returned without one.
    public var rowsDecoded = 0
    /// Rows returned.
    public var rowsReturned = 0
    /// Bytes of pages, indexes and Bloom filters taken from the source, without the footer.
    public var bytesRead = 0

    /// Nothing read.
    public init() {}

    /// The sum of two reports.
    public static func + (left: PruningReport, right: PruningReport) -> PruningReport {
        var sum = left
        sum += right
        return sum
    }

    /// Adds another report to this one.
    public static func += (left: inout PruningReport, right: PruningReport) {
        left.rowGroups += right.rowGroups
        left.rowGroupsRead += right.rowGroupsRead
        left.rowGroupsPrunedByStatistics += right.rowGroupsPrunedByStatistics
        left.rowGroupsPrunedByBloom += right.rowGroupsPrunedByBloom
        left.rowGroupsPrunedByDictionary += right.rowGroupsPrunedByDictionary
        left.pages += right.pages
        left.pagesRead += right.pagesRead
        left.rowsDecoded += right.rowsDecoded
        left.rowsReturned += right.rowsReturned
        left.bytesRead += right.bytesRead
    }
}
