extension ColumnBatch {
    /// These rows of the batch in the order given; a row may be left out or repeated.
    package func rows(_ order: [Int]) -> ColumnBatch {
        var result = ColumnBatch(schema: schema)
        for (index, column) in columns.enumerated() {
            let starts = column.rowStarts
            for row in order {
                for entry in starts[row]..<starts[row + 1] {
                    result.columns[index].append(entry: entry, of: column)
                }
            }
        }
        return result
    }

    /// Adds the rows of a batch whose columns have the same types and levels.
    package mutating func append(contentsOf other: ColumnBatch) {
        for index in columns.indices { columns[index].append(contentsOf: other.columns[index]) }
    }

    /// The row numbers ordered by the flat columns with these names, nulls first; equal rows keep their order.
    ///
    /// Fails on a column that is not there or lies in a list or map.
    package func order(by names: [String]) throws(ParquetError) -> [Int] {
        var keys: [Column] = []
        for name in names {
            guard let key = self[name] else { throw .unknownColumn(name) }
            guard key.maxRepetition == 0 else {
                throw .unsupported(feature: "sorting by column \(name), which lies in a list or map")
            }
            keys.append(key)
        }
        return (0..<rowCount).sorted { left, right in
            for key in keys {
                let order = key.compare(left, right)
                if order != 0 { return order < 0 }
            }
            return left < right
        }
    }
}

extension Column {
    /// The entry with which each row begins, and the end of the last.
    fileprivate var rowStarts: [Int] {
        guard maxRepetition > 0 else { return Array(0...count) }
        var starts = (0..<count).filter { repetitions[$0] == 0 }
        starts.append(count)
        return starts
    }

    /// Below zero when entry `left` comes before `right`, above when after; null comes first, NaN last.
    fileprivate func compare(_ left: Int, _ right: Int) -> Int {
        switch (isNull(at: left), isNull(at: right)) {
        case (true, true): return 0
        case (true, false): return -1
        case (false, true): return 1
        case (false, false): break
        }
        switch storage {
        case .boolean: return (booleans[left] ? 1 : 0) - (booleans[right] ? 1 : 0)
        case .int32: return sign(int32s[left], int32s[right])
        case .int64: return sign(int64s[left], int64s[right])
        case .int128: return sign(int128s[left], int128s[right])
        case .float: return numeric(Double(floats[left]), Double(floats[right]))
        case .double: return numeric(doubles[left], doubles[right])
        case .bytes:
            if bytes(at: left).lexicographicallyPrecedes(bytes(at: right)) { return -1 }
            return bytes(at: left).elementsEqual(bytes(at: right)) ? 0 : 1
        }
    }

    private func numeric(_ left: Double, _ right: Double) -> Int {
        if left.isNaN || right.isNaN { return (left.isNaN ? 1 : 0) - (right.isNaN ? 1 : 0) }
        return sign(left, right)
    }

    private func sign<Value: Comparable>(_ left: Value, _ right: Value) -> Int {
        left < right ? -1 : left == right ? 0 : 1
    }
}
