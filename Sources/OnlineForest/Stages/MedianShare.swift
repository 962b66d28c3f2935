/// How far to go from the mean towards the median chain's estimate, by the least delayed absolute loss.
struct MedianShare: Sendable, Equatable {
    var contest = ShareContest(share: 0.75)

    var share: Double { contest.share }

    /// Notes the errors of mean and median chain on one label, in a unit that keeps both near 1.
    mutating func learn(mean: Double, median: Double, weight: Double) {
        var lost = mean + ShareContest.shares * (median - mean)
        for lane in 0..<8 { lost[lane] = abs(lost[lane]) }
        contest.learn(lost, weight: weight)
    }
}
