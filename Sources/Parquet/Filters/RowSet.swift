/// Row numbers, 0-based in a file, as a compact sorted set.
///
/// Grouped by their upper bits; a group keeps its lower 16 bits as a sorted list while it is sparse and as a
/// bitmap of 8 KiB when it is not.
public struct RowSet: Hashable, Sendable {
    private var keys: [Int] = []
    private var groups: [Group] = []
    /// The number of rows in the set.
    public private(set) var count = 0

    /// An empty set.
    public init() {}

    /// The set of these rows.
    public init(_ rows: some Sequence<Int64>) {
        for row in rows { insert(row) }
    }

    /// True when no row is in the set.
    public var isEmpty: Bool { count == 0 }

    /// The highest row, or nil.
    public var last: Int64? {
        guard let key = keys.last, let low = groups.last?.last else { return nil }
        return Int64(key) << 16 | Int64(low)
    }

    /// Adds a row, at least 0; false when it was there.
    ///
    /// Cheapest in ascending order.
    @discardableResult
    public mutating func insert(_ row: Int64) -> Bool {
        precondition(row >= 0, "a row number is never negative")
        let index = openGroup(Int(row >> 16))
        let isNew = groups[index].insert(UInt16(truncatingIfNeeded: row))
        if isNew { count += 1 }
        return isNew
    }

    /// Adds all rows of `rows`, which start at 0 or above.
    public mutating func insert(contentsOf rows: Range<Int64>) {
        for row in rows { insert(row) }
    }

    /// Adds all rows of another set.
    public mutating func formUnion(_ other: RowSet) {
        other.forEach { insert($0) }
    }

    /// True when the row is in the set.
    public func contains(_ row: Int64) -> Bool {
        guard row >= 0, let index = find(Int(row >> 16)) else { return false }
        return groups[index].contains(UInt16(truncatingIfNeeded: row))
    }

    /// Visits the rows in ascending order.
    public func forEach<E: Error>(_ body: (Int64) throws(E) -> Void) throws(E) {
        for (key, group) in zip(keys, groups) {
            let base = Int64(key) << 16
            try group.forEach { (low) throws(E) in try body(base | Int64(low)) }
        }
    }

    /// Visits the rows of the set that lie in `rows`, in ascending order.
    public func forEach<E: Error>(in rows: Range<Int64>, _ body: (Int64) throws(E) -> Void) throws(E) {
        var index = place(Int(rows.lowerBound >> 16))
        while index < keys.count, Int64(keys[index]) << 16 < rows.upperBound {
            let base = Int64(keys[index]) << 16
            try groups[index].forEach { (low) throws(E) in
                let row = base | Int64(low)
                if rows.contains(row) { try body(row) }
            }
            index += 1
        }
    }

    /// True when a row of `rows` is in the set, or may be: only groups of 65,536 rows are looked at.
    func overlaps(_ rows: Range<Int64>) -> Bool {
        let index = place(Int(rows.lowerBound >> 16))
        return index < keys.count && Int64(keys[index]) << 16 < rows.upperBound
    }

    /// The position of the first group at or after `key`.
    private func place(_ key: Int) -> Int {
        var low = 0
        var high = keys.count
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func find(_ key: Int) -> Int? {
        if let last = keys.last, last == key { return keys.count - 1 }
        let index = place(key)
        return index < keys.count && keys[index] == key ? index : nil
    }

    private mutating func openGroup(_ key: Int) -> Int {
        if let index = find(key) { return index }
        let index = place(key)
        keys.insert(key, at: index)
        groups.insert(.list([]), at: index)
        return index
    }
}

extension RowSet {
    /// The lower 16 bits of the rows that share their upper bits.
    private enum Group: Hashable, Sendable {
        case list([UInt16])
        case bitmap([UInt64])

        /// A list of more would be larger than the bitmap.
        private static let listLimit = 4096

        var last: UInt16? {
            switch self {
            case .list(let lows): return lows.last
            case .bitmap(let words):
                guard let index = words.lastIndex(where: { $0 != 0 }) else { return nil }
                return UInt16(index * 64 + 63 - words[index].leadingZeroBitCount)
            }
        }

        func contains(_ low: UInt16) -> Bool {
            switch self {
            case .list(let lows):
                let index = Self.place(low, in: lows)
                return index < lows.count && lows[index] == low
            case .bitmap(let words):
                return words[Int(low >> 6)] >> UInt64(low & 63) & 1 != 0
            }
        }

        mutating func insert(_ low: UInt16) -> Bool {
            switch self {
            case .list(var lows):
                let index = Self.place(low, in: lows)
                if index < lows.count && lows[index] == low { return false }
                // Dropped first, so that the list is changed in place.
                self = .list([])
                lows.insert(low, at: index)
                self = lows.count > Self.listLimit ? .bitmap(Self.words(lows)) : .list(lows)
                return true
            case .bitmap(var words):
                let bit: UInt64 = 1 << UInt64(low & 63)
                if words[Int(low >> 6)] & bit != 0 { return false }
                self = .list([])
                words[Int(low >> 6)] |= bit
                self = .bitmap(words)
                return true
            }
        }

        func forEach<E: Error>(_ body: (UInt16) throws(E) -> Void) throws(E) {
            switch self {
            case .list(let lows):
                for low in lows { try body(low) }
            case .bitmap(let words):
                for (index, word) in words.enumerated() {
                    var left = word
                    while left != 0 {
                        try body(UInt16(index * 64 + left.trailingZeroBitCount))
                        left &= left - 1
                    }
                }
            }
        }

        private static func place(_ low: UInt16, in lows: [UInt16]) -> Int {
            if let last = lows.last, last < low { return lows.count }
            var start = 0
            var end = lows.count
            while start < end {
                let middle = (start + end) / 2
                if lows[middle] < low { start = middle + 1 } else { end = middle }
            }
            return start
        }

        private static func words(_ lows: [UInt16]) -> [UInt64] {
            var words = [UInt64](repeating: 0, count: 1024)
            for low in lows { words[Int(low >> 6)] |= 1 << UInt64(low & 63) }
            return words
        }
    }
}
