/// Byte values whose lengths are delta encoded.
enum DeltaBytes {
    /// DELTA_LENGTH_BYTE_ARRAY: all lengths, then all bytes.
    static func appendLengthsFirst(
        _ cursor: inout ByteCursor,
        count: Int,
        to output: inout Column,
        budget: inout ReadBudget
    ) throws(ParquetError) {
        try budget.take(count, width: 8)
        let lengths = try lengths(&cursor, count: count)
        // No overflow: below 2^31 lengths of at most 2^31.
        let total = lengths.reduce(0) { $0 + Int($1) }
        try budget.take(total)
        let first = output.arena.count
        output.arena.append(copying: try cursor.take(total))
        try output.ends.grow(by: count) { place in
            var end = first
            for (index, length) in lengths.enumerated() {
                end += Int(length)
                place[index] = end
            }
        }
    }

    /// DELTA_BYTE_ARRAY: what each value shares with the one before, and the rest of it.
    static func appendPrefixed(
        _ cursor: inout ByteCursor,
        count: Int,
        _ stored: StoredLeaf,
        to output: inout Column,
        budget: inout ReadBudget
    ) throws(ParquetError) {
        try budget.take(count, width: 16)
        let prefixes = try lengths(&cursor, count: count)
        let suffixes = try lengths(&cursor, count: count)
        var last = output.arena.count..<output.arena.count
        for index in 0..<count {
            let prefix = Int(prefixes[index])
            let suffix = Int(suffixes[index])
            guard prefix <= last.count else { throw cursor.corrupt("a prefix longer than the value before") }
            guard stored.length == 0 || prefix + suffix == stored.length else {
                throw cursor.corrupt("a value of another length than its fixed-length column")
            }
            let rest = try cursor.take(suffix)
            try budget.take(prefix + suffix)
            let start = output.arena.count
            output.arena.append(contentsOf: output.arena[last.lowerBound..<last.lowerBound + prefix])
            output.arena.append(copying: rest)
            output.ends.append(output.arena.count)
            last = start..<output.arena.count
        }
    }

    private static func lengths(_ cursor: inout ByteCursor, count: Int) throws(ParquetError) -> [Int32] {
        var lengths: [Int32] = []
        try DeltaBinaryPacked.decode(&cursor, count: count, into: &lengths)
        guard lengths.allSatisfy({ $0 >= 0 }) else {
            throw cursor.corrupt("a negative length in delta encoding")
        }
        return lengths
    }
}
