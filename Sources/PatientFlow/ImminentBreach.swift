package import Alerts
package import Hospital

extension AlertRule {
    /// A patient has been in the department for three and a half hours.
    package static let imminentBreach = AlertRule("imminent_breach", .high, escalates: true)
}

extension TimerSubject {
    /// A patient reaches the imminent-breach limit in the department.
    package static let imminentBreach = TimerSubject(rawValue: 1)
}

/// Patients who will soon have been in the department for four hours.
extension VisitBook {
    /// The timer that waits for the limit; nil when one waits already, or the patient is not there.
    package static func breachTimer(from old: Visit, to new: Visit) -> FlowTimer? {
        guard new.isInEmergency, let arrivedAt = new.arrivedAt,
            old.arrivedAt != arrivedAt || !old.isInEmergency
        else { return nil }
        return FlowTimer(due: arrivedAt + Gauges.imminentBreach, subject: .imminentBreach, key: new.key)
    }

    /// What is due when the timer fires: an alert, or another timer for a patient who came later than was thought.
    package func reachBreach(_ timer: FlowTimer, watermark: Timestamp) -> (
        alert: AlertChange?, timer: FlowTimer?
    ) {
        guard let visit = self[timer.key], visit.isInEmergency, let arrivedAt = visit.arrivedAt else {
            return (nil, nil)
        }
        let due = arrivedAt + Gauges.imminentBreach
        guard due <= watermark else {
            return (nil, FlowTimer(due: due, subject: .imminentBreach, key: timer.key))
        }
        let alert = Alert(
            .imminentBreach,
            about: visit,
            names: names,
            at: due,
            value: Gauges.imminentBreach.minutes,
            threshold: Gauges.imminentBreach.minutes,
            message: "In the department for 3 h 30 min"
        )
        return (.raise(alert), nil)
    }

    /// Clears the alert of a patient who has left the department.
    package static func breachCleared(from old: Visit, to new: Visit, watermark: Timestamp) -> AlertChange? {
        guard old.isInEmergency, !new.isInEmergency else { return nil }
        return .clear(.imminentBreach, visit: new.key, at: new.edDepartedAt ?? watermark)
    }
}

extension Alert {
    /// An alert about a patient, at the place where the patient is.
    package init(
        _ rule: AlertRule,
        about visit: Visit,
        names: NameTable,
        at moment: Timestamp,
        value: Double,
        threshold: Double,
        message: String,
        modelVersion: String = "",
        reasons: String = ""
    ) {
        let stay = visit.currentStay
        self.init(
            id: "",
            rule: rule,
            visit: visit.key,
            ward: stay.map { names[$0.ward] } ?? "",
            bed: stay.map { names[$0.bed] } ?? "",
            raisedAt: moment,
            state: .raised,
            value: value,
            threshold: threshold,
            message: message,
            modelVersion: modelVersion,
            reasons: reasons
        )
    }
}
