package import Alerts
package import Hospital
package import PatientFlow

/// What a facility is like at the moment of a step: what features and forecasts are made of, beside the visit.
package struct StayContext {
    package let site: Site
    package let names: NameTable
    package let emergencyWards: WardSet
    package let census: Census
    package let watermark: Timestamp
    /// Log offset of the record that is taken in.
    package let offset: Int64

    package init(
        site: Site,
        names: NameTable,
        emergencyWards: WardSet,
        census: Census,
        watermark: Timestamp,
        offset: Int64
    ) {
        self.site = site
        self.names = names
        self.emergencyWards = emergencyWards
        self.census = census
        self.watermark = watermark
        self.offset = offset
    }

    /// Number of the local day of a moment.
    func day(of moment: Timestamp) -> Int64 { site.clock.local(moment).dayNumber }

    /// The local day to which what becomes known now counts.
    var today: Int64 { watermark == .distantPast ? 0 : day(of: watermark) }
}

/// What a step of the forecasts asks its owner for, in the order in which it is to be done.
package struct StayEffects {
    package var predictions: [Prediction] = []
    package var alerts: [AlertChange] = []
    package var timers: [FlowTimer] = []

    package init() {}

    /// Makes it ready for the next step.
    package mutating func removeAll() {
        predictions.removeAll(keepingCapacity: true)
        alerts.removeAll(keepingCapacity: true)
        timers.removeAll(keepingCapacity: true)
    }
}
