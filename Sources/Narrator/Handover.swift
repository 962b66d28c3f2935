package import Hospital

/// Which shift ends and which begins when the briefing is read.
package enum Handover: String, Sendable, Codable, CaseIterable {
    case nightToDay = "night_to_day"
    case dayToNight = "day_to_night"
    case onDemand = "on_demand"

    /// The handover a full hour of local time calls for: 07:00 and 19:00, else on demand.
    package init(at local: CivilTime) {
        switch (local.hour, local.minute) {
        case (7, 0): self = .nightToDay
        case (19, 0): self = .dayToNight
        default: self = .onDemand
        }
    }

    /// The headline under the title, without its full stop.
    var headline: String {
        switch self {
        case .nightToDay: "Night to day"
        case .dayToNight: "Day to night"
        case .onDemand: "On demand"
        }
    }

    /// The label of what happened in the period.
    var periodLabel: String {
        switch self {
        case .nightToDay: "ED overnight"
        case .dayToNight: "ED today"
        case .onDemand: "ED this shift"
        }
    }

    /// What the period before was called, after a comparative.
    var previousName: String {
        switch self {
        case .nightToDay: "in the day"
        case .dayToNight: "last night"
        case .onDemand: "in the period before"
        }
    }

    /// The shift that begins, after "for".
    var comingName: String {
        switch self {
        case .nightToDay: "the day shift"
        case .dayToNight: "the night shift"
        case .onDemand: "the next shift"
        }
    }
}
