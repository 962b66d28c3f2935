package import Hospital

/// The alerts of one facility that are not cleared, and how they change.
///
/// For example: `let transition = book.apply(.raise(alert), facility: "RXA", offset: 17)`, nil when it is open already.
package struct AlertBook: Sendable, Equatable {
    /// Most open alerts of a facility; beyond it a rule stays silent and the count of suppressed alerts grows.
    package static let capacity = 10_000

    package private(set) var open: [String: Alert] = [:]
    /// The open alert of a rule and scope.
    private var byScope: [Scope: String] = [:]
    package private(set) var suppressed = 0

    package init() {}

    /// What a rule can have one open alert for: a visit, else a ward.
    private struct Scope: Hashable, Sendable {
        var rule: AlertRule
        var visit: String
        var ward: String

        init(_ rule: AlertRule, visit: String, ward: String) {
            self.rule = rule
            self.visit = visit
            self.ward = visit.isEmpty ? ward : ""
        }

        var text: String { "\(rule.name)|\(visit.isEmpty ? "ward|\(ward)" : "visit|\(visit)")" }
    }

    private mutating func insert(_ alert: Alert) {
        open[alert.id] = alert
        byScope[Scope(alert.rule, visit: alert.visit, ward: alert.ward)] = alert.id
    }

    /// The open alert of `rule` for a visit, or for a ward when `visit` is empty.
    package func alert(_ rule: AlertRule, visit: String = "", ward: String = "") -> Alert? {
        guard !open.isEmpty else { return nil }
        return byScope[Scope(rule, visit: visit, ward: ward)].flatMap { open[$0] }
    }

    /// Does what an owner asks; returns the step that was taken, nil for none.
    package mutating func apply(_ change: AlertChange, facility: String, offset: Int64) -> AlertTransition? {
        switch change {
        case .raise(let alert):
            return raise(alert, facility: facility, offset: offset)
        case .clear(let rule, let visit, let moment):
            guard let open = self.alert(rule, visit: visit) else { return nil }
            return move(open.id, to: .cleared, facility: facility, at: moment, offset: offset)
        case .clearWard(let rule, let ward, let moment):
            guard let open = self.alert(rule, ward: ward) else { return nil }
            return move(open.id, to: .cleared, facility: facility, at: moment, offset: offset)
        }
    }

    /// When a step that was taken must be looked at again; nil when never.
    package func escalation(of transition: AlertTransition, after patience: TimeSpan) -> FlowTimer? {
        guard transition.alert.state == .raised, transition.alert.rule.escalates else { return nil }
        return FlowTimer(
            due: transition.at + patience,
            subject: .escalateAlert,
            key: transition.alert.id
        )
    }

    /// Escalates an alert whose timer has come due, unless somebody took note of it.
    package mutating func escalate(_ timer: FlowTimer, facility: String, offset: Int64) -> AlertTransition? {
        guard let alert = open[timer.key], alert.state == .raised else { return nil }
        return move(alert.id, to: .escalated, facility: facility, at: timer.due, offset: offset)
    }

    /// Raises `alert` at its `raisedAt` unless its rule and scope already has one; the id is set here.
    private mutating func raise(_ alert: Alert, facility: String, offset: Int64) -> AlertTransition? {
        let moment = alert.raisedAt
        let scope = Scope(alert.rule, visit: alert.visit, ward: alert.ward)
        guard byScope[scope] == nil else { return nil }
        guard open.count < Self.capacity else {
            suppressed += 1
            return nil
        }
        var alert = alert
        alert.id = StableHash.hexadecimal(
            StableHash.fnv1a("\(facility)|\(scope.text)|\(moment.microseconds)")
        )
        insert(alert)
        return AlertTransition(
            facility: facility,
            alert: alert,
            at: moment,
            actor: "wardflow",
            offset: offset
        )
    }

    /// Moves an open alert to `state`; nil when it is unknown, or already there.
    package mutating func move(
        _ id: String,
        to state: AlertState,
        facility: String,
        actor: String = "wardflow",
        at moment: Timestamp,
        offset: Int64
    ) -> AlertTransition? {
        guard var alert = open[id], alert.state != state else { return nil }
        if state == .escalated, alert.state == .acknowledged { return nil }
        alert.state = state
        if state == .cleared {
            open[id] = nil
            byScope[Scope(alert.rule, visit: alert.visit, ward: alert.ward)] = nil
        } else {
            open[id] = alert
        }
        return AlertTransition(facility: facility, alert: alert, at: moment, actor: actor, offset: offset)
    }
}

extension AlertBook: StateCoded {
    /// Version of the coding below.
    package static let stateVersion: UInt16 = 1

    package func write(to writer: inout StateWriter) {
        writer.write(open.values.sorted { $0.id < $1.id })
        writer.write(Int64(suppressed))
    }

    package init(from reader: inout StateReader) throws(StateError) {
        for alert in try reader.array(Alert.self) { insert(alert) }
        suppressed = Int(try reader.integer(Int64.self))
    }
}
