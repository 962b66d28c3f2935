import Hospital

/// Moments at which nothing arrives but something is due.
extension FlowState {
    mutating func scheduleTimers(from old: Visit, to new: Visit, lastEventAt: Timestamp) {
        if new.isInEmergency, let arrivedAt = new.arrivedAt, old.arrivedAt != arrivedAt || !old.isInEmergency
        {
            timers.schedule(
                .init(due: arrivedAt + Gauges.imminentBreach, subject: .imminentBreach, key: new.key)
            )
        }
        if isSettling(new),
            !isSettling(old) || old == Visit(key: old.key) || old.dischargedAt != new.dischargedAt
        {
            timers.schedule(.init(due: settleDue(new, lastEventAt), subject: .settleVisit, key: new.key))
        }
    }

    /// Closed visits, and those that never began, leave after the horizon.
    private func isSettling(_ visit: Visit) -> Bool {
        visit.dischargedAt != nil || !visit.hasBegun
    }

    /// So much more than the horizon that the hours the visit touched have settled first.
    private func settleDue(_ visit: Visit, _ lastEventAt: Timestamp) -> Timestamp {
        let last = max(lastEventAt, visit.dischargedAt ?? .distantPast)
        return last + site.lateness + .hours(Self.settleHours + 2)
    }

    mutating func fire(_ timer: TimerQueue.Timer, offset: Int64) {
        switch timer.subject {
        case .imminentBreach:
            guard let visit = visits[timer.key]?.visit, visit.isInEmergency, let arrivedAt = visit.arrivedAt
            else {
                return
            }
            let due = arrivedAt + Gauges.imminentBreach
            guard due <= watermark else {
                return timers.schedule(.init(due: due, subject: .imminentBreach, key: timer.key))
            }
            raise(
                .imminentBreach,
                visit: visit,
                value: Gauges.imminentBreach.minutes,
                threshold: Gauges.imminentBreach.minutes,
                message: "In the department for 3 h 30 min",
                at: due,
                offset: offset
            )
        case .settleVisit:
            guard let record = visits[timer.key], isSettling(record.visit) else { return }
            let due = settleDue(record.visit, record.lastEventAt)
            guard due <= watermark else {
                return timers.schedule(.init(due: due, subject: .settleVisit, key: timer.key))
            }
            visits.remove(timer.key)
            predictor.settle(visit: timer.key)
            guard record.visit.hasBegun, !record.isErased else { return }
            output.settledVisits.append(Settled(row: row(record), offset: offset))
            settledKeys.insert(timer.key, until: timer.due + Self.settledMemory)
        case .departmentBin: passEdge(.department, timer, offset: offset)
        case .inpatientBin: passEdge(.inpatient, timer, offset: offset)
        case .departmentVerdict: judge(.department, timer)
        case .inpatientVerdict: judge(.inpatient, timer)
        case .escalateAlert:
            guard let alert = alerts.open[timer.key], alert.state == .raised else { return }
            record(
                alerts.move(alert.id, to: .escalated, facility: site.facility, at: timer.due, offset: offset)
            )
        }
    }
}
