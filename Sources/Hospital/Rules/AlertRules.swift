/// Thresholds of the alert rules of one facility.
package struct AlertRules: Sendable, Equatable {
    /// Length of stay from admission, in hours, over which a stay is critical.
    package var criticalStayHours = 96.0
    /// What the probability of a critical stay must reach for a patient to be a critical risk.
    package var criticalStay = AlertAim.precision(0.8)
    /// What the probability of a four-hour breach must reach for a patient to be a likely breach.
    package var likelyBreach = AlertAim.perDay(24)
    /// A likely breach is told this long after arrival at most; later `imminentBreach` follows.
    package var likelyBreachWithin = TimeSpan.hours(2)
    /// Occupancy in percent at which a ward's alert is raised, and at or below which it is cleared.
    package var occupancyEnterPercent = 95.0
    package var occupancyLeavePercent = 92.0
    /// Labels the models' probabilities must rest on before their alerts count.
    package var minimumLearned = 200
    /// An unacknowledged alert of a rule that escalates does so after this long.
    package var escalateAfter = TimeSpan.minutes(10)

    package init() {}
}

/// How the probability that raises an alert is chosen.
package enum AlertAim: Sendable, Equatable {
    /// A fixed probability, 0...1.
    case probability(Double)
    /// So that at most so many alerts come a day, on average over four weeks.
    case perDay(Double)
    /// So that at least this share of alerts, 0...1, comes true.
    case precision(Double)
}
