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

    /// Drops the rows of `mask` that do not satisfy the condition; `column` has one entry per row of the
    /// mask.
    func narrow(_ mask: inout RowMask, by column: Column) {
        switch test {
        case .isNull: mask.keep { column.isNull(at: $0) }
        case .isNotNull: if column.mayHaveNulls { mask.keep { !column.isNull(at: $0) } }
        default:
            if column.mayHaveNulls { mask.keep { !column.isNull(at: $0) } }
            narrowPresent(&mask, by: column)
        }
    }

    private func narrowPresent(_ mask: inout RowMask, by column: Column) {
        switch storage {
        case .boolean: compare(&mask, column.booleans.map { $0 ? 1 : 0 }, test.literals.compactMap(\.boolean))
        case .int32: compare(&mask, column.int32s, test.literals.compactMap(\.int32))
        case .int64: compare(&mask, column.int64s, test.literals.compactMap(\.int64))
        case .float: compare(&mask, column.floats, test.literals.compactMap(\.float))
        case .double: compare(&mask, column.doubles, test.literals.compactMap(\.double))
        case .int128: compare(&mask, column.int128s, test.literals.compactMap(\.decimal))
        case .bytes: compareBytes(&mask, column, test.literals.compactMap(\.bytes))
        }
    }

    private func compare<T: Comparable>(_ mask: inout RowMask, _ values: [T], _ literals: [T]) {
        if case .oneOf = test {
            mask.keep { literals.contains(values[$0]) }
            return
        }
        guard let literal = literals.first else { return }
        switch test {
        case .equals: mask.keep { values[$0] == literal }
        case .notEquals: mask.keep { values[$0] != literal }
        case .less: mask.keep { values[$0] < literal }
        case .atMost: mask.keep { values[$0] <= literal }
        case .greater: mask.keep { values[$0] > literal }
        case .atLeast: mask.keep { values[$0] >= literal }
        case .oneOf, .hasPrefix, .isNull, .isNotNull: break
        }
    }

    private func compareBytes(_ mask: inout RowMask, _ column: Column, _ literals: [[UInt8]]) {
        if case .oneOf = test {
            let wanted = Set(literals.map { $0[...] })
            mask.keep { wanted.contains(column.bytes(at: $0)) }
            return
        }
        guard let literal = literals.first else { return }
        switch test {
        case .equals: mask.keep { column.bytes(at: $0).elementsEqual(literal) }
        case .notEquals: mask.keep { !column.bytes(at: $0).elementsEqual(literal) }
        case .less: mask.keep { column.bytes(at: $0).lexicographicallyPrecedes(literal) }
        case .atMost: mask.keep { !literal.lexicographicallyPrecedes(column.bytes(at: $0)) }
        case .greater: mask.keep { literal.lexicographicallyPrecedes(column.bytes(at: $0)) }
        case .atLeast: mask.keep { !column.bytes(at: $0).lexicographicallyPrecedes(literal) }
        case .hasPrefix: mask.keep { column.bytes(at: $0).starts(with: literal) }
        case .oneOf, .isNull, .isNotNull: break
        }
    }
}

extension Column {
    /// False only when every entry is present.
    var mayHaveNulls: Bool { !definitions.isEmpty }
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
