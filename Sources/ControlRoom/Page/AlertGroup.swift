import Hospital
import Board

/// Standing alerts of one rule, folded to one line when they are many.
struct AlertGroup {
    /// A rule with more standing alerts than this is folded.
    static let foldAbove = 5
    /// Wards named in the summary.
    private static let wardLimit = 6

    let rule: String
    /// Newest first within a severity, as the board has them; never empty.
    private(set) var alerts: [AlertLine]

    var isFolded: Bool { alerts.count > Self.foldAbove }

    /// `alerts` by rule: the most severe first, then rules that were escalated, then as the board has them.
    static func all(of alerts: [AlertLine]) -> [AlertGroup] {
        var groups: [AlertGroup] = []
        var places: [String: Int] = [:]
        for alert in alerts {
            if let place = places[alert.rule] {
                groups[place].alerts.append(alert)
            } else {
                places[alert.rule] = groups.count
                groups.append(AlertGroup(rule: alert.rule, alerts: [alert]))
            }
        }
        return groups.enumerated().sorted { $0.element.isBefore($1.element, $0.offset < $1.offset) }
            .map(\.element)
    }

    private func isBefore(_ other: AlertGroup, _ cameFirst: Bool) -> Bool {
        if severity != other.severity { return severity > other.severity }
        let (mine, theirs) = (escalated > 0, other.escalated > 0)
        return mine == theirs ? cameFirst : mine
    }

    private var escalated: Int { alerts.count { $0.state == .escalated } }

    var severity: BoardSeverity { alerts.map(\.severity).max() ?? .normal }

    /// The newest step in the group.
    var newest: Timestamp? { alerts.map(\.at).max() }

    /// The words all messages share without their figure in brackets, else the rule's name.
    var title: String {
        let texts = Set(alerts.map { Self.withoutFigure($0.message) })
        if let text = texts.first, texts.count == 1 { return text }
        let words = rule.map { $0 == "_" ? " " : $0 }
        return words.prefix(1).map { $0.uppercased() }.joined() + String(words.dropFirst())
    }

    /// `58 patients`, or `7 alerts` when they are not about patients.
    var amount: String {
        let visits = Set(alerts.compactMap(\.visit)).count
        return Wording.count(Int64(alerts.count)) + (visits == alerts.count ? " patients" : " alerts")
    }

    /// How many were escalated, and the wards with most of them: `3 escalated · MED 28, ELD 24, 2 more`.
    var spread: String {
        let wards = Dictionary(grouping: alerts.compactMap(\.ward)) { $0 }.mapValues(\.count)
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        var words = wards.prefix(Self.wardLimit).map { $0.value == 1 ? $0.key : "\($0.key) \($0.value)" }
        if wards.count > Self.wardLimit { words.append("\(wards.count - Self.wardLimit) more") }
        let place = words.joined(separator: ", ")
        return [escalated > 0 ? "\(escalated) escalated" : "", place].filter { !$0.isEmpty }
            .joined(separator: " · ")
    }

    private static func withoutFigure(_ message: String) -> String {
        guard message.hasSuffix(")"), let open = message.lastIndex(of: "("), open > message.startIndex else {
            return message
        }
        let end = message.index(before: open)
        return message[end] == " " ? String(message[..<end]) : message
    }
}
