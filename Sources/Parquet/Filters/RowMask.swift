/// Which rows of one row group are still wanted: one bit per row.
struct RowMask {
    private var words: [UInt64]
    /// The number of rows, wanted or not.
    let rowCount: Int

    /// All rows wanted; the caller has budgeted for a bit per row.
    init(rowCount: Int) {
        self.rowCount = rowCount
        words = [UInt64](repeating: .max, count: (rowCount + 63) / 64)
        if rowCount % 64 != 0 { words[words.count - 1] = (1 << UInt64(rowCount % 64)) - 1 }
    }

    /// The number of wanted rows.
    var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    @inline(__always)
    func contains(_ row: Int) -> Bool {
        words[row >> 6] >> UInt64(row & 63) & 1 != 0
    }

    @inline(__always)
    mutating func remove(_ row: Int) {
        words[row >> 6] &= ~(1 << UInt64(row & 63))
    }

    mutating func remove(_ rows: Range<Int>) {
        for row in rows { remove(row) }
    }

    /// True when a row of `rows` is wanted.
    func isWanted(anyOf rows: Range<Int>) -> Bool {
        var found = false
        visit(rows) { _, word in found = found || word != 0 }
        return found
    }

    /// Appends the wanted rows of `rows`, counted from its start, in ascending order.
    func picks(in rows: Range<Int>, into picks: inout [Int32]) {
        visit(rows) { start, word in
            var left = word
            while left != 0 {
                picks.append(Int32(truncatingIfNeeded: start - rows.lowerBound + left.trailingZeroBitCount))
                left &= left - 1
            }
        }
    }

    /// Visits the wanted rows in ascending order.
    func forEach(_ body: (Int) -> Void) {
        visit(0..<rowCount) { start, word in
            var left = word
            while left != 0 {
                body(start + left.trailingZeroBitCount)
                left &= left - 1
            }
        }
    }

    /// Visits the words that hold `rows`, with the bits of other rows cleared, and the row of their lowest bit.
    @inline(__always)
    private func visit(_ rows: Range<Int>, _ body: (Int, UInt64) -> Void) {
        guard !rows.isEmpty else { return }
        let first = rows.lowerBound >> 6
        let last = (rows.upperBound - 1) >> 6
        for index in first...last {
            var word = words[index]
            if index == first { word &= .max << UInt64(rows.lowerBound & 63) }
            if index == last { word &= .max >> UInt64(63 - (rows.upperBound - 1) & 63) }
            body(index * 64, word)
        }
    }
}
