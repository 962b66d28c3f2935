public import Parquet

extension DeltaTable {
    /// Reads the live files `isWanted` chooses by partition values, tags or statistics, one batch per file.
    ///
    /// Everything is in memory at once; `scan` is for tables that are too large for that.
    ///
    /// - Throws: `invalidInput` for an unknown column, `dataFile` with the path, `deletionVector`, or a
    ///   storage error.
    public func read(columns: [String]? = nil, where isWanted: (AddFile) -> Bool = { _ in true })
        throws(DeltaError) -> [ColumnBatch]
    {
        var scan = try scan(columns: columns, where: isWanted)
        var batches: [ColumnBatch] = []
        while let batch = try scan.next() { batches.append(batch) }
        return batches
    }
}
