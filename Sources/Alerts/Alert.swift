package import Hospital

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

extension Alert: StateCoded {
    package func write(to writer: inout StateWriter) {
        for text in [
            id, rule.name, rule.severity.rawValue, rule.figure.rawValue, visit, ward, bed, state.rawValue,
            message, modelVersion, reasons,
        ] { writer.write(text) }
        writer.write(rule.escalates)
        writer.write(raisedAt)
        writer.write(value)
        writer.write(threshold)
    }

    package init(from reader: inout StateReader) throws(StateError) {
        id = try reader.string()
        let name = try reader.string()
        let severity: AlertSeverity = try reader.named()
        let figure: AlertFigure = try reader.named()
        visit = try reader.string()
        ward = try reader.string()
        bed = try reader.string()
        state = try reader.named()
        message = try reader.string()
        modelVersion = try reader.string()
        reasons = try reader.string()
        rule = AlertRule(name, severity, figure: figure, escalates: try reader.bool())
        raisedAt = try reader.timestamp()
        value = try reader.double()
        threshold = try reader.double()
    }
}

extension Alert {
    /// The message with its figure, such as "Ward occupancy high (96 %)".
    package var words: String {
        switch rule.figure {
        case .none: message
        case .hours: "\(message) (\(Int(saturating: value.rounded())) h)"
        case .percent: "\(message) (\(Int(saturating: value.rounded())) %)"
        case .probability: "\(message) (\(Int(saturating: (100 * value).rounded())) %)"
        }
    }
}
