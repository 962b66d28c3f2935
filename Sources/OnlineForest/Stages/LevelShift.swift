/// How far the latest matured labels lie above or below what was estimated, and how much of that to believe.
///
/// Departments have bad hours that no feature shows. The faded mean of the errors is added to an estimate, by
/// the share of it that has the least delayed squared loss.
struct LevelShift: Sendable, Equatable {
    /// Labels of the faded mean error.
    private static let reach = 32.0

    /// Faded mean error.
    var level = 0.0
    var contest = ShareContest(share: 0)

    /// What to add to an estimate.
    var shift: Double { contest.share * level }

    /// Notes the error of an estimate without shift, in a unit that keeps it near 1.
    mutating func learn(_ gap: Double, weight: Double) {
        let gaps = gap - ShareContest.shares * level
        contest.learn(gaps * gaps, weight: weight)
        level += (gap - level) * min(weight / Self.reach, 1)
    }
}
