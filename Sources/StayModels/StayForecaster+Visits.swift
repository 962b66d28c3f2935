package import Alerts
package import Hospital
import OnlineForest
package import PatientFlow

extension AlertRule {
    /// A stay over the critical length is predicted.
    package static let criticalRisk = AlertRule("critical_risk", .critical, figure: .hours)
    /// A breach of the four hours is predicted.
    package static let likelyBreach = AlertRule("likely_breach", .watch, figure: .probability)
}

/// Stays as they begin, last and end: forecasts, learning, and the alerts that follow from forecasts.
extension StayForecaster {
    /// Follows the stays of a visit that was `old` and is `new`.
    package mutating func follow(
        from old: Visit,
        to new: Visit,
        at moment: Timestamp,
        _ context: StayContext,
        _ effects: inout StayEffects
    ) {
        if old.arrivedAt == nil, let arrivedAt = new.arrivedAt { recent.arrived(at: arrivedAt) }
        for kind in StayKind.allCases where kind.begin(of: old) != nil || kind.begin(of: new) != nil {
            end(kind, new, context)
            guard kind.isOpen(new), new.dischargedAt == nil else { continue }
            if let stage = stage(kind, from: old, to: new) {
                begin(kind, new, stage, at: moment, context, &effects)
            } else if let begin = kind.begin(of: new), begin != kind.begin(of: old) {
                update(kind) { $0.move(new.key, to: begin) }
            }
            schedule(kind, new, &effects)
        }
    }

    /// Clears the alerts of stays that are over or never were.
    package static func clearAlerts(from old: Visit, to new: Visit, watermark: Timestamp) -> [AlertChange] {
        var changes: [AlertChange] = []
        if old.isInEmergency, !new.isInEmergency {
            changes.append(.clear(.likelyBreach, visit: new.key, at: new.edDepartedAt ?? watermark))
        }
        if old.admittedAt != nil, old.dischargedAt == nil, new.admittedAt == nil || new.dischargedAt != nil {
            changes.append(.clear(.criticalRisk, visit: new.key, at: new.dischargedAt ?? watermark))
        }
        return changes
    }

    /// Why a stay is to be predicted anew; nil when nothing new is known of it.
    private func stage(_ kind: StayKind, from old: Visit, to new: Visit) -> Prediction.Stage? {
        let (isNew, hasEnded) = read(kind) { (!$0.open.contains(new.key), $0.ended.contains(new.key)) }
        if isNew, hasEnded { return nil }
        switch kind {
        case .department:
            if isNew { return .arrival }
            return new.admittedAt == nil && old.acuity == nil && new.acuity != nil ? .triage : nil
        case .inpatient:
            if isNew { return .admission }
            return new.currentStay.map { $0.ward != old.currentStay?.ward } ?? false ? .movement : nil
        }
    }

    private mutating func begin(
        _ kind: StayKind,
        _ visit: Visit,
        _ stage: Prediction.Stage,
        at moment: Timestamp,
        _ context: StayContext,
        _ effects: inout StayEffects
    ) {
        guard let begin = kind.begin(of: visit) else { return }
        let ward = visit.currentStay?.ward ?? visit.admissionWard
        let values = StayFeature.values(
            of: visit,
            at: moment,
            clock: context.site.clock,
            ward: ward,
            load: load(at: moment, context)
        )
        let forecast = update(kind) {
            $0.begin(
                visit.key,
                values,
                at: moment,
                from: begin,
                ward: ward,
                day: context.day(of: moment),
                names: context.names
            )
        }
        tell(kind, visit, stage, forecast, at: moment, context, &effects)
    }

    /// A patient still here passes an edge of the bins of time; `visit` is nil for one that is gone.
    package mutating func passEdge(
        _ timer: FlowTimer,
        _ visit: Visit?,
        _ context: StayContext,
        _ effects: inout StayEffects
    ) {
        let kind: StayKind = timer.subject == .departmentEdge ? .department : .inpatient
        let isAwaited = read(kind) { tracker in
            tracker.open.slot(of: timer.key).map { tracker.open.records[$0].timerDue == timer.due } ?? false
        }
        guard isAwaited, let visit else { return }
        let forecast = update(kind) { $0.passEdge(timer.key, names: context.names) }
        tell(kind, visit, .elapsed, forecast, at: timer.due, context, &effects)
        schedule(kind, visit, &effects)
    }

    /// The limit of a stay has passed: its label is known, which teaches the threshold too.
    package mutating func learnLabel(_ timer: FlowTimer, _ context: StayContext) {
        let kind: StayKind = timer.subject == .departmentLabel ? .department : .inpatient
        let day = context.today
        guard
            let label = update(
                kind,
                { $0.learnLabel(timer.key, at: timer.due, day: day, names: context.names) }
            )
        else { return }
        switch kind {
        case .department: breachThreshold.learn(label.sample, isOver: label.isOver, day: day)
        case .inpatient: stayThreshold.learn(label.sample, isOver: label.isOver, day: day)
        }
    }

    private mutating func schedule(_ kind: StayKind, _ visit: Visit, _ effects: inout StayEffects) {
        let moments = update(kind) { $0.follow(visit.key, in: visit.currentStay?.ward) }
        if let due = moments.edge {
            effects.timers.append(FlowTimer(due: due, subject: kind.edgeTimer, key: visit.key))
        }
        if let due = moments.limit {
            effects.timers.append(FlowTimer(due: due, subject: kind.labelTimer, key: visit.key))
        }
    }

    private mutating func end(_ kind: StayKind, _ new: Visit, _ context: StayContext) {
        guard !kind.isOpen(new), read(kind, { $0.open.contains(new.key) }) else { return }
        guard let begin = kind.begin(of: new), let end = kind.end(of: new) else {
            return update(kind) { $0.withdraw(new.key) }
        }
        let isLearned = update(kind) {
            $0.finish(new.key, from: begin, at: end, day: context.today, names: context.names)
        }
        guard isLearned else { return }
        let isDepartment = kind == .department
        discharges.left(at: end) { moment in
            guard begin <= moment, let ward = new.stays.last(where: { $0.covers(moment) })?.ward else {
                return nil
            }
            return context.emergencyWards.contains(ward) == isDepartment ? ward : nil
        }
        if isDepartment { recent.departed(after: max(0, end.since(begin).minutes)) }
    }

    /// Writes a forecast down and asks for the alert that follows from it.
    private mutating func tell(
        _ kind: StayKind,
        _ visit: Visit,
        _ stage: Prediction.Stage,
        _ forecast: StayForecast?,
        at moment: Timestamp,
        _ context: StayContext,
        _ effects: inout StayEffects
    ) {
        effects.predictions.append(
            Prediction(
                facility: context.site.facility,
                visit: visit.key,
                stage: stage,
                at: moment,
                kind: kind,
                forecast: forecast,
                offset: context.offset
            )
        )
        // Alerts are for what can still be foreseen: later the timer of the imminent breach tells, and a patient who
        // has stayed for days has a long stay anyway.
        let rules = context.site.rules
        let alertable = kind == .department ? kind.amount(rules.likelyBreachWithin) : kind.firstPhase
        guard let forecast, forecast.labels >= rules.minimumLearned, forecast.stayed <= alertable else {
            return
        }
        update(kind) { $0.note(alertable: forecast.overLimit, visit.key) }
        effects.alerts.append(alert(kind, visit, forecast, at: moment, context))
    }

    /// Raises the alert of a kind of stay at its threshold, and clears it below.
    private func alert(
        _ kind: StayKind,
        _ visit: Visit,
        _ forecast: StayForecast,
        at moment: Timestamp,
        _ context: StayContext
    ) -> AlertChange {
        let isDepartment = kind == .department
        let rule: AlertRule = isDepartment ? .likelyBreach : .criticalRisk
        guard let threshold = threshold(kind), forecast.overLimit >= threshold else {
            return .clear(rule, visit: visit.key, at: moment)
        }
        return .raise(
            Alert(
                rule,
                about: visit,
                names: context.names,
                at: moment,
                value: isDepartment ? forecast.overLimit : forecast.mean,
                threshold: isDepartment ? threshold : context.site.rules.criticalStayHours,
                message: isDepartment ? "Likely four-hour breach" : "CRITICAL RISK: long stay predicted",
                modelVersion: forecast.modelVersion,
                reasons: forecast.reasonText
            )
        )
    }

    /// The hospital as features know it.
    func load(at moment: Timestamp, _ context: StayContext) -> HospitalLoad {
        var load = HospitalLoad()
        load.departmentCensus = context.census.inDepartment
        load.occupiedBeds = context.census.occupiedBeds
        load.arrivalsLastHour = recent.arrivals(before: moment)
        load.recentDepartmentMinutes = recent.meanMinutes
        return load
    }
}
