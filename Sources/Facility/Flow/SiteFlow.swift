package import Alerts
package import Hospital
package import PatientFlow
package import StayModels

/// Patient flow of one site: its visits, KPIs, forecasts and alerts, driven by records alone.
///
/// A pure state machine, which its owner feeds with events and heartbeats in log order and whose `output` it drains. It
/// only orders its parts: a visit changes, then KPIs, then forecasts of its stays, then alerts, then timers. A class, as
/// it owns its models: one owner, no copies; `snapshot()` is how its state leaves it.
///
/// For example: `flow.apply(event, offset: 7)`, then `let rows = flow.output; flow.output = FlowOutput()`.
package final class SiteFlow {
    /// What became of an event.
    package enum Outcome: Sendable, Equatable {
        case applied
        /// It would change a bucket older than the lateness horizon, or a visit that has settled.
        case late
        /// The visit or the facility's name table is full; the event belongs into quarantine.
        case refused(reason: String)
    }

    package internal(set) var site: Site
    /// Seed of the models.
    let seed: UInt64
    /// Largest event or heartbeat time so far.
    package internal(set) var watermark = Timestamp.distantPast
    package internal(set) var visits: VisitBook
    package internal(set) var kpis: KPIBook
    package internal(set) var stays: StayForecaster
    package internal(set) var alerts = AlertBook()
    package var output = FlowOutput()

    var timers = TimerQueue()
    private var effects = StayEffects()

    package init(site: Site, seed: UInt64) {
        self.site = site
        self.seed = seed
        visits = VisitBook(site: site)
        kpis = KPIBook(site: site)
        stays = StayForecaster(site: site, seed: seed)
    }

    /// Events before this moment are late.
    ///
    /// It never moves back: not when the watermark stands, not when the lateness grows.
    package internal(set) var horizon = Timestamp.distantPast

    /// Takes in one event; `offset` is its place in the log.
    package func apply(_ event: PatientEvent, offset: Int64) -> Outcome {
        guard event.at >= horizon else { return .late }
        switch visits.take(event, offset: offset) {
        case .settled: return .late
        case .refused(let reason): return .refused(reason: reason)
        case .taken(let slot, let old, let compact):
            let new = visits.visits.records[slot].visit
            guard kpis.move(from: old, to: new, horizon: horizon) else {
                visits.takeBack(compact, slot: slot, old: old)
                return .late
            }
            if event.at > watermark { watermark = event.at }
            kpis.note(event.at)
            react(from: old, to: new, at: event.at, offset: offset)
            schedule(from: old, to: new, slot: slot)
            advance(to: watermark, offset: offset)
            return .applied
        }
    }

    /// Moves event time on without an event (heartbeat) and fires what has come due.
    package func advance(to moment: Timestamp, offset: Int64) {
        if moment > watermark { watermark = moment }
        horizon = max(horizon, watermark - site.lateness)
        // Hours settle before closed visits leave: after a long silence both come due at once.
        if kpis.advance(horizon: horizon) {
            let rows = kpis.settle(visits, site, horizon: horizon, watermark: watermark)
            output.settledKPIs += rows.map { Settled(row: $0, offset: offset) }
        }
        visits.forgetSettled(dueBy: watermark)
        while let timer = timers.next(dueBy: watermark) { fire(timer, offset: offset) }
        guard kpis.openHour != nil, stays.lastQualityHour != watermark.hourNumber else { return }
        let (quality, discharges) = stays.turnHour(context(offset))
        output.quality += quality
        output.dischargeForecasts += discharges
    }

    /// What a visit sets off that changed by other rules and no event.
    func follow(from old: Visit, to new: Visit, slot: Int, offset: Int64) {
        react(from: old, to: new, at: watermark, offset: offset)
        schedule(from: old, to: new, slot: slot)
    }

    /// Raises or clears the occupancy alert of a ward whose beds may be others now.
    func watchOccupancy(_ ward: String, offset: Int64) {
        guard let number = visits.number(known: ward) else { return }
        apply(visits.occupancyChange(number, site, at: watermark), offset: offset)
    }

    // MARK: What a changed visit sets off

    private func react(from old: Visit, to new: Visit, at moment: Timestamp, offset: Int64) {
        visits.recount(from: old, to: new)
        stays.follow(from: old, to: new, at: moment, context(offset), &effects)
        takeEffects(offset: offset)
        for change in StayForecaster.clearAlerts(from: old, to: new, watermark: watermark) {
            apply(change, offset: offset)
        }
        apply(VisitBook.breachCleared(from: old, to: new, watermark: watermark), offset: offset)
        let left = old.currentStay?.ward
        let entered = new.currentStay?.ward
        guard left != entered else { return }
        for case let ward? in [left, entered] {
            apply(visits.occupancyChange(ward, site, at: watermark), offset: offset)
        }
    }

    private func schedule(from old: Visit, to new: Visit, slot: Int) {
        if let timer = VisitBook.breachTimer(from: old, to: new) { timers.schedule(timer) }
        let settling = VisitBook.settleTimer(
            from: old,
            to: new,
            lastEventAt: visits.visits.records[slot].lastEventAt,
            lateness: site.lateness
        )
        if let settling { timers.schedule(settling) }
    }

    private func takeEffects(offset: Int64) {
        output.predictions += effects.predictions
        for change in effects.alerts { apply(change, offset: offset) }
        for timer in effects.timers { timers.schedule(timer) }
        effects.removeAll()
    }

    private func apply(_ change: AlertChange?, offset: Int64) {
        guard let change else { return }
        record(alerts.apply(change, facility: site.facility, offset: offset))
    }

    /// Writes a step of an alert to the output and starts its escalation timer.
    private func record(_ transition: AlertTransition?) {
        guard let transition else { return }
        if let timer = alerts.escalation(of: transition, after: site.rules.escalateAfter) {
            timers.schedule(timer)
        }
        output.transitions.append(transition)
    }

    private func visit(_ key: String) -> Visit? {
        visits.visits.slot(of: key).map { visits.visits.records[$0].visit }
    }

    func context(_ offset: Int64) -> StayContext {
        // Field by field: the book as a whole would be copied.
        StayContext(
            site: site,
            names: visits.names,
            emergencyWards: visits.emergencyWards,
            census: visits.census,
            watermark: watermark,
            offset: offset
        )
    }

    // MARK: Timers

    private func fire(_ timer: FlowTimer, offset: Int64) {
        switch timer.subject {
        case .imminentBreach:
            let due = visits.reachBreach(timer, watermark: watermark)
            if let later = due.timer { timers.schedule(later) }
            apply(due.alert, offset: offset)
        case .settleVisit: settle(timer, offset: offset)
        case .departmentEdge, .inpatientEdge:
            stays.passEdge(timer, visit(timer.key), context(offset), &effects)
            takeEffects(offset: offset)
        case .departmentLabel, .inpatientLabel: stays.learnLabel(timer, context(offset))
        case .escalateAlert:
            record(alerts.escalate(timer, facility: site.facility, offset: offset))
        // A timer of a part that is not here any more.
        default: break
        }
    }

    private func settle(_ timer: FlowTimer, offset: Int64) {
        guard let due = visits.settleDue(timer, lateness: site.lateness) else { return }
        guard due <= watermark else {
            return timers.schedule(FlowTimer(due: due, subject: .settleVisit, key: timer.key))
        }
        let row = visits.settle(timer.key, due: timer.due, facility: site.facility)
        stays.settle(visit: timer.key)
        if let row { output.settledVisits.append(Settled(row: row, offset: offset)) }
    }
}

/// What people do.
extension SiteFlow {
    /// Someone took note of an alert; false when no open alert has that id.
    package func acknowledge(alert id: String, actor: String, offset: Int64) -> Bool {
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

    /// What became of a request to forget a patient.
    package enum Erasure: Sendable, Equatable {
        /// So many visits in memory were made nameless; visits that settled before are the tables' to erase.
        case erased(visits: Int)
        /// The patient is in the hospital: a bed in use must stay on the screen, so nothing was changed.
        case patientIsPresent
    }

    /// Makes the visits of every patient `isSubject` names nameless; `offset` is the request's place in the log.
    ///
    /// Their rows are told no more. What they added to KPIs stays, since counts name nobody and a hospital's
    /// figures must not change afterwards. An event that comes later for such a visit begins a new one.
    package func erase(offset: Int64, isSubject: (String) -> Bool) -> Erasure {
        guard let erased = visits.erase(offset: offset, isSubject: isSubject) else {
            return .patientIsPresent
        }
        for (key, pseudonym) in erased {
            stays.forget(visit: key)
            timers.rename(key, to: pseudonym)
        }
        return .erased(visits: erased.count)
    }

    /// Puts trained models beside those that serve; they have to prove themselves.
    ///
    /// Returns false, and changes nothing, for a model of another limit or one that sees what is hidden from the
    /// models of this site.
    @discardableResult
    package func challenge(with model: TrainedModel) -> Bool {
        stays.challenge(with: model, hidden: site.predictions.hidden)
    }
}
