internal import Parquet

/// What kind of values an expression gives.
enum SQLKind: Hashable {
    case boolean
    /// Whole and decimal numbers in units of 10^-`scale`.
    case exact(scale: Int)
    case double
    case text
    case bytes
    case date
    case timestamp
    case timestampNtz
    /// The literal NULL, which fits every kind.
    case null

    /// The kind of a column; nil for nested ones.
    init?(_ type: DeltaType) {
        switch type {
        case .boolean: self = .boolean
        case .byte, .short, .integer, .long: self = .exact(scale: 0)
        case .decimal(_, let scale): self = .exact(scale: scale)
        case .float, .double: self = .double
        case .string: self = .text
        case .binary: self = .bytes
        case .date: self = .date
        case .timestamp: self = .timestamp
        case .timestampNtz: self = .timestampNtz
        case .structure, .array, .map, .unsupported: return nil
        }
    }

    var isNumber: Bool {
        switch self {
        case .exact, .double: true
        default: false
        }
    }
}

/// One value per row.
struct SQLValues {
    enum Storage {
        case booleans([Bool])
        /// Exact numbers, days and microseconds.
        case whole([Int128])
        case doubles([Double])
        case bytes([ArraySlice<UInt8>])
    }

    var storage: Storage
    var isNull: [Bool]

    /// `count` times the same constant.
    init(_ literal: SQLLiteral, count: Int) {
        isNull = Array(repeating: literal == .null, count: count)
        switch literal {
        case .boolean(let value): storage = .booleans(Array(repeating: value, count: count))
        case .exact(let value, _): storage = .whole(Array(repeating: value, count: count))
        case .double(let value): storage = .doubles(Array(repeating: value, count: count))
        case .text(let value): storage = .bytes(Array(repeating: Array(value.utf8)[...], count: count))
        case .date(let value): storage = .whole(Array(repeating: Int128(value), count: count))
        case .timestamp(let value): storage = .whole(Array(repeating: Int128(value), count: count))
        case .null: storage = .whole(Array(repeating: 0, count: count))
        }
    }

    /// The values of a column that is in no list or map.
    init(_ column: Column) {
        isNull = (0..<column.count).map(column.isNull)
        switch column.type {
        case .boolean: storage = .booleans(column.booleanValues)
        case .int8, .int16, .int32, .date: storage = .whole(column.int32Values.map { Int128($0) })
        case .int64, .timestamp, .localTimestamp, .time:
            storage = .whole(column.int64Values.map { Int128($0) })
        case .float: storage = .doubles(column.floatValues.map { Double($0) })
        case .double: storage = .doubles(column.doubleValues)
        case .decimal: storage = .whole(column.decimalValues)
        case .string, .binary, .fixedBinary, .uuid, .unsupported:
            storage = .bytes((0..<column.count).map { column.bytes(at: $0) })
        }
    }

    init(booleans: [Bool], isNull: [Bool]) {
        storage = .booleans(booleans)
        self.isNull = isNull
    }

    init(storage: Storage, isNull: [Bool]) {
        self.storage = storage
        self.isNull = isNull
    }

    /// The truth values; false throughout for another storage.
    var booleans: [Bool] {
        if case .booleans(let values) = storage {
            values
        } else {
            Array(repeating: false, count: isNull.count)
        }
    }

    /// Exact numbers in units of 10^-`scale` as doubles; doubles as they are.
    func doubles(scale: Int) -> [Double] {
        var unit = 1.0
        for _ in 0..<scale { unit *= 10 }
        switch storage {
        case .doubles(let values): return values
        case .whole(let values): return values.map { Double($0) / unit }
        case .booleans, .bytes: return Array(repeating: 0, count: isNull.count)
        }
    }

    /// Exact numbers brought from `scale` to a larger one; what does not fit becomes null.
    func rescaled(from scale: Int, to wanted: Int) -> SQLValues {
        guard case .whole(var values) = storage, wanted > scale else { return self }
        var isNull = isNull
        var unit: Int128 = 1
        for _ in scale..<wanted {
            let (next, overflow) = unit.multipliedReportingOverflow(by: 10)
            // A shift no number but zero survives.
            unit = overflow ? .max : next
        }
        for index in values.indices {
            let (value, overflow) = values[index].multipliedReportingOverflow(by: unit)
            values[index] = overflow ? 0 : value
            isNull[index] = isNull[index] || overflow
        }
        return SQLValues(storage: .whole(values), isNull: isNull)
    }
}
