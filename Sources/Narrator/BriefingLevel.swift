/// How hard the hospital is pressed, as read at the top of a briefing.
package enum BriefingLevel: String, Sendable, Codable, CaseIterable, Comparable {
    case green = "GREEN"
    case orange = "ORANGE"
    case red = "RED"

    /// Green before orange before red.
    package static func < (left: BriefingLevel, right: BriefingLevel) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .green: 0
        case .orange: 1
        case .red: 2
        }
    }
}
