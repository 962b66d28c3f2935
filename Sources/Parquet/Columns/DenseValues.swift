/// The present values of a stretch of a column, without slots for nulls.
struct DenseValues {
    /// Holds the values; shares its memory with the caller's column where it can.
    let column: Column
    /// Where they are in `column`.
    let range: Range<Int>

    /// All values of `range`, none of which may be null.
    init(_ column: Column, range: Range<Int>) {
        self.column = column
        self.range = range
    }

    init(_ column: Column, entries: Range<Int>) {
        let hasNulls =
            !column.definitions.isEmpty
            && column.definitions[entries].contains { $0 < column.maxDefinition }
        guard hasNulls else {
            self.column = column
            range = entries
            return
        }
        let present = entries.filter { column.definitions[$0] == column.maxDefinition }
        var dense = Column(type: column.type)
        switch column.storage {
        case .boolean: dense.booleans = present.map { column.booleans[$0] }
        case .int32: dense.int32s = present.map { column.int32s[$0] }
        case .int64: dense.int64s = present.map { column.int64s[$0] }
        case .float: dense.floats = present.map { column.floats[$0] }
        case .double: dense.doubles = present.map { column.doubles[$0] }
        case .int128: dense.int128s = present.map { column.int128s[$0] }
        case .bytes:
            // Null entries have no bytes, so dropping their ends is enough; the first end marks the start.
            dense.arena = column.arena
            dense.ends.reserveCapacity(present.count + 1)
            dense.ends.append(entries.lowerBound == 0 ? 0 : column.ends[entries.lowerBound - 1])
            for index in present { dense.ends.append(column.ends[index]) }
            self.column = dense
            range = 1..<present.count + 1
            return
        }
        self.column = dense
        range = 0..<present.count
    }

    /// What the values of `part` take as a PLAIN page.
    func plainSize(_ part: Range<Int>) -> Int {
        switch column.storage {
        case .boolean: (part.count + 7) / 8
        case .int32, .float: part.count * 4
        case .int64, .double: part.count * 8
        case .int128: part.count * 16
        case .bytes: byteSpan(part).count + (column.type.fixedLength == nil ? part.count * 4 : 0)
        }
    }

    /// What all values take as DELTA_BINARY_PACKED; nil when they are no integers.
    var deltaSize: Int? {
        switch column.storage {
        case .int32:
            column.int32s.withUnsafeBufferPointer { DeltaBinaryPacked.size(.init(rebasing: $0[range])) }
        case .int64:
            column.int64s.withUnsafeBufferPointer { DeltaBinaryPacked.size(.init(rebasing: $0[range])) }
        case .boolean, .float, .double, .int128, .bytes: nil
        }
    }

    /// The stretch of the arena that byte values `part` occupy.
    func byteSpan(_ part: Range<Int>) -> Range<Int> {
        guard !part.isEmpty else { return 0..<0 }
        let start = part.lowerBound == 0 ? 0 : column.ends[part.lowerBound - 1]
        return start..<column.ends[part.upperBound - 1]
    }

    /// Lends the arena and the ends of byte values; both pointers are valid even for no bytes.
    func withBytes<R>(
        _ body: (UnsafeRawPointer, UnsafePointer<Int>) throws(ParquetError) -> R
    ) throws(ParquetError) -> R {
        try column.arena.withUnsafeBufferPointer { (arena) throws(ParquetError) -> R in
            try column.ends.withUnsafeBufferPointer { (ends) throws(ParquetError) -> R in
                guard let first = ends.baseAddress else {
                    throw .invalidBatch("a byte column without entries")
                }
                let start = arena.baseAddress.map { UnsafeRawPointer($0) } ?? UnsafeRawPointer(first)
                return try body(start, first)
            }
        }
    }
}
