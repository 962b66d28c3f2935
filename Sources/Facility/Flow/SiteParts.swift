import Alerts
import Hospital
import PatientFlow
import StayModels

/// The parts of a site's flow and the order in which they are asked: a visit changes, then KPIs, then forecasts of its
/// stays, then alerts, then timers.
///
/// A struct whose methods change it where it lies: asked one by one through the class, parts would be copied for each
/// record. `SiteFlow` owns the one value there is.
struct SiteParts {
    var site: Site
    /// Seed of the models.
    let seed: UInt64
    /// Largest event or heartbeat time so far.
    var watermark = Timestamp.distantPast
    /// Events before this moment are late.
    ///
    /// It never moves back: not when the watermark stands, not when the lateness grows.
    var horizon = Timestamp.distantPast
    var visits: VisitBook
    var kpis: KPIBook
    var stays: StayForecaster
    var alerts = AlertBook()
    var output = FlowOutput()

    var timers = TimerQueue()
    private var effects = StayEffects()

    init(site: Site, seed: UInt64) {
        self.site = site
        self.seed = seed
        visits = VisitBook(site: site)
        kpis = KPIBook(site: site)
        stays = StayForecaster(site: site, seed: seed)
    }

    /// Takes in one event; `offset` is its place in the log.
    mutating func apply(_ event: PatientEvent, offset: Int64) -> SiteFlow.Outcome {
        let isBehind = event.at < horizon
        guard !isBehind || event.at >= VisitBook.oldestEvent(horizon: horizon) else { return .late(keys: []) }
        switch visits.take(event, offset: offset, isBehind: isBehind) {
        case .settled: return .late(keys: [])
        case .repeated: return .repeated
        case .refused(let reason): return .refused(reason: reason)
        case .taken(let slot, let old):
            let new = visits.visits.records[slot].visit
            let now = max(watermark, event.at)
            var touched: [String] = []
            if isBehind
                || !kpis.move(
                    from: old,
                    to: new,
                    emergencyWards: visits.emergencyWards,
                    horizon: horizon,
                    watermark: now
                )
            {
                // The visit is right from now on; what has settled of it is named and stays.
                touched = kpis.restate(
                    from: old,
                    to: new,
                    emergencyWards: visits.emergencyWards,
                    horizon: horizon,
                    watermark: now
                )
            }
            watermark = now
            kpis.note(event.at, watermark: watermark)
            react(from: old, to: new, at: event.at, offset: offset)
            schedule(from: old, to: new, slot: slot)
            advance(to: watermark, offset: offset)
            return touched.isEmpty ? .applied : .late(keys: touched)
        }
    }

    /// Moves event time on without an event (heartbeat) and fires what has come due; whether anything had.
    @discardableResult
    mutating func advance(to moment: Timestamp, offset: Int64) -> Bool {
        var isDue = moment.hourNumber > watermark.hourNumber
        if moment > watermark { watermark = moment }
        horizon = max(horizon, watermark - site.lateness)
        // Hours settle before closed visits leave: after a long silence both come due at once.
        if kpis.advance(horizon: horizon) {
            let rows = kpis.settle(visits, site, horizon: horizon, watermark: watermark)
            output.settledKPIs += rows.map { Settled(row: $0, offset: offset) }
            isDue = true
        }
        visits.forgetSettled(dueBy: watermark)
        while let timer = timers.next(dueBy: watermark) {
            fire(timer, offset: offset)
            isDue = true
        }
        guard kpis.openHour != nil, stays.lastQualityHour != watermark.hourNumber else { return isDue }
        let (quality, discharges) = stays.turnHour(context(offset))
        output.quality += quality
        output.dischargeForecasts += discharges
        return true
    }

    /// What a visit sets off that changed by other rules and no event.
    mutating func follow(from old: Visit, to new: Visit, slot: Int, offset: Int64) {
        react(from: old, to: new, at: watermark, offset: offset)
        schedule(from: old, to: new, slot: slot)
    }

    /// Raises or clears the occupancy alert of a ward whose beds may be others now.
    mutating func watchOccupancy(_ ward: String, offset: Int64) {
        guard let number = visits.number(known: ward) else { return }
        apply(visits.occupancyChange(number, site, at: watermark), offset: offset)
    }

    // MARK: What a changed visit sets off

    private mutating func react(from old: Visit, to new: Visit, at moment: Timestamp, offset: Int64) {
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

    private mutating func schedule(from old: Visit, to new: Visit, slot: Int) {
        if let timer = VisitBook.breachTimer(from: old, to: new) { timers.schedule(timer) }
        let settling = VisitBook.settleTimer(
            from: old,
            to: new,
            lastEventAt: visits.visits.records[slot].lastEventAt,
            lateness: site.lateness
        )
        if let settling { timers.schedule(settling) }
    }

    private mutating func takeEffects(offset: Int64) {
        output.predictions += effects.predictions
        for change in effects.alerts { apply(change, offset: offset) }
        for timer in effects.timers { timers.schedule(timer) }
        effects.removeAll()
    }

    private mutating func apply(_ change: AlertChange?, offset: Int64) {
        guard let change else { return }
        record(alerts.apply(change, facility: site.facility, offset: offset))
    }

    /// Writes a step of an alert to the output and starts its escalation timer.
    private mutating func record(_ transition: AlertTransition?) {
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

    private mutating func fire(_ timer: FlowTimer, offset: Int64) {
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

    private mutating func settle(_ timer: FlowTimer, offset: Int64) {
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
extension SiteParts {
    /// Someone took note of an alert; false when no open alert has that id.
    mutating func acknowledge(alert id: String, actor: String, offset: Int64) -> Bool {
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

    /// Makes the visits of every patient `isSubject` names nameless; `offset` is the request's place in the log.
    ///
    /// Their rows are told no more. What they added to KPIs stays, since counts name nobody and a hospital's
    /// figures must not change afterwards. An event that comes later for such a visit begins a new one.
    mutating func erase(offset: Int64, isSubject: (String) -> Bool) -> SiteFlow.Erasure {
        guard let erased = visits.erase(offset: offset, isSubject: isSubject) else {
            return .patientIsPresent
        }
        for (key, pseudonym) in erased {
            stays.forget(visit: key)
            timers.rename(key, to: pseudonym)
        }
        return .erased(visits: erased.count)
    }

    /// Forgets the keys of settled visits that `isSubject` names, wherever they may still stand.
    mutating func eraseSettled(offset: Int64, isSubject: (String) -> Bool) -> Int {
        let erased = visits.eraseSettled(isSubject: isSubject)
        for (number, key) in erased.enumerated() {
            stays.forget(visit: key)
            timers.rename(key, to: "erased/\(offset)/settled/\(number)")
        }
        return erased.count
    }

    /// Puts trained models beside those that serve; they have to prove themselves.
    ///
    /// Returns false, and changes nothing, for a model of another limit or one that sees what is hidden from the
    /// models of this site.
    mutating func challenge(with model: TrainedModel) -> Bool {
        stays.challenge(with: model, hidden: site.predictions.hidden)
    }
}
