package import Parquet

extension RowSet {
    /// The stretches of adjacent rows, in order.
    package var ranges: [Range<Int64>] {
        var ranges: [Range<Int64>] = []
        forEach { row in
            if let last = ranges.last, last.upperBound == row {
                ranges[ranges.count - 1] = last.lowerBound..<row + 1
            } else {
                ranges.append(row..<row + 1)
            }
        }
        return ranges
    }

    /// The rows of both sets.
    package func union(_ other: RowSet) -> RowSet {
        var sum = self
        sum.formUnion(other)
        return sum
    }

    /// The rows of this set that are not in `other`.
    package func subtracting(_ other: RowSet) -> RowSet {
        var rest = RowSet()
        forEach { if !other.contains($0) { rest.insert($0) } }
        return rest
    }
}
