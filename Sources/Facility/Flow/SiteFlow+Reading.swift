package import Alerts
package import Hospital
package import PatientFlow
package import StayModels

/// What the flow knows now, for tables, screen and questions.
extension SiteFlow {
    /// Rows of every visit in memory that has begun and was not erased, by visit key.
    package func liveVisits() -> [VisitRow] { visits.rows(facility: site.facility) }

    /// Rows of every bucket and gauge that may still change; the same state gives the same order.
    package func liveKPIs() -> [KPIRow] { kpis.rows(visits, site, watermark: watermark) }

    /// Gauges from the first open hour to now.
    package func gauges() -> Gauges { kpis.gauges(visits, site, watermark: watermark) }

    /// Open alerts, those about a patient with the place where the patient is now, in no order.
    package var alertsNow: [Alert] { visits.placed(alerts.open.values) }

    /// Patients in the emergency department now.
    package var censusNow: Int { visits.census.inDepartment }

    /// Occupied beds now in `ward`.
    package func occupied(ward: String) -> Int {
        visits.number(known: ward).map { visits.census.occupied($0) } ?? 0
    }

    /// Running figures of how good the forecasts were that were served; nothing before the first scored label.
    package func quality(at moment: Timestamp) -> [ModelQuality] {
        stays.quality(facility: site.facility, at: moment, offset: 0)
    }

    /// The newest forecast of who leaves a ward, the nearest horizon first; empty where there is none.
    package func newestDischarges(
        ward: String
    ) -> [(horizon: Int, expected: Double, lower: Int, upper: Int)] {
        visits.number(known: ward).map { stays.newestDischarges(ward: $0) } ?? []
    }

    /// What the models that serve say of a supposed patient, the hospital being as full as it is; changes nothing.
    package func suppose(_ patient: SupposedPatient) throws(SupposingError) -> StayForecast {
        try stays.suppose(patient, context(0))
    }

    /// Hands over the visits settled since the last call.
    package func takeSettledVisits() -> [Settled<VisitRow>] {
        let settled = output.settledVisits
        output.settledVisits.removeAll(keepingCapacity: true)
        return settled
    }
}
