extension RowFilter {
    /// The rows of a batch that the filter keeps, ascending.
    ///
    /// Fails on a column the batch lacks or a condition that does not fit its column.
    package func rows(of batch: ColumnBatch) throws(ParquetError) -> [Int] {
        let selection = try ColumnSelection(ReadRequest(columns: [], filter: self), batch.schema)
        var mask = RowMask(rowCount: batch.rowCount)
        for (leaf, check) in selection.checks { check.narrow(&mask, by: batch.columns[leaf]) }
        var rows: [Int] = []
        mask.forEach { rows.append($0) }
        return rows
    }
}

extension RowFilter.Test {
    /// False when no value within these bounds satisfies the test; what is nil is unknown.
    ///
    /// The bounds need not be values that occur, `entryCount` counts values and nulls.
    package func mayMatch(
        minimum: StatisticValue?,
        maximum: StatisticValue?,
        nullCount: Int?,
        entryCount: Int?
    ) -> Bool {
        ValueBounds(minimum, maximum, nullCount: nullCount, entryCount: entryCount ?? .max).mayMatch(self)
    }
}

extension ValueBounds {
    /// Bounds that need not be values that occur.
    fileprivate init(
        _ minimum: StatisticValue?,
        _ maximum: StatisticValue?,
        nullCount: Int?,
        entryCount: Int
    ) {
        self.minimum = minimum
        self.maximum = maximum
        self.nullCount = nullCount
        self.entryCount = entryCount
    }
}
