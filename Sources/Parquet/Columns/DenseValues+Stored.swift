extension DenseValues {
    /// The values in the form a file stores them in, after a check that each is one of the leaf's type:
    /// text is UTF-8, numbers fit their width or precision, fixed bytes have their length.
    ///
    /// Only decimals are stored in another form than they are held in: as INT32, INT64 or bytes.
    func stored(as leaf: Leaf) throws(ParquetError) -> DenseValues {
        switch leaf.type {
        case .string: try ValueScan.checkText(self, leaf: leaf)
        case .int8: try check(leaf, "of 8 bits", column.int32s) { Int8(exactly: $0) != nil }
        case .int16: try check(leaf, "of 16 bits", column.int32s) { Int16(exactly: $0) != nil }
        case .fixedBinary, .uuid:
            let length = leaf.type.fixedLength ?? 0
            guard range.allSatisfy({ byteSpan($0..<$0 + 1).count == length }) else {
                throw .invalidBatch("column \(leaf.name) has a value of another length than \(length) bytes")
            }
        case .decimal(let precision, _):
            let bound = Decimal128.bound(precision: precision)
            try check(leaf, "of \(precision) digits", column.int128s) { $0 < bound && $0 > -bound }
            return DenseValues(decimals: column.int128s[range], type: leaf.type)
        default: break
        }
        return self
    }

    private func check<T>(
        _ leaf: Leaf,
        _ kind: String,
        _ values: [T],
        _ fits: (T) -> Bool
    ) throws(ParquetError) {
        guard values[range].allSatisfy(fits) else {
            throw .invalidBatch("column \(leaf.name) has a value that is not a number \(kind)")
        }
    }

    private init(decimals: ArraySlice<Int128>, type: ColumnType) {
        var stored: Column
        switch type.physicalType {
        case .int32:
            stored = Column(type, stored: .int32)
            stored.int32s = decimals.map { Int32(truncatingIfNeeded: $0) }
        case .int64:
            stored = Column(type, stored: .int64)
            stored.int64s = decimals.map { Int64(truncatingIfNeeded: $0) }
        default:
            let length = type.fixedLength ?? 0
            stored = Column(type, stored: .bytes)
            stored.arena.reserveCapacity(decimals.count * length)
            for value in decimals {
                Decimal128.encode(value, count: length, to: &stored.arena)
                stored.ends.append(stored.arena.count)
            }
        }
        self.init(stored, range: 0..<decimals.count)
    }
}
