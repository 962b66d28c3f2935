/// What a file says of the values of a chunk or page, as far as it can be relied on.
struct ValueBounds {
    /// A value no present value is below, NaN aside; nil when unknown.
    var minimum: StatisticValue?
    /// A value no present value is above, NaN aside; nil when unknown.
    var maximum: StatisticValue?
    var minimumIsExact = false
    var maximumIsExact = false
    /// The number of entries without a value; nil when unknown.
    var nullCount: Int?
    /// The number of entries, with and without a value.
    var entryCount: Int

    /// The bounds of a chunk; what is missing, malformed or of uncertain order is left out.
    init(_ chunk: ChunkMetadata, _ stored: StoredLeaf, _ order: BoundOrder) {
        entryCount = chunk.valueCount
        guard let statistics = chunk.storedStatistics else { return }
        if let nulls = statistics.nullCount, nulls <= entryCount { nullCount = nulls }
        if stored.orders(by: order) {
            setBounds(statistics.minimum, statistics.maximum, stored)
            // Writers that cut bytes without saying so exist.
            minimumIsExact = statistics.minimumIsExact ?? (stored.storage != .bytes)
            maximumIsExact = statistics.maximumIsExact ?? (stored.storage != .bytes)
        }
        if minimum == nil && maximum == nil && stored.isSignedInteger {
            setBounds(statistics.legacyMinimum, statistics.legacyMaximum, stored)
            minimumIsExact = true
            maximumIsExact = true
        }
    }

    /// Takes the bounds unless they contradict each other or cannot be decoded.
    mutating func setBounds(
        _ low: ArraySlice<UInt8>?,
        _ high: ArraySlice<UInt8>?,
        _ stored: StoredLeaf
    ) {
        let low = low.flatMap { StatisticValue(stored: $0, stored) }
        let high = high.flatMap { StatisticValue(stored: $0, stored) }
        // A NaN says the writer did not leave NaN out: neither bound can be trusted.
        if low?.isNaN == true || high?.isNaN == true { return }
        if let low, let high, high.precedes(low) { return }
        minimum = low?.withZero(.minus)
        maximum = high?.withZero(.plus)
    }
}

extension ValueBounds {
    /// False when no entry can satisfy the test.
    func mayMatch(_ test: RowFilter.Test) -> Bool {
        if entryCount == 0 { return false }
        if case .isNull = test { return nullCount != 0 }
        if let nullCount, nullCount == entryCount { return false }
        switch test {
        case .isNull, .isNotNull: return true
        case .equals(let value): return mayHold(value)
        case .oneOf(let values): return values.contains(where: mayHold)
        case .notEquals(let value):
            // NaN lies outside the bounds and differs from everything.
            switch value {
            case .float, .double: return true
            default: break
            }
            return !(minimumIsExact && maximumIsExact && minimum == value && maximum == value)
        case .less(let value): return minimum.map { $0.precedes(value) } ?? true
        case .atMost(let value): return minimum.map { !value.precedes($0) } ?? true
        case .greater(let value): return maximum.map { value.precedes($0) } ?? true
        case .atLeast(let value): return maximum.map { !$0.precedes(value) } ?? true
        case .hasPrefix(let prefix): return mayBegin(with: prefix)
        }
    }

    private func mayHold(_ value: StatisticValue) -> Bool {
        if let minimum, value.precedes(minimum) { return false }
        if let maximum, maximum.precedes(value) { return false }
        return true
    }

    private func mayBegin(with prefix: [UInt8]) -> Bool {
        if case .bytes(let low)? = minimum {
            // Everything with the prefix lies below the minimum.
            if prefix.lexicographicallyPrecedes(low) && !low.starts(with: prefix) { return false }
        }
        if case .bytes(let high)? = maximum, high.lexicographicallyPrecedes(prefix) { return false }
        return true
    }
}

extension StoredLeaf {
    /// True when `min_value` and `max_value` in `order` bound the values as this library compares them.
    func orders(by order: BoundOrder) -> Bool {
        switch order {
        case .type: physicalType != .int96
        case .total: physicalType == .float || physicalType == .double
        case .unknown: false
        }
    }

    /// True for integers on which the deprecated bounds of all writers agree.
    var isSignedInteger: Bool {
        switch (physicalType, conversion) {
        case (.int32, .unsigned32), (.int64, .unsigned64): false
        case (.int32, .narrow(let range)): range.lowerBound < 0
        case (.int32, _), (.int64, _): true
        default: false
        }
    }
}

extension StatisticValue {
    /// A bound as the file stores it, in the column's own type; nil when it does not fit.
    init?(stored bytes: ArraySlice<UInt8>, _ stored: StoredLeaf) {
        switch (stored.type.storage, stored.physicalType) {
        case (.bytes, _):
            self = .bytes(Array(bytes))
        case (.int128, .byteArray):
            guard let value = Decimal128.decode(bytes) else { return nil }
            self = .decimal(value)
        default:
            guard let value = ValueDecoder.single(bytes, stored) else { return nil }
            self = value
        }
    }

    /// Entry `index`, which has a value, of a column.
    init(_ column: Column, at index: Int) {
        switch column.storage {
        case .boolean: self = .boolean(column.booleans[index])
        case .int32: self = .int32(column.int32s[index])
        case .int64: self = .int64(column.int64s[index])
        case .float: self = .float(column.floats[index])
        case .double: self = .double(column.doubles[index])
        case .int128: self = .decimal(column.int128s[index])
        case .bytes: self = .bytes(Array(column.bytes(at: index)))
        }
    }

    var isNaN: Bool {
        switch self {
        case .float(let value): value.isNaN
        case .double(let value): value.isNaN
        default: false
        }
    }

    /// A zero of the given sign instead of either: writers differ on the order of the two.
    func withZero(_ sign: FloatingPointSign) -> StatisticValue {
        switch self {
        case .float(let value) where value == 0: .float(sign == .minus ? -0.0 : 0.0)
        case .double(let value) where value == 0: .double(sign == .minus ? -0.0 : 0.0)
        default: self
        }
    }
}
