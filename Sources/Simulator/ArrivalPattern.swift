import Hospital

/// Emergency arrival rate by local hour, weekday and month, relative to the yearly mean.
struct ArrivalPattern: Sendable {
    private let clock: SiteClock
    private let meanGapSeconds: Double

    private static let hours: [Double] = [
        0.55, 0.45, 0.37, 0.30, 0.25, 0.25, 0.35, 0.60, 1.05, 1.45, 1.66, 1.70, 1.58, 1.50, 1.45, 1.42, 1.42,
        1.40,
        1.42, 1.35, 1.18, 1.00, 0.82, 0.68,
    ].map { $0 / 1.00833 }
    private static let weekdays: [Double] = [1.09, 1.02, 0.99, 0.98, 0.98, 0.96, 0.98]
    private static let months: [Double] = [
        0.976, 0.989, 1.012, 0.976, 1.031, 1.021, 1.034, 0.957, 1.001, 1.007, 1.010, 0.985,
    ]
    /// At least the product of the three largest weights.
    private static let ceiling = 1.91

    init(arrivalsPerDay: Double, clock: SiteClock) {
        self.clock = clock
        meanGapSeconds = 86_400 / max(arrivalsPerDay, 0.001)
    }

    /// Rate at second `at` over the mean rate.
    func weight(at: Int64) -> Double {
        let local = clock.local(Timestamp(seconds: at))
        return Self.hours[local.hour] * Self.weekdays[local.weekday] * Self.months[local.month - 1]
    }

    /// The next arrival after second `now`, by thinning.
    func next(after now: Int64, _ random: inout SeededRandom) -> Int64 {
        var at = now
        while true {
            let gap = random.exponential(mean: meanGapSeconds / Self.ceiling)
            at += max(1, Int64(gap.rounded()))
            if random.unit() * Self.ceiling < weight(at: at) { return at }
        }
    }
}
