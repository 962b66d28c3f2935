package import Hospital

/// The KPIs of one facility that may still change, and how far they have settled.
///
/// It moves the facts of a visit that changed, and hands over the buckets and gauge hours behind the horizon.
package struct KPIBook: Sendable {
    /// Hours that settle together.
    package static let settleHours: Int64 = 6
    /// Most hours of gauges written at once.
    static let longestGapHours: Int64 = 24 * 31

    package private(set) var ledger = KPILedger()
    /// First hour whose rows have not settled; nil before the first event.
    package private(set) var openHour: Int64?
    /// When gauges of the hours that have not settled last changed.
    private var gaugeChanges = GaugeChanges()
    /// Hour at which buckets last settled.
    private var lastSettleHour = Int64.min
    private var clock: SiteClock
    private var oldFacts: FactList
    private var newFacts: FactList

    package init(site: Site) {
        clock = site.clock
        oldFacts = FactList(site: site)
        newFacts = FactList(site: site)
    }

    /// Whether anything was known of the site before `moment`; once hours have settled, something was.
    package func hasBegun(before moment: Timestamp) -> Bool {
        guard let openHour else { return false }
        return openHour == lastSettleHour || Timestamp(hourNumber: openHour) < moment
    }

    /// Notes that something happened `at` a moment: gauges have rows from the first one on.
    package mutating func note(_ at: Timestamp, watermark: Timestamp) {
        if let openHour, openHour <= at.hourNumber || at.hourNumber < lastSettleHour { return }
        openHour = at.hourNumber
        gaugeChanges.noteAll(at: watermark)
    }

    /// Replaces old facts by new ones, which changes their rows at `watermark`; false (and nothing done) when that would
    /// change a settled bucket.
    package mutating func move(
        from old: Visit,
        to new: Visit,
        emergencyWards: WardSet,
        horizon: Timestamp,
        watermark: Timestamp
    ) -> Bool {
        guard old != new else { return true }
        oldFacts.collect(old)
        newFacts.collect(new)
        let (removed, added) = FactList.difference(oldFacts, newFacts)
        for fact in removed where isSettled(fact, horizon) { return false }
        for fact in added where isSettled(fact, horizon) { return false }
        if lastSettleHour != .min, let change = old.earliestChange(to: new),
            change <= Timestamp(hourNumber: lastSettleHour)
        {
            return false
        }
        ledger.replace(removed, by: added, at: watermark)
        if let openHour {
            gaugeChanges.note(from: old, to: new, emergencyWards, since: openHour, watermark: watermark)
        }
        return true
    }

    /// From here on other rules hold; what was counted stays where it is.
    ///
    /// Wards and beds decide about every gauge, so all of them count as changed.
    package mutating func adopt(_ site: Site, isOtherLayout: Bool, watermark: Timestamp) {
        if isOtherLayout { gaugeChanges.noteAll(at: watermark) }
        clock = site.clock
        oldFacts = FactList(site: site)
        newFacts = FactList(site: site)
    }

    /// Replaces old facts by new ones as far as their buckets have not settled; the buckets that would be others, by name.
    @discardableResult
    package mutating func restate(
        from old: Visit,
        to new: Visit,
        emergencyWards: WardSet,
        horizon: Timestamp,
        watermark: Timestamp
    ) -> [String] {
        guard old != new else { return [] }
        oldFacts.collect(old)
        newFacts.collect(new)
        let (removed, added) = FactList.difference(oldFacts, newFacts)
        ledger.replace(
            removed.filter { !isSettled($0, horizon) },
            by: added.filter { !isSettled($0, horizon) },
            at: watermark
        )
        if let openHour {
            gaugeChanges.note(from: old, to: new, emergencyWards, since: openHour, watermark: watermark)
        }
        var touched = Set((removed + added).filter { isSettled($0, horizon) }.map(Self.name)).sorted()
        if lastSettleHour != .min, let change = old.earliestChange(to: new),
            change <= Timestamp(hourNumber: lastSettleHour)
        {
            touched.append("gauges from \(change.iso8601)")
        }
        return touched
    }

    /// A bucket as `silver/late` names it: the family's first KPI and when the bucket begins.
    private static func name(_ fact: Fact) -> String {
        let kpi = KPICatalog.families[Int(fact.family)].definitions.first?.id ?? ""
        return "\(kpi) \(Timestamp(seconds: Int64(fact.bucketMinute) * 60).iso8601)"
    }

    private func isSettled(_ fact: Fact, _ horizon: Timestamp) -> Bool {
        let start = Timestamp(seconds: Int64(fact.bucketMinute) * 60)
        return bucketEnd(family: Int(fact.family), start: start) <= horizon
    }

    /// End of the bucket that begins at `start`.
    private func bucketEnd(family: Int, start: Timestamp) -> Timestamp {
        switch KPICatalog.families[family].grain {
        case .hour: start + .hour
        // Days have 23 to 25 hours, so 30 hours on lies in the next one.
        case .day: clock.startOfDay(start + .hours(30))
        }
    }

    // MARK: Settling

    /// The first hour that may still change.
    ///
    /// An hour is read at its end, which an event at the horizon may share. Hours settle a few at a time: each settlement looks at every visit in memory.
    private func settlingHour(_ horizon: Timestamp) -> Int64 {
        (horizon - TimeSpan(microseconds: 1)).hourNumber.floorDivided(by: Self.settleHours) * Self.settleHours
    }

    /// Moves the horizon on; true when hours settle by it, whose rows are to be taken by `settle`.
    ///
    /// Asked for each record, so it looks at no visit.
    package mutating func advance(horizon: Timestamp) -> Bool {
        guard let openHour else { return false }
        let hour = settlingHour(horizon)
        guard lastSettleHour != hour else { return false }
        lastSettleHour = hour
        return openHour < hour
    }

    /// Hands over the rows behind the horizon.
    package mutating func settle(
        _ visits: VisitBook,
        _ site: Site,
        horizon: Timestamp,
        watermark: Timestamp
    ) -> [KPIRow] {
        guard let open = openHour, open < lastSettleHour else { return [] }
        // After a longer silence the empty hours before are left out, so that one record cannot write years of rows.
        let first = max(open, lastSettleHour - Self.longestGapHours)
        var gauges = Gauges(
            site: site,
            names: visits.names,
            emergencyWards: visits.emergencyWards,
            changes: gaugeChanges,
            from: first,
            watermark: Timestamp(hourNumber: lastSettleHour)
        )
        visits.visits.forEach(stillHereAfter: gauges.firstReading) { gauges.add($0) }
        let settled = ledger.removeBuckets { [self] in bucketEnd(family: $0, start: $1) <= horizon }
        openHour = lastSettleHour
        gaugeChanges.forget(before: lastSettleHour)
        return gauges.rows(closedOnly: true)
            + settled.rows(facility: site.facility, names: visits.names, watermark: watermark)
    }

    // MARK: Reading

    /// Rows of every bucket and gauge that may still change; the same state gives the same order.
    package func rows(_ visits: VisitBook, _ site: Site, watermark: Timestamp) -> [KPIRow] {
        guard openHour != nil else { return [] }
        return gauges(visits, site, watermark: watermark).rows(closedOnly: false)
            + ledger.rows(facility: site.facility, names: visits.names, watermark: watermark)
    }

    /// Gauges from the first open hour to now.
    package func gauges(_ visits: VisitBook, _ site: Site, watermark: Timestamp) -> Gauges {
        var gauges = Gauges(
            site: site,
            names: visits.names,
            emergencyWards: visits.emergencyWards,
            changes: gaugeChanges,
            from: openHour ?? watermark.hourNumber,
            watermark: watermark
        )
        visits.visits.forEach(stillHereAfter: gauges.firstReading) { gauges.add($0) }
        return gauges
    }
}

extension KPIBook {
    /// Version of the coding below.
    package static let stateVersion: UInt16 = 2

    package func write(to writer: inout StateWriter) {
        writer.write(openHour ?? .min)
        writer.write(lastSettleHour)
        ledger.write(to: &writer)
        gaugeChanges.write(to: &writer)
    }

    package init(site: Site, from reader: inout StateReader) throws(StateError) {
        self.init(site: site)
        let saved: Int64 = try reader.integer()
        openHour = saved == .min ? nil : saved
        lastSettleHour = try reader.integer()
        ledger = try KPILedger(from: &reader)
        gaugeChanges = try GaugeChanges(from: &reader)
    }
}
