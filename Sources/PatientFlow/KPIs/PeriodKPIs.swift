package import Hospital

/// KPIs of one period with any borders, counted from the visits in memory by the families that count the hours.
///
/// The hours of `gold.kpis` are those of UTC. Where shifts change within one (a zone of :30 or :45, shifts from 07:30 on),
/// whole hours cannot say what a shift saw.
package enum PeriodKPIs {
    /// What is counted: the families by the hour, and the gauges.
    package static let ids = Set(
        KPICatalog.families.filter { $0.grain == .hour }.flatMap { $0.definitions.map(\.id) }
            + Gauges.units.map(\.kpi)
    )

    /// Whether every visit with facts since `start` is in memory when the horizon is `horizon`.
    package static func isKnown(since start: Timestamp, horizon: Timestamp) -> Bool {
        start > horizon - VisitBook.settlingDelay
    }

    /// One row per KPI and ward over `start` to `end` (open), and one per gauge as it was at `end`.
    ///
    /// Each row's bucket is named by the moment it is read at: the period's start, or its end for gauges.
    package static func rows(
        _ visits: VisitBook,
        _ site: Site,
        from start: Timestamp,
        to end: Timestamp
    ) -> [KPIRow] {
        counts(visits, site, start..<max(start, end)) + gauges(visits, site, at: end)
    }

    private static func counts(_ visits: VisitBook, _ site: Site, _ period: Range<Timestamp>) -> [KPIRow] {
        var list = FactList(site: site, period: period)
        var ledger = KPILedger()
        // Who left at the very start is counted as having left in the period.
        visits.visits.forEach(stillHereAfter: period.lowerBound - TimeSpan(microseconds: 1)) { visit in
            list.collect(copy visit)
            ledger.replace([], by: list.facts, at: period.upperBound)
        }
        return ledger.rows(facility: site.facility, names: visits.names, watermark: period.upperBound).map {
            row in
            var row = row
            row.bucketStart = period.lowerBound
            return row
        }
    }

    private static func gauges(_ visits: VisitBook, _ site: Site, at moment: Timestamp) -> [KPIRow] {
        var gauges = Gauges(
            site: site,
            names: visits.names,
            emergencyWards: visits.emergencyWards,
            changes: GaugeChanges(),
            from: moment.hourNumber,
            watermark: moment
        )
        visits.visits.forEach(stillHereAfter: moment) { gauges.add($0) }
        return gauges.rows(closedOnly: false).map { row in
            var row = row
            row.bucketStart = moment
            return row
        }
    }
}
