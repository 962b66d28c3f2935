/// A condition of a WHERE clause that SQLite offers to a table.
enum Comparison: UInt8, Hashable, Sendable {
    case equals = 2
    case greater = 4
    case atMost = 8
    case less = 16
    case atLeast = 32
    case like = 65
    case glob = 66
    case notEquals = 68
    case isNotNull = 70
    case isNull = 71
    case identical = 72

    /// As SQL writes it.
    var symbol: String {
        switch self {
        case .equals: "="
        case .greater: ">"
        case .atMost: "<="
        case .less: "<"
        case .atLeast: ">="
        case .like: "LIKE"
        case .glob: "GLOB"
        case .notEquals: "<>"
        case .isNotNull: "IS NOT NULL"
        case .isNull: "IS NULL"
        case .identical: "IS"
        }
    }

    /// Whether it compares with a value.
    var takesValue: Bool { self != .isNull && self != .isNotNull }

    /// Whether it compares by order, so that the collation matters.
    var usesCollation: Bool {
        switch self {
        case .like, .glob, .isNull, .isNotNull: false
        default: true
        }
    }
}
