package import Hospital

/// Everything about one site that configuration gives.
///
/// For example: `try SiteRules(defaults: files.defaults, override: files.overrides["RXA"], code: "RXA").clock`.
package struct SiteRules: Sendable, Equatable {
    /// The facility code of its messages, MSH-4.1, and the key of its log records.
    package var code: String
    /// What people call it; the code where nothing is given.
    package var name: String
    /// The organisation whose staff work here; the code where nothing is given.
    package var organisation: String
    /// Whether a file of `pipelines/sites` describes this site; else only the defaults hold.
    package var isDescribed = false
    /// Hash of the merged document, 16 hexadecimal digits; empty for rules that are built in.
    package var version = ""
    /// Name of the time zone.
    package var zone = "UTC"
    /// The zone of message times without an offset, and of hours, days and shift changes.
    package var clock = SiteClock.utc
    /// How long after its hour a bucket may still change; older events go to the late table.
    package var lateness = TimeSpan.hours(24)
    /// How far a message's event time may lie ahead of its arrival.
    package var futureTolerance = TimeSpan.hours(1)
    /// Seed of the models.
    package var seed: UInt64 = 7
    package var fields = FieldMap()
    package var expectations = Expectations()
    package var layout = HospitalLayout.standard
    package var alerts = AlertRules()
    package var models = PredictionRules()
    package var thresholds = KPIThresholds()
    /// Local minutes of the day at which a shift changes, ascending.
    package var briefingMinutes = [7 * 60, 19 * 60]

    /// The rules that are built in.
    package init(code: String) {
        self.code = code
        name = code
        organisation = code
    }

    /// The flow's view of the site.
    package var site: Site {
        Site(
            facility: code,
            layout: layout,
            clock: clock,
            lateness: lateness,
            rules: alerts,
            predictions: models
        )
    }

    /// These rules for another site that no file describes.
    func asDefaults(for code: String) -> SiteRules {
        var rules = self
        rules.code = code
        rules.name = code
        // Without one of their own the sites of a file share no organisation.
        if rules.organisation == self.code { rules.organisation = code }
        return rules
    }
}
