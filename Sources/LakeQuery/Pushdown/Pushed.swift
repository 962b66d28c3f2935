import Parquet

/// What a condition of a WHERE clause means for the reader of files.
///
/// SQLite tests every row again, so a push may let rows through that do not match, and must never lose one that
/// does.
enum Pushed: Hashable {
    /// No row can match.
    case nothing
    /// Only rows that pass all of these tests can match.
    case tests([RowFilter.Test])
    /// The reader cannot help.
    case unknown

    /// Translates `column comparison value`.
    init(_ column: SQLColumn, _ comparison: Comparison, _ value: SQLValue) {
        switch comparison {
        case .isNotNull: self = column.kind == .json ? .unknown : .tests([.isNotNull])
        case .isNull: self = Self.isNull(column)
        case .identical where value == .null: self = Self.isNull(column)
        case .like, .glob: self = Self.pattern(column, comparison, value)
        default:
            if value == .null {
                self = .nothing
            } else {
                self = Self.compare(column, comparison == .identical ? .equals : comparison, value)
            }
        }
    }

    /// Translates `column IN (values)`.
    init(_ column: SQLColumn, in values: [SQLValue]) {
        var wanted: [StatisticValue] = []
        for value in values where value != .null {
            switch Pushed(column, .equals, value) {
            case .nothing: continue
            case .tests(let tests):
                guard tests.count == 1, case .equals(let literal) = tests[0] else {
                    self = .unknown
                    return
                }
                wanted.append(literal)
            case .unknown:
                self = .unknown
                return
            }
        }
        self = wanted.isEmpty ? .nothing : .tests([.oneOf(wanted)])
    }

    /// A NaN shows as NULL in SQL but is a value in the file.
    private static func isNull(_ column: SQLColumn) -> Pushed {
        switch column.kind {
        case .real, .json: .unknown
        default: .tests([.isNull])
        }
    }

    private static func compare(_ column: SQLColumn, _ comparison: Comparison, _ value: SQLValue) -> Pushed {
        switch (column.kind, value) {
        case (.text, .text(let text)): return .tests([test(comparison, .bytes(Array(text.utf8)))])
        case (.bytes, .blob(let bytes)): return .tests([test(comparison, .bytes(bytes))])
        case (.real(let isSingle), .real(let number)): return real(number, isSingle, comparison)
        case (.real(let isSingle), .integer(let number)):
            guard number.magnitude <= 1 << 53 else { return .unknown }
            return real(Double(number), isSingle, comparison)
        case (.boolean, .integer), (.boolean, .real):
            return boolean(WholeNumberBound(value), comparison)
        case (.integer(let range, let isWide), .integer), (.integer(let range, let isWide), .real):
            return whole(WholeNumberBound(value), comparison, within: range) {
                isWide ? .int64($0) : .int32(Int32(truncatingIfNeeded: $0))
            }
        case (.moment, .text(let text)):
            guard let moment = Moment(text) else { return .unknown }
            let bound = WholeNumberBound(floor: moment.bounds.floor, ceiling: moment.bounds.ceiling)
            return whole(bound, comparison, within: Int64.min...Int64.max) { .int64($0) }
        case (.date, .text(let text)):
            guard let moment = Moment(text) else { return .unknown }
            return whole(WholeNumberBound(dayOf: moment), comparison, within: daysRange) {
                .int32(Int32(truncatingIfNeeded: $0))
            }
        default: return .unknown
        }
    }

    private static let daysRange = Int64(Int32.min)...Int64(Int32.max)

    private static func test(_ comparison: Comparison, _ value: StatisticValue) -> RowFilter.Test {
        switch comparison {
        case .notEquals: .notEquals(value)
        case .less: .less(value)
        case .atMost: .atMost(value)
        case .greater: .greater(value)
        case .atLeast: .atLeast(value)
        default: .equals(value)
        }
    }

    /// A number that a float cannot hold is left to SQLite, which compares in double.
    private static func real(_ number: Double, _ isSingle: Bool, _ comparison: Comparison) -> Pushed {
        guard isSingle else { return .tests([test(comparison, .double(number))]) }
        guard Double(Float(number)) == number else { return .unknown }
        return .tests([test(comparison, .float(Float(number)))])
    }

    private static func boolean(_ bound: WholeNumberBound, _ comparison: Comparison) -> Pushed {
        let matching = [Int64(0), 1].filter { bound.holds($0, comparison) }
        switch matching.count {
        case 0: return .nothing
        case 1: return .tests([.equals(.boolean(matching[0] == 1))])
        default: return .tests([.isNotNull])
        }
    }

    /// A comparison of whole numbers as tests of numbers within `range`.
    private static func whole(
        _ bound: WholeNumberBound,
        _ comparison: Comparison,
        within range: ClosedRange<Int64>,
        _ literal: (Int64) -> StatisticValue
    ) -> Pushed {
        if comparison == .notEquals {
            guard bound.isWhole, range.contains(bound.floor) else { return .tests([.isNotNull]) }
            return .tests([.notEquals(literal(bound.floor))])
        }
        guard let wanted = bound.interval(comparison, within: range) else { return .nothing }
        if wanted.lowerBound == wanted.upperBound { return .tests([.equals(literal(wanted.lowerBound))]) }
        var tests: [RowFilter.Test] = []
        if wanted.lowerBound > range.lowerBound { tests.append(.atLeast(literal(wanted.lowerBound))) }
        if wanted.upperBound < range.upperBound { tests.append(.atMost(literal(wanted.upperBound))) }
        return .tests(tests.isEmpty ? [.isNotNull] : tests)
    }

    /// The part of a LIKE or GLOB pattern before the first wildcard; LIKE minds case here.
    private static func pattern(_ column: SQLColumn, _ comparison: Comparison, _ value: SQLValue) -> Pushed {
        if value == .null { return .nothing }
        guard column.kind == .text, case .text(let pattern) = value else { return .unknown }
        let wildcards = comparison == .like ? "%_" : "*?["
        let prefix = pattern.utf8.prefix { byte in !wildcards.utf8.contains(byte) }
        if prefix.count == pattern.utf8.count { return .tests([.equals(.bytes(Array(prefix)))]) }
        return prefix.isEmpty ? .tests([.isNotNull]) : .tests([.hasPrefix(Array(prefix))])
    }
}
