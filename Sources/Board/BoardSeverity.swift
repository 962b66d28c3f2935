/// How urgent a number or an alert is; always shown as shape, word and colour.
package enum BoardSeverity: String, Sendable, Codable, CaseIterable, Comparable {
    case normal, watch, high, critical

    private var rank: Int {
        switch self {
        case .normal: 0
        case .watch: 1
        case .high: 2
        case .critical: 3
        }
    }

    package static func < (left: BoardSeverity, right: BoardSeverity) -> Bool { left.rank < right.rank }
}
