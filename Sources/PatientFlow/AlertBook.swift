import Hospital

/// The alerts of one facility that are not cleared, and how they change.
package struct AlertBook: Sendable, Equatable {
    /// Most open alerts of a facility; beyond it a rule stays silent and the count of suppressed alerts grows.
    package static let capacity = 10_000

    package private(set) var open: [String: Alert] = [:]
    /// The open alert of a rule and scope.
    private var byScope: [Scope: String] = [:]
    package private(set) var suppressed = 0

    package init() {}

    init(open alerts: [Alert], suppressed: Int) {
        self.suppressed = suppressed
        for alert in alerts { insert(alert) }
    }

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

        var text: String { "\(rule.rawValue)|\(visit.isEmpty ? "ward|\(ward)" : "visit|\(visit)")" }
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

    /// Raises `alert` unless its rule and scope already has one; the id is set here.
    mutating func raise(_ alert: Alert, facility: String, at moment: Timestamp, offset: Int64)
        -> AlertTransition?
    {
        let scope = Scope(alert.rule, visit: alert.visit, ward: alert.ward)
        guard byScope[scope] == nil else { return nil }
        guard open.count < Self.capacity else {
            suppressed += 1
            return nil
        }
        var alert = alert
        alert.id = Self.identifier("\(facility)|\(scope.text)|\(moment.microseconds)")
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
    mutating func move(
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

    /// 64-bit FNV-1a of `text` in 16 hexadecimal digits.
    static func identifier(_ text: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 {
            hash ^= UInt64(byte)
            hash &*= 0x0000_0100_0000_01b3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
