package import Hospital

/// One alert as it stands, or one step in its life.
package struct AlertLine: Sendable, Equatable, Codable {
    /// Where an alert is in its life.
    package enum State: String, Sendable, Codable, CaseIterable {
        case raised, acknowledged, escalated, cleared
    }

    /// Deterministic: rule, scope and episode.
    package var id: String
    package var rule: String
    package var severity: BoardSeverity
    package var facility: String
    package var ward: String?
    package var bed: String?
    package var visit: String?
    package var state: State
    /// Event time of this step.
    @ISOMoment package var at: Timestamp
    /// Event time of the first step.
    @ISOMoment package var raisedAt: Timestamp
    package var message: String
    /// The number that broke the rule.
    package var value: Double?
    /// What a prediction rests on, the strongest first; absent where no model predicted.
    package var reasons: String?

    package init(
        id: String,
        rule: String,
        severity: BoardSeverity,
        facility: String,
        ward: String? = nil,
        bed: String? = nil,
        visit: String? = nil,
        state: State,
        at: Timestamp,
        raisedAt: Timestamp,
        message: String,
        value: Double? = nil,
        reasons: String? = nil
    ) {
        self.id = id
        self.rule = rule
        self.severity = severity
        self.facility = facility
        self.ward = ward
        self.bed = bed
        self.visit = visit
        self.state = state
        _at = ISOMoment(wrappedValue: at)
        _raisedAt = ISOMoment(wrappedValue: raisedAt)
        self.message = message
        self.value = value.flatMap { $0.isFinite ? $0 : nil }
        self.reasons = reasons
    }

    private enum CodingKeys: String, CodingKey {
        case id, rule, severity, facility, ward, bed, visit, state, at
        case raisedAt = "raised_at"
        case message, value, reasons
    }
}
