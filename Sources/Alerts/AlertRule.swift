/// A rule that raises alerts, with how loud it is.
///
/// Open, so that any owner can have rules: it declares them as statics where it raises them. Rules are told apart by
/// name alone, so a row of `gold.alerts` written by another version is read back whatever the rule is called.
///
/// For example: `extension AlertRule { static let wardOccupancy = AlertRule("ward_occupancy", .high, figure: .percent) }`.
package struct AlertRule: Sendable, Hashable {
    /// Name in tables, such as "ward_occupancy".
    package let name: String
    package let severity: AlertSeverity
    /// What the value of its alerts is.
    package let figure: AlertFigure
    /// Whether an alert nobody acknowledges escalates: a long stay has days, a breach has minutes.
    package let escalates: Bool

    package init(
        _ name: String,
        _ severity: AlertSeverity,
        figure: AlertFigure = .none,
        escalates: Bool = false
    ) {
        self.name = name
        self.severity = severity
        self.figure = figure
        self.escalates = escalates
    }

    package static func == (left: AlertRule, right: AlertRule) -> Bool { left.name == right.name }

    package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// What the value of an alert is, for the words that a person reads.
package enum AlertFigure: String, Sendable {
    /// Nothing that the message does not say already.
    case none
    case hours, percent
    /// From 0 to 1, told in percent.
    case probability
}

/// Severity, quietest first.
package enum AlertSeverity: String, Sendable, Codable, CaseIterable {
    case normal, watch, high, critical
}

/// Where an alert stands.
package enum AlertState: String, Sendable, Codable, CaseIterable {
    case raised, acknowledged, escalated, cleared
}
