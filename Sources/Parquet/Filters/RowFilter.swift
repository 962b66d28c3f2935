/// A conjunction: a row is kept when every condition holds.
///
/// Null satisfies no condition but `.isNull`. Doubles compare as IEEE 754 says: a NaN in the data satisfies
/// `.notEquals` and `.isNotNull` only, and the two zeros are equal. Bytes and text compare as unsigned bytes.
public struct RowFilter: Hashable, Sendable {
    /// What must hold; none keeps every row.
    public var conditions: [Condition]

    /// Keeps the rows for which every condition holds.
    public init(_ conditions: [Condition] = []) {
        self.conditions = conditions
    }

    /// True when every row is kept.
    public var isEmpty: Bool { conditions.isEmpty }

    /// The columns the conditions look at, each once, in order of first use.
    public var columns: [String] {
        var seen: Set<String> = []
        return conditions.map(\.column).filter { seen.insert($0).inserted }
    }
}

extension RowFilter {
    /// One test of one column.
    public struct Condition: Hashable, Sendable {
        /// The dotted path of a leaf outside lists and maps.
        public var column: String
        /// What its value must satisfy.
        public var test: Test

        /// Tests the leaf with the dotted path `column`.
        public init(_ column: String, _ test: Test) {
            self.column = column
            self.test = test
        }
    }

    /// What a value must satisfy.
    ///
    /// A literal must be of the column's storage: `.int32` for int8 to int32 and dates, `.int64` for int64,
    /// times and timestamps, `.bytes` for text, binary and UUIDs, `.decimal` in units of the column's scale.
    /// Another kind, or a NaN, is an error when read.
    public enum Test: Hashable, Sendable {
        /// Present and equal.
        case equals(StatisticValue)
        /// Present and not equal.
        case notEquals(StatisticValue)
        /// Present and equal to one of these; none keeps no row.
        case oneOf([StatisticValue])
        /// Present and below.
        case less(StatisticValue)
        /// Present and below or equal.
        case atMost(StatisticValue)
        /// Present and above.
        case greater(StatisticValue)
        /// Present and above or equal.
        case atLeast(StatisticValue)
        /// Present text or bytes that begin with these.
        case hasPrefix([UInt8])
        /// Without a value.
        case isNull
        /// With a value.
        case isNotNull
    }
}

extension RowFilter.Test {
    /// The literals of the test.
    package var literals: [StatisticValue] {
        switch self {
        case .equals(let value), .notEquals(let value), .less(let value), .atMost(let value),
            .greater(let value), .atLeast(let value):
            [value]
        case .oneOf(let values): values
        case .hasPrefix(let prefix): [.bytes(prefix)]
        case .isNull, .isNotNull: []
        }
    }
}

extension StatisticValue {
    /// The bytes of a text.
    public static func text(_ value: String) -> StatisticValue {
        .bytes(Array(value.utf8))
    }
}
