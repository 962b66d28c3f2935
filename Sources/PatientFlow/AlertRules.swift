package import Hospital
import OnlineForest

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
    /// Verdicts the models' probabilities must rest on before their alerts count.
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

    /// What the threshold aims for; nil for a fixed one.
    var aim: AlertThreshold.Aim? {
        switch self {
        case .probability: nil
        case .perDay(let alerts): .perDay(alerts)
        case .precision(let share): .precision(share)
        }
    }
}

/// The rules by name.
package enum AlertRule: String, Sendable, Codable, CaseIterable {
    case criticalRisk = "critical_risk"
    case likelyBreach = "likely_breach"
    case imminentBreach = "imminent_breach"
    case wardOccupancy = "ward_occupancy"

    /// Whether an alert nobody acknowledges escalates; a long stay has days, a breach has minutes.
    package var escalates: Bool { self == .imminentBreach }

    /// How loud the rule is.
    package var severity: AlertSeverity {
        switch self {
        case .criticalRisk: .critical
        case .imminentBreach: .high
        case .wardOccupancy: .high
        case .likelyBreach: .watch
        }
    }
}

/// Severity, quietest first.
package enum AlertSeverity: String, Sendable, Codable, CaseIterable {
    case normal, watch, high, critical
}

/// Where an alert stands.
package enum AlertState: String, Sendable, Codable, CaseIterable {
    case raised, acknowledged, escalated, cleared
}

/// One alert that is not cleared.
package struct Alert: Sendable, Equatable {
    /// Deterministic: rule, facility, scope and the moment of raising, hashed.
    package var id: String
    package var rule: AlertRule
    /// Visit key, or empty for a ward alert.
    package var visit: String
    package var ward: String
    package var bed: String
    package var raisedAt: Timestamp
    package var state: AlertState
    /// The figure that raised it: hours, probability, minutes or percent.
    package var value: Double
    package var threshold: Double
    package var message: String
    /// State of the model that predicted, and why; both empty where none did.
    package var modelVersion: String
    package var reasons: String

    package init(
        id: String,
        rule: AlertRule,
        visit: String,
        ward: String,
        bed: String,
        raisedAt: Timestamp,
        state: AlertState,
        value: Double,
        threshold: Double,
        message: String,
        modelVersion: String = "",
        reasons: String = ""
    ) {
        self.id = id
        self.rule = rule
        self.visit = visit
        self.ward = ward
        self.bed = bed
        self.raisedAt = raisedAt
        self.state = state
        self.value = value
        self.threshold = threshold
        self.message = message
        self.modelVersion = modelVersion
        self.reasons = reasons
    }
}

/// One row of `gold.alerts`: an alert came to a state.
package struct AlertTransition: Sendable, Equatable {
    package var facility: String
    package var alert: Alert
    package var at: Timestamp
    /// Who did it: a person's name for an acknowledgement, else `wardflow`.
    package var actor: String
    /// Log offset of the record that caused it.
    package var offset: Int64

    package init(facility: String, alert: Alert, at: Timestamp, actor: String, offset: Int64) {
        self.facility = facility
        self.alert = alert
        self.at = at
        self.actor = actor
        self.offset = offset
    }
}
