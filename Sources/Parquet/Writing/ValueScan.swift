/// Bounds and UTF-8 checks over the present values of a column chunk.
///
/// Unsafe: touches every byte that is written once; compares eight bytes at a time.
enum ValueScan {
    /// The smallest and largest of values `range`; zeros of doubles widen to both signs, a NaN leaves nothing.
    ///
    /// `distinct`, when given, names one occurrence of each distinct byte value.
    static func bounds(
        of values: DenseValues,
        _ range: Range<Int>,
        distinct: [Int]?,
        into statistics: inout LeafStatistics
    ) throws(ParquetError) {
        guard !range.isEmpty else { return }
        if case .decimal = values.column.type {
            guard let (low, high) = decimalExtremes(values, range) else { return }
            (statistics.minimum, statistics.maximum) = (.decimal(low), .decimal(high))
            return
        }
        switch values.column.storage {
        case .boolean:
            let slice = values.column.booleans[range]
            statistics.minimum = .boolean(!slice.contains(false))
            statistics.maximum = .boolean(slice.contains(true))
        case .int32:
            guard let (low, high) = extremes(values.column.int32s, range) else { return }
            (statistics.minimum, statistics.maximum) = (.int32(low), .int32(high))
        case .int64:
            guard let (low, high) = extremes(values.column.int64s, range) else { return }
            (statistics.minimum, statistics.maximum) = (.int64(low), .int64(high))
        case .float:
            guard let (low, high) = realExtremes(values.column.floats, range) else { return }
            (statistics.minimum, statistics.maximum) = (.float(low), .float(high))
        case .double:
            guard let (low, high) = realExtremes(values.column.doubles, range) else { return }
            (statistics.minimum, statistics.maximum) = (.double(low), .double(high))
        case .int128: break
        case .bytes where values.column.type.fixedLength.map({ $0 > BoundTruncation.limit }) ?? false:
            // Readers expect whole values as bounds of a fixed length.
            break
        case .bytes:
            let isText = values.column.type == .string
            let (low, high) = try byteExtremes(values, range, distinct)
            let smallest = values.column.bytes(at: low)
            let largest = values.column.bytes(at: high)
            statistics.minimum = .bytes(BoundTruncation.lower(smallest, isText: isText))
            statistics.maximum = BoundTruncation.upper(largest, isText: isText).map { .bytes($0) }
            statistics.minimumIsExact = smallest.count <= BoundTruncation.limit
            statistics.maximumIsExact = largest.count <= BoundTruncation.limit
        }
    }

    private static func extremes<T: FixedWidthInteger>(_ values: [T], _ range: Range<Int>) -> (T, T)? {
        guard !range.isEmpty else { return nil }
        var low = T.max
        var high = T.min
        for value in values[range] {
            low = min(low, value)
            high = max(high, value)
        }
        return (low, high)
    }

    private static func decimalExtremes(_ values: DenseValues, _ range: Range<Int>) -> (Int128, Int128)? {
        switch values.column.storage {
        case .int32: extremes(values.column.int32s, range).map { (Int128($0), Int128($1)) }
        case .int64: extremes(values.column.int64s, range).map { (Int128($0), Int128($1)) }
        default:
            extremes(
                range.map { Decimal128.decode(values.column.bytes(at: $0)) ?? 0 },
                0..<range.count
            )
        }
    }

    private static func realExtremes<T: BinaryFloatingPoint>(
        _ values: [T],
        _ range: Range<Int>
    ) -> (T, T)? {
        var low = T.infinity
        var high = -T.infinity
        for value in values[range] {
            if value.isNaN { return nil }
            low = min(low, value)
            high = max(high, value)
        }
        // Readers differ on the order of the two zeros.
        return (low == 0 ? -0.0 : low, high == 0 ? 0.0 : high)
    }

    private static func byteExtremes(
        _ values: DenseValues,
        _ range: Range<Int>,
        _ distinct: [Int]?
    ) throws(ParquetError) -> (Int, Int) {
        try values.withBytes { (arena, ends) throws(ParquetError) -> (Int, Int) in
            var low = range.lowerBound
            var high = low
            var lowPrefix = prefix(arena, ends, low)
            var highPrefix = lowPrefix
            func visit(_ index: Int) {
                let head = prefix(arena, ends, index)
                if head < lowPrefix || (head == lowPrefix && precedes(arena, ends, index, low)) {
                    (low, lowPrefix) = (index, head)
                } else if head > highPrefix || (head == highPrefix && precedes(arena, ends, high, index)) {
                    (high, highPrefix) = (index, head)
                }
            }
            if let distinct {
                for index in distinct { visit(index) }
            } else {
                for index in range { visit(index) }
            }
            return (low, high)
        }
    }

    /// The first eight bytes as a number that sorts like them, zero-padded.
    @inline(__always)
    private static func prefix(_ arena: UnsafeRawPointer, _ ends: UnsafePointer<Int>, _ index: Int) -> UInt64
    {
        let start = index == 0 ? 0 : ends[index - 1]
        let length = ends[index] - start
        if length >= 8 {
            return UInt64(bigEndian: arena.loadUnaligned(fromByteOffset: start, as: UInt64.self))
        }
        var word: UInt64 = 0
        for offset in 0..<length {
            word |=
                UInt64(arena.load(fromByteOffset: start + offset, as: UInt8.self)) << UInt64(56 - offset * 8)
        }
        return word
    }

    private static func precedes(
        _ arena: UnsafeRawPointer,
        _ ends: UnsafePointer<Int>,
        _ left: Int,
        _ right: Int
    ) -> Bool {
        let leftStart = left == 0 ? 0 : ends[left - 1]
        let rightStart = right == 0 ? 0 : ends[right - 1]
        let leftLength = ends[left] - leftStart
        let rightLength = ends[right] - rightStart
        for offset in 0..<min(leftLength, rightLength) {
            let one = arena.load(fromByteOffset: leftStart + offset, as: UInt8.self)
            let other = arena.load(fromByteOffset: rightStart + offset, as: UInt8.self)
            if one != other { return one < other }
        }
        return leftLength < rightLength
    }

    /// Fails when a value is not UTF-8; all-ASCII stretches are passed over eight bytes at a time.
    static func checkText(_ values: DenseValues, leaf: Leaf) throws(ParquetError) {
        let span = values.byteSpan(values.range)
        guard !span.isEmpty, !isASCII(values.column.arena, span) else { return }
        for index in values.range {
            let part = values.byteSpan(index..<index + 1)
            if isASCII(values.column.arena, part) { continue }
            guard String(validating: values.column.arena[part], as: UTF8.self) != nil else {
                throw .invalidUTF8(column: leaf.name, entry: index - values.range.lowerBound)
            }
        }
    }

    private static func isASCII(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        bytes.withUnsafeBytes { all in
            var offset = range.lowerBound
            var seen: UInt64 = 0
            while offset + 8 <= range.upperBound {
                seen |= all.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                offset += 8
            }
            while offset < range.upperBound {
                seen |= UInt64(all[offset])
                offset += 1
            }
            return seen & 0x8080_8080_8080_8080 == 0
        }
    }
}
