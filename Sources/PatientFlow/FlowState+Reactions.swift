import Hospital

/// What a changed visit sets off: counts, predictions and alerts.
extension FlowState {
    mutating func react(from old: Visit, to new: Visit, at moment: Timestamp, offset: Int64) {
        countNow(old, -1)
        countNow(new, 1)
        followStays(from: old, to: new, at: moment, offset: offset)
        clearAlerts(from: old, to: new, offset: offset)
        watchOccupancy(old.currentStay?.ward, new.currentStay?.ward, offset: offset)
    }

    mutating func countNow(_ visit: Visit, _ sign: Int) {
        if visit.isInEmergency { censusNow += sign }
        guard let ward = visit.currentStay?.ward, !emergencyWards.contains(ward) else { return }
        occupiedNow[ward, default: 0] += sign
    }

    private mutating func clearAlerts(from old: Visit, to new: Visit, offset: Int64) {
        if old.isInEmergency, !new.isInEmergency {
            clear(.likelyBreach, visit: new.key, at: new.edDepartedAt ?? watermark, offset: offset)
            clear(.imminentBreach, visit: new.key, at: new.edDepartedAt ?? watermark, offset: offset)
        }
        if old.admittedAt != nil, old.dischargedAt == nil, new.admittedAt == nil || new.dischargedAt != nil {
            clear(.criticalRisk, visit: new.key, at: new.dischargedAt ?? watermark, offset: offset)
        }
    }

    private mutating func watchOccupancy(_ left: Int32?, _ entered: Int32?, offset: Int64) {
        guard left != entered else { return }
        for case let ward? in [left, entered] where !emergencyWards.contains(ward) {
            let code = names[ward]
            guard let beds = site.layout.beds(of: code), beds > 0 else { continue }
            let percent = 100 * Double(occupiedNow[ward] ?? 0) / Double(beds)
            if percent >= site.rules.occupancyEnterPercent {
                let alert = Alert(
                    id: "",
                    rule: .wardOccupancy,
                    visit: "",
                    ward: code,
                    bed: "",
                    raisedAt: watermark,
                    state: .raised,
                    value: percent,
                    threshold: site.rules.occupancyEnterPercent,
                    message: "Ward occupancy high"
                )
                record(alerts.raise(alert, facility: site.facility, at: watermark, offset: offset))
            } else if percent <= site.rules.occupancyLeavePercent,
                let open = alerts.alert(.wardOccupancy, ward: code)
            {
                record(
                    alerts.move(open.id, to: .cleared, facility: site.facility, at: watermark, offset: offset)
                )
            }
        }
    }

    mutating func raise(
        _ rule: AlertRule,
        visit: Visit,
        value: Double,
        threshold: Double,
        message: String,
        forecast: StayForecast? = nil,
        at moment: Timestamp,
        offset: Int64
    ) {
        let stay = visit.currentStay
        let alert = Alert(
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
            modelVersion: forecast?.modelVersion ?? "",
            reasons: forecast?.reasonText ?? ""
        )
        record(alerts.raise(alert, facility: site.facility, at: moment, offset: offset))
    }

    mutating func clear(_ rule: AlertRule, visit: String, at moment: Timestamp, offset: Int64) {
        guard let open = alerts.alert(rule, visit: visit) else { return }
        record(alerts.move(open.id, to: .cleared, facility: site.facility, at: moment, offset: offset))
    }

    /// The timer of a raised alert that escalates.
    private func escalationTimer(_ transition: AlertTransition) -> TimerQueue.Timer? {
        guard transition.alert.state == .raised, transition.alert.rule.escalates else { return nil }
        return TimerQueue.Timer(
            due: transition.at + site.rules.escalateAfter,
            subject: .escalateAlert,
            key: transition.alert.id
        )
    }

    /// Writes a transition to the output and starts its escalation timer.
    mutating func record(_ transition: AlertTransition?) {
        guard let transition else { return }
        if let timer = escalationTimer(transition) { timers.schedule(timer) }
        output.transitions.append(transition)
    }

    /// Someone took note of an alert; false when no open alert has that id.
    package mutating func acknowledge(alert id: String, actor: String, offset: Int64) -> Bool {
        guard alerts.open[id] != nil else { return false }
        record(
            alerts.move(
                id,
                to: .acknowledged,
                facility: site.facility,
                actor: actor,
                at: watermark,
                offset: offset
            )
        )
        return true
    }
}
