/// A bound of a column, in the column's own type.
public enum StatisticValue: Hashable, Sendable {
    /// A truth value.
    case boolean(Bool)
    /// An int8, int16 or int32, or days since 1970-01-01.
    case int32(Int32)
    /// An int64, microseconds since 1970 or since midnight.
    case int64(Int64)
    /// A float, never NaN.
    case float(Float)
    /// A double, never NaN.
    case double(Double)
    /// A decimal in units of 10^-scale.
    case decimal(Int128)
    /// At most 64 bytes of a string or binary value; a string's are whole UTF-8 characters.
    case bytes([UInt8])

    /// The value as a file stores it in a bound of a column of `type`.
    func plainBytes(_ type: ColumnType) -> [UInt8] {
        switch self {
        case .boolean(let value): [value ? 1 : 0]
        case .int32(let value): Self.littleEndian(value)
        case .int64(let value): Self.littleEndian(value)
        case .float(let value): Self.littleEndian(value.bitPattern)
        case .double(let value): Self.littleEndian(value.bitPattern)
        case .decimal(let value): Self.decimal(value, type)
        case .bytes(let value): value
        }
    }

    private static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    private static func decimal(_ value: Int128, _ type: ColumnType) -> [UInt8] {
        switch type.physicalType {
        case .int32: return littleEndian(Int32(truncatingIfNeeded: value))
        case .int64: return littleEndian(Int64(truncatingIfNeeded: value))
        default:
            var bytes: [UInt8] = []
            Decimal128.encode(value, count: type.fixedLength ?? 16, to: &bytes)
            return bytes
        }
    }

    /// Order within one type; bytes compare as unsigned.
    func precedes(_ other: StatisticValue) -> Bool {
        switch (self, other) {
        case (.boolean(let left), .boolean(let right)): !left && right
        case (.int32(let left), .int32(let right)): left < right
        case (.int64(let left), .int64(let right)): left < right
        case (.float(let left), .float(let right)): left < right
        case (.double(let left), .double(let right)): left < right
        case (.decimal(let left), .decimal(let right)): left < right
        case (.bytes(let left), .bytes(let right)): left.lexicographicallyPrecedes(right)
        default: false
        }
    }
}

/// What is known of a column's values: bounds and null count.
public struct LeafStatistics: Hashable, Sendable {
    /// A value no present value is below; nil when there is none, or a NaN makes bounds meaningless.
    public internal(set) var minimum: StatisticValue?
    /// A value no present value is above; nil like `minimum`, or when a long value cannot be rounded up.
    public internal(set) var maximum: StatisticValue?
    /// False when the minimum was cut to 64 bytes.
    public internal(set) var minimumIsExact = true
    /// False when the maximum was cut to 64 bytes and rounded up.
    public internal(set) var maximumIsExact = true
    /// The number of entries without a value.
    public internal(set) var nullCount = 0
    /// The number of entries with a value.
    public internal(set) var valueCount = 0

    /// Widens these bounds by those of another row group; a missing bound there voids it here.
    mutating func merge(_ other: LeafStatistics) {
        if valueCount == 0 {
            (minimum, minimumIsExact) = (other.minimum, other.minimumIsExact)
            (maximum, maximumIsExact) = (other.maximum, other.maximumIsExact)
        } else if other.valueCount > 0 {
            if let mine = minimum, let theirs = other.minimum {
                if theirs.precedes(mine) { (minimum, minimumIsExact) = (theirs, other.minimumIsExact) }
            } else {
                minimum = nil
            }
            if let mine = maximum, let theirs = other.maximum {
                if mine.precedes(theirs) { (maximum, maximumIsExact) = (theirs, other.maximumIsExact) }
            } else {
                maximum = nil
            }
        }
        nullCount += other.nullCount
        valueCount += other.valueCount
    }
}

/// Cuts long byte bounds to 64 bytes, keeping them true bounds.
enum BoundTruncation {
    static let limit = 64

    /// A prefix of at most 64 bytes, on a character boundary for text.
    static func lower(_ value: ArraySlice<UInt8>, isText: Bool) -> [UInt8] {
        guard value.count > limit else { return Array(value) }
        var length = limit
        if isText {
            // A continuation byte after the cut means the cut splits a character.
            while length > 0 && value[value.startIndex + length] & 0xC0 == 0x80 { length -= 1 }
        }
        return Array(value.prefix(length))
    }

    /// The smallest short value above everything that starts with the cut prefix; nil when there is none.
    static func upper(_ value: ArraySlice<UInt8>, isText: Bool) -> [UInt8]? {
        guard value.count > limit else { return Array(value) }
        let prefix = lower(value, isText: isText)
        return isText ? incrementText(prefix) : incrementBytes(prefix)
    }

    private static func incrementBytes(_ prefix: [UInt8]) -> [UInt8]? {
        guard let last = prefix.lastIndex(where: { $0 < 0xFF }) else { return nil }
        var result = Array(prefix[...last])
        result[last] += 1
        return result
    }

    private static func incrementText(_ prefix: [UInt8]) -> [UInt8]? {
        var scalars = Array(String(decoding: prefix, as: UTF8.self).unicodeScalars)
        while let last = scalars.popLast() {
            // The code points D800 to DFFF are not characters.
            let next = last.value == 0xD7FF ? 0xE000 : last.value + 1
            guard let raised = Unicode.Scalar(next) else { continue }
            var text = String.UnicodeScalarView(scalars)
            text.append(raised)
            let bytes = Array(String(text).utf8)
            if bytes.count <= limit { return bytes }
        }
        return nil
    }
}
