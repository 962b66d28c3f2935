/// Which rows of one row group are still wanted: one bit per row.
struct RowMask {
    private(set) var words: [UInt64]
    /// The number of rows, wanted or not.
    let rowCount: Int

    /// All rows wanted, or none; the caller has budgeted for a byte per eight rows.
    init(rowCount: Int, all: Bool) {
        self.rowCount = rowCount
        words = [UInt64](repeating: all ? .max : 0, count: (rowCount + 63) / 64)
        if all && rowCount % 64 != 0 { words[words.count - 1] = (1 << UInt64(rowCount % 64)) - 1 }
    }

    /// The number of wanted rows.
    var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    @inline(__always)
    func contains(_ row: Int) -> Bool {
        words[row >> 6] >> UInt64(row & 63) & 1 != 0
    }

    mutating func remove(_ row: Int) {
        words[row >> 6] &= ~(1 << UInt64(row & 63))
    }

    /// Keeps a wanted row only when `isKept` says so for it; other rows are not asked.
    @inline(__always)
    mutating func keep(where isKept: (Int) -> Bool) {
        for index in words.indices {
            var left = words[index]
            var kept = left
            while left != 0 {
                let bit = left.trailingZeroBitCount
                if !isKept(index * 64 + bit) { kept &= ~(1 << UInt64(bit)) }
                left &= left - 1
            }
            words[index] = kept
        }
    }

    /// Visits the wanted rows in ascending order.
    @inline(__always)
    func forEach(_ body: (Int) -> Void) {
        for index in words.indices {
            var left = words[index]
            while left != 0 {
                body(index * 64 + left.trailingZeroBitCount)
                left &= left - 1
            }
        }
    }
}
