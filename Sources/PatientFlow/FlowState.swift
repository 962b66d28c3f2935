package import Hospital

/// Patient flow of one facility: every open visit, its KPIs, predictions and alerts, driven by records alone.
///
/// A pure state machine: the owner feeds events and heartbeats in log order and drains `output`.
package struct FlowState: Sendable {
    /// What became of an event.
    package enum Outcome: Sendable, Equatable {
        case applied
        /// It would change a bucket older than the lateness horizon, or a visit that has settled.
        case late
        /// The visit or the facility's name table is full; the event belongs into quarantine.
        case refused(reason: String)
    }

    /// How long a settled visit is remembered, so that it is neither told again nor begun anew.
    static let settledMemory = TimeSpan.hours(7 * 24)
    /// Hours that settle together.
    static let settleHours: Int64 = 6
    /// Most hours of gauges written at once.
    static let longestGapHours: Int64 = 24 * 31

    package internal(set) var site: Site
    package internal(set) var names = NameTable()
    /// Largest event or heartbeat time so far.
    package internal(set) var watermark = Timestamp.distantPast
    package internal(set) var visits = VisitTable()
    package internal(set) var ledger = KPILedger()
    package internal(set) var alerts = AlertBook()
    package internal(set) var predictor: StayPredictor
    package var output = FlowOutput()

    var timers = TimerQueue()
    /// Keys of visits whose rows have settled in the last days.
    var settledKeys = SettledKeys()
    /// First hour whose rows have not settled; nil before the first event.
    var openHour: Int64?
    /// Hours at which buckets last settled and model quality was last written.
    var lastSettleHour = Int64.min
    var lastQualityHour = Int64.min
    var emergencyWards = WardSet()
    /// Patients in the department and occupied beds by ward, now.
    package internal(set) var censusNow = 0
    var occupiedNow: [Int32: Int] = [:]
    var oldFacts: FactList
    var newFacts: FactList

    package init(site: Site, seed: UInt64) {
        self.site = site
        predictor = StayPredictor(site: site, seed: seed)
        oldFacts = FactList(site: site)
        newFacts = FactList(site: site)
        for ward in site.layout.wards {
            guard let number = names.number(of: ward.code) else { continue }
            if ward.isEmergency { emergencyWards.insert(number) }
        }
    }

    /// Events before this moment are late.
    package var horizon: Timestamp { watermark - site.lateness }

    /// Takes in one event; `offset` is its place in the log.
    package mutating func apply(_ event: PatientEvent, offset: Int64) -> Outcome {
        guard event.at >= horizon else { return .late }
        let known = visits.slot(of: event.visit)
        if known == nil, settledKeys.contains(event.visit) { return .late }
        guard let compact = compact(event, offset: offset) else { return .refused(reason: "name_table_full") }
        let slot = known ?? visits.put(VisitRecord(key: event.visit), event.visit)
        guard visits.records[slot].events.count < VisitRecord.eventLimit else {
            return .refused(reason: "visit_event_limit")
        }
        let isEmergency = { [emergencyWards] in emergencyWards.contains($0) }
        let old = visits.records[slot].visit
        visits.records[slot].insert(compact, patient: event.patient, isEmergency: isEmergency)
        let new = visits.records[slot].visit
        guard moveFacts(from: old, to: new) else {
            visits.records[slot].remove(compact, patient: old.patient, isEmergency: isEmergency)
            if visits.records[slot].events.isEmpty { visits.remove(event.visit) }
            return .late
        }
        if event.at > watermark { watermark = event.at }
        openHour = min(openHour ?? event.at.hourNumber, event.at.hourNumber)
        react(from: old, to: new, at: event.at, offset: offset)
        scheduleTimers(from: old, to: new, lastEventAt: visits.records[slot].lastEventAt)
        advance(to: watermark, offset: offset)
        return .applied
    }

    /// Moves event time on without an event (heartbeat) and fires what has come due.
    package mutating func advance(to moment: Timestamp, offset: Int64) {
        if moment > watermark { watermark = moment }
        // Hours settle before closed visits leave: after a long silence both come due at once.
        if openHour != nil, lastSettleHour != settlingHour { settle(offset: offset) }
        settledKeys.forget(dueBy: watermark)
        while let timer = timers.next(dueBy: watermark) { fire(timer, offset: offset) }
        guard openHour != nil else { return }
        if lastQualityHour != watermark.hourNumber { turnHour(offset: offset) }
    }

    private mutating func compact(_ event: PatientEvent, offset: Int64) -> VisitEvent? {
        guard let ward = names.number(of: event.location.ward),
            let bed = names.number(of: event.location.bed),
            let service = names.number(of: event.service)
        else { return nil }
        return VisitEvent(
            at: event.at,
            offset: offset,
            trigger: event.trigger,
            patientClass: event.patientClass,
            gender: event.gender,
            arrivalMode: event.arrivalMode,
            acuity: event.acuity.flatMap { Int8(exactly: $0) } ?? VisitEvent.absent8,
            ageYears: event.ageYears.flatMap { Int16(exactly: $0) } ?? VisitEvent.absent16,
            ward: ward,
            bed: bed,
            service: service,
            seenAt: event.seenAt
        )
    }

    /// Replaces old facts by new ones; false (and nothing done) when that would change a settled bucket.
    private mutating func moveFacts(from old: Visit, to new: Visit) -> Bool {
        guard old != new else { return true }
        oldFacts.collect(old)
        newFacts.collect(new)
        var gone = oldFacts.facts[...]
        var come = newFacts.facts[...]
        while let left = gone.first, let right = come.first, left == right {
            gone.removeFirst()
            come.removeFirst()
        }
        var added: [Fact] = []
        var removed = Array(gone)
        for fact in come {
            if let same = removed.firstIndex(of: fact) {
                removed.remove(at: same)
            } else {
                added.append(fact)
            }
        }
        for fact in removed where isSettled(fact) { return false }
        for fact in added where isSettled(fact) { return false }
        if lastSettleHour != .min, let change = old.earliestChange(to: new),
            change <= Timestamp(hourNumber: lastSettleHour)
        {
            return false
        }
        for fact in removed { ledger.add(fact, sign: -1) }
        for fact in added { ledger.add(fact, sign: 1) }
        return true
    }

    private func isSettled(_ fact: Fact) -> Bool {
        let start = Timestamp(seconds: Int64(fact.bucketMinute) * 60)
        return bucketEnd(family: Int(fact.family), start: start) <= horizon
    }

    /// End of the bucket that begins at `start`.
    func bucketEnd(family: Int, start: Timestamp) -> Timestamp {
        switch KPICatalog.families[family].grain {
        case .hour: start + .hour
        // Days have 23 to 25 hours, so 30 hours on lies in the next one.
        case .day: site.clock.startOfDay(start + .hours(30))
        }
    }

    /// The first hour that may still change.
    ///
    /// An hour is read at its end, which an event at the horizon may share. Hours settle a few at a time: each settlement looks at every visit in memory.
    private var settlingHour: Int64 {
        (horizon - TimeSpan(microseconds: 1)).hourNumber.floorDivided(by: Self.settleHours) * Self.settleHours
    }

    private mutating func settle(offset: Int64) {
        lastSettleHour = settlingHour
        guard let open = openHour, open < lastSettleHour else { return }
        // After a longer silence the empty hours before are left out, so that one record cannot write years of rows.
        let first = max(open, lastSettleHour - Self.longestGapHours)
        let limit = horizon
        var gauges = Gauges(
            site: site,
            names: names,
            emergencyWards: emergencyWards,
            from: first,
            watermark: Timestamp(hourNumber: lastSettleHour)
        )
        visits.forEach(stillHereAfter: gauges.firstReading) { gauges.add($0) }
        let settled = ledger.removeBuckets { [self] in bucketEnd(family: $0, start: $1) <= limit }
        let rows =
            gauges.rows(closedOnly: true)
            + settled.rows(facility: site.facility, names: names, asOf: watermark)
        output.settledKPIs += rows.map { Settled(row: $0, offset: offset) }
        openHour = lastSettleHour
    }
}
