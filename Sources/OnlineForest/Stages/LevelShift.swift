/// How far the latest matured labels lie above or below what was estimated, and how much of that to believe.
///
/// Departments have bad hours that no feature shows. The faded mean of the errors is added to an estimate, by
/// the share of it that has the least delayed squared loss. A label is scored with the level of the moment it
/// was predicted, which for a late label is long past: where levels do not last, the share falls to none.
struct LevelShift: Sendable, Equatable {
    /// Labels of the faded mean error.
    private static let reach = 32.0
    /// Latest levels that are remembered; a label predicted before them counts as predicted without.
    static let memory = 4_096

    /// Faded mean error.
    private(set) var level = 0.0
    var contest = ShareContest(share: 0)
    /// The level after each of the last labels, at the label's number modulo `memory`.
    var history = [Float](repeating: 0, count: memory)

    /// What to add to an estimate made now.
    var shift: Double { contest.share * level }

    /// The level when `version` labels were learned, as `count` are now.
    func level(at version: UInt64, now count: UInt64) -> Double {
        guard version <= count, count - version < UInt64(Self.memory) else { return 0 }
        return Double(history[Int(version % UInt64(Self.memory))])
    }

    /// Notes the error of an estimate without shift, in a unit that keeps it near 1, of label number `count`.
    ///
    /// Without the level it was predicted at the shares are not scored.
    mutating func learn(_ gap: Double, at past: Double?, count: UInt64, weight: Double) {
        if let past {
            let gaps = gap - ShareContest.shares * past
            contest.learn(gaps * gaps, weight: weight)
        }
        level += (gap - level) * min(weight / Self.reach, 1)
        remember(count)
    }

    /// Sets the level that a checkpoint held.
    mutating func restore(_ level: Double, history: [Float]) {
        self.level = level
        self.history = history
    }

    private mutating func remember(_ count: UInt64) {
        history[Int(count % UInt64(Self.memory))] = Float(level)
    }
}
