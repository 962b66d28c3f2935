import YAMLSettings
import Hospital

extension AlertRules {
    /// Reads `alerts` of a pipeline file; what is not named keeps its standard value.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        self.init()
        let values = try node.mapping([
            "critical_stay_hours", "critical_stay", "likely_breach", "likely_breach_within",
            "occupancy_enter_percent", "occupancy_leave_percent", "minimum_learned", "escalate_after",
        ])
        if let value = values["critical_stay_hours"] { criticalStayHours = try value.number(0...10_000) }
        if let value = values["critical_stay"] { criticalStay = try AlertAim(value) }
        if let value = values["likely_breach"] { likelyBreach = try AlertAim(value) }
        if let value = values["likely_breach_within"] {
            likelyBreachWithin = TimeSpan(microseconds: try value.microseconds())
        }
        if let value = values["occupancy_enter_percent"] {
            occupancyEnterPercent = try value.number(0...1_000)
        }
        if let value = values["occupancy_leave_percent"] {
            occupancyLeavePercent = try value.number(0...1_000)
        }
        if let value = values["minimum_learned"] { minimumLearned = try value.integer(1...2_000) }
        if let value = values["escalate_after"] {
            escalateAfter = TimeSpan(microseconds: try value.microseconds())
        }
        guard occupancyLeavePercent < occupancyEnterPercent else {
            throw node.fault(
                "occupancy_leave_percent must be below occupancy_enter_percent, or the alert flutters"
            )
        }
    }
}

extension AlertAim {
    /// Reads one of `per_day`, `precision` and `probability`.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let values = try node.mapping(["per_day", "precision", "probability"])
        guard values.count == 1, let (name, value) = values.first else {
            throw node.fault("expected exactly one of per_day, precision and probability")
        }
        switch name {
        case "per_day": self = .perDay(try value.number(0...100_000))
        case "precision": self = .precision(try value.number(0...1))
        default: self = .probability(try value.number(0...1))
        }
    }
}
