package import Hospital

extension TimerSubject {
    /// A closed visit becomes old enough to settle.
    package static let settleVisit = TimerSubject(rawValue: 2)
}

/// When visits leave memory: closed ones, and those that never began, after the horizon.
extension VisitBook {
    /// The timer that waits for a visit to settle; nil when one waits already, or the visit is open.
    package static func settleTimer(
        from old: Visit,
        to new: Visit,
        lastEventAt: Timestamp,
        lateness: TimeSpan
    ) -> FlowTimer? {
        guard new.isSettling,
            !old.isSettling || old == Visit(key: old.key) || old.dischargedAt != new.dischargedAt
                || old.hasBegun != new.hasBegun
        else { return nil }
        let due = settleDue(new, lastEventAt, lateness)
        return FlowTimer(due: due, subject: .settleVisit, key: new.key)
    }

    /// When the visit of `timer` may settle; nil for one that is open again, or gone.
    package func settleDue(_ timer: FlowTimer, lateness: TimeSpan) -> Timestamp? {
        guard let slot = visits.slot(of: timer.key), visits.records[slot].visit.isSettling else { return nil }
        return Self.settleDue(visits.records[slot].visit, visits.records[slot].lastEventAt, lateness)
    }

    /// How much later than the horizon says a visit leaves: the hours it touched have settled first.
    static let settlingDelay = TimeSpan.hours(KPIBook.settleHours + 2)

    private static func settleDue(_ visit: Visit, _ lastEventAt: Timestamp, _ lateness: TimeSpan) -> Timestamp
    {
        let last = max(lastEventAt, visit.dischargedAt ?? .distantPast)
        // A discharge without an arrival waits for it: else the arrival, coming late, would begin a stay without an end.
        return last + lateness + settlingDelay + (visit.hasBegun ? .zero : settledMemory)
    }
}

extension Visit {
    /// Closed visits, and those that never began, leave after the horizon.
    fileprivate var isSettling: Bool { dischargedAt != nil || !hasBegun }
}
