import Hospital
import PatientFlow
import StayModels

/// Rules that change while the site lives.
extension SiteParts {
    /// See `SiteFlow.adopt`.
    mutating func adopt(_ site: Site, offset: Int64) {
        var site = site
        site.clock = self.site.clock.followed(by: site.clock, from: watermark)
        let before = self.site
        self.site = site
        horizon = max(horizon, watermark - site.lateness)
        kpis.adopt(site, isOtherLayout: site.layout != before.layout, watermark: watermark)
        stays.adopt(site, seed: seed, before: before)
        guard site.layout != before.layout else { return }
        for (slot, old, new) in visits.adopt(site.layout) {
            kpis.restate(
                from: old,
                to: new,
                emergencyWards: visits.emergencyWards,
                horizon: horizon,
                watermark: watermark
            )
            follow(from: old, to: new, slot: slot, offset: offset)
        }
        for ward in site.layout.wards { watchOccupancy(ward.code, offset: offset) }
    }
}

extension SiteClock {
    /// This clock up to `moment`, and `other` from then on.
    func followed(by other: SiteClock, from moment: Timestamp) -> SiteClock {
        guard other != self, moment > .distantPast else { return other }
        let kept = changes.filter { $0.start < moment }
        let next = SiteClock.Change(start: moment, offsetSeconds: other.offsetSeconds(at: moment))
        return SiteClock(changes: kept + [next] + other.changes.filter { $0.start > moment })
    }
}
