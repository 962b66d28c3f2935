package import Hospital

/// What an owner asks of its alert book: it says what it sees, the book knows what is open.
package enum AlertChange: Sendable, Equatable {
    /// Raise it, unless its rule and scope has an open one; its id and facility are the book's to give.
    case raise(Alert)
    /// Clear the open alert of a rule about a visit, if there is one.
    case clear(AlertRule, visit: String, at: Timestamp)
    /// Clear the open alert of a rule about a ward, if there is one.
    case clearWard(AlertRule, ward: String, at: Timestamp)
}

extension TimerSubject {
    /// A raised alert nobody acknowledged is due for escalation.
    package static let escalateAlert = TimerSubject(rawValue: 3)
}
