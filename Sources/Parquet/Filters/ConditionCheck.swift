/// Evaluates one condition on decoded values.
struct ConditionCheck {
    let test: RowFilter.Test
    private let storage: ColumnType.Storage

    /// Fails unless the condition fits its leaf.
    init(_ condition: RowFilter.Condition, _ leaf: Leaf) throws(ParquetError) {
        guard leaf.maxRepetition == 0 else {
            throw .invalidFilter(column: leaf.name, reason: "is inside a list or map")
        }
        if case .unsupported(let feature) = leaf.type {
            throw .unsupported(feature: "\(feature) (column \(leaf.name))")
        }
        storage = leaf.type.storage
        test = condition.test
        for literal in test.literals {
            guard literal.storage == storage else {
                throw .invalidFilter(
                    column: leaf.name,
                    reason: "is \(leaf.type), compared with \(literal.storage)"
                )
            }
            if literal.isNaN {
                throw .invalidFilter(column: leaf.name, reason: "is compared with NaN")
            }
        }
    }

    /// Whether an entry without a value satisfies the condition.
    var keepsNull: Bool { test == .isNull }

    /// Whether every value does, or none, when that is known without looking.
    var keepsPresent: Bool? {
        switch test {
        case .isNull: false
        case .isNotNull: true
        default: nil
        }
    }

    /// Drops the rows of `mask` that do not satisfy the condition; `column` has one entry per row.
    func narrow(_ mask: inout RowMask, by column: Column) {
        let values = keepsPresent == nil ? matches(column) : []
        for row in 0..<mask.rowCount {
            let isKept = column.isNull(at: row) ? keepsNull : keepsPresent ?? values[row]
            if !isKept { mask.remove(row) }
        }
    }

    /// Whether the value in each slot of `column` satisfies the condition, were it present.
    func matches(_ column: Column) -> [Bool] {
        switch storage {
        case .boolean: compare(column.booleans.map { $0 ? 1 : 0 }, test.literals.compactMap(\.boolean))
        case .int32: compare(column.int32s, test.literals.compactMap(\.int32))
        case .int64: compare(column.int64s, test.literals.compactMap(\.int64))
        case .float: compare(column.floats, test.literals.compactMap(\.float))
        case .double: compare(column.doubles, test.literals.compactMap(\.double))
        case .int128: compare(column.int128s, test.literals.compactMap(\.decimal))
        case .bytes: compareBytes(column, test.literals.compactMap(\.bytes))
        }
    }

    private func compare<T: Comparable & Hashable>(_ values: [T], _ literals: [T]) -> [Bool] {
        if case .oneOf = test {
            let wanted = Set(literals)
            return values.map { wanted.contains($0) }
        }
        let literal = literals[0]
        switch test {
        case .equals: return values.map { $0 == literal }
        case .notEquals: return values.map { $0 != literal }
        case .less: return values.map { $0 < literal }
        case .atMost: return values.map { $0 <= literal }
        case .greater: return values.map { $0 > literal }
        case .atLeast: return values.map { $0 >= literal }
        case .oneOf, .hasPrefix, .isNull, .isNotNull: preconditionFailure("not a comparison")
        }
    }

    private func compareBytes(_ column: Column, _ literals: [[UInt8]]) -> [Bool] {
        let values = column.ends.indices.lazy.map { column.bytes(at: $0) }
        if case .oneOf = test {
            let wanted = Set(literals.map { $0[...] })
            return values.map { wanted.contains($0) }
        }
        let literal = literals[0]
        switch test {
        case .equals: return values.map { $0.count == literal.count && $0.elementsEqual(literal) }
        case .notEquals: return values.map { $0.count != literal.count || !$0.elementsEqual(literal) }
        case .less: return values.map { $0.lexicographicallyPrecedes(literal) }
        case .atMost: return values.map { !literal.lexicographicallyPrecedes($0) }
        case .greater: return values.map { literal.lexicographicallyPrecedes($0) }
        case .atLeast: return values.map { !$0.lexicographicallyPrecedes(literal) }
        case .hasPrefix: return values.map { $0.starts(with: literal) }
        case .oneOf, .isNull, .isNotNull: preconditionFailure("not a comparison")
        }
    }
}

extension StatisticValue {
    /// The array of a `Column` that holds such values.
    var storage: ColumnType.Storage {
        switch self {
        case .boolean: .boolean
        case .int32: .int32
        case .int64: .int64
        case .float: .float
        case .double: .double
        case .decimal: .int128
        case .bytes: .bytes
        }
    }

    /// 1 for true, so that truth values compare like numbers.
    fileprivate var boolean: UInt8? { if case .boolean(let value) = self { value ? 1 : 0 } else { nil } }
    fileprivate var int32: Int32? { if case .int32(let value) = self { value } else { nil } }
    fileprivate var int64: Int64? { if case .int64(let value) = self { value } else { nil } }
    fileprivate var float: Float? { if case .float(let value) = self { value } else { nil } }
    fileprivate var decimal: Int128? { if case .decimal(let value) = self { value } else { nil } }
    fileprivate var double: Double? { if case .double(let value) = self { value } else { nil } }
    fileprivate var bytes: [UInt8]? { if case .bytes(let value) = self { value } else { nil } }
}
