import OnlineForest

/// How many stays their intervals held: of all, and of any 500 that arrived one after the other.
struct Coverage {
    static let span = 500

    let share: Double
    let least: Double
    let most: Double

    init(_ outcomes: [AdaptiveInterval.Outcome]) {
        var held = 0
        var inWindow = 0
        var least = 1.0
        var most = 0.0
        for (index, outcome) in outcomes.enumerated() {
            held += outcome == .inside ? 1 : 0
            inWindow += outcome == .inside ? 1 : 0
            if index >= Self.span, outcomes[index - Self.span] == .inside { inWindow -= 1 }
            guard index + 1 >= Self.span else { continue }
            least = min(least, Double(inWindow) / Double(Self.span))
            most = max(most, Double(inWindow) / Double(Self.span))
        }
        share = Double(held) / Double(max(outcomes.count, 1))
        self.least = least
        self.most = most
    }
}
