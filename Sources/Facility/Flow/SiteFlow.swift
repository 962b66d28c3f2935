package import Alerts
package import Hospital
package import PatientFlow
package import StayModels

/// Patient flow of one site: its visits, KPIs, forecasts and alerts, driven by records alone.
///
/// A pure state machine, which its owner feeds with events and heartbeats in log order and whose `output` it drains.
/// A class, as it owns its models: one owner, no copies; `snapshot()` is how its state leaves it.
///
/// For example: `flow.apply(event, offset: 7)`, then `let rows = flow.output; flow.output = FlowOutput()`.
package final class SiteFlow {
    /// What became of an event.
    package enum Outcome: Sendable, Equatable {
        case applied
        /// It would change what has settled: a visit, to which it is not applied (no keys), or the buckets `keys` names,
        /// while the visit, the census and what follows from them are right from now on.
        case late(keys: [String])
        /// The visit has the same event already; it came again after its id was forgotten.
        case repeated
        /// The visit or the facility's name table is full; the event belongs into quarantine.
        case refused(reason: String)
    }

    /// What became of a request to forget a patient.
    package enum Erasure: Sendable, Equatable {
        /// So many visits in memory were made nameless; visits that settled before are the tables' to erase.
        case erased(visits: Int)
        /// The patient is in the hospital: a bed in use must stay on the screen, so nothing was changed.
        case patientIsPresent
    }

    private var parts: SiteParts

    package init(site: Site, seed: UInt64) {
        parts = SiteParts(site: site, seed: seed)
    }

    /// Goes on from what `snapshot()` saved of the same site.
    ///
    /// - Throws: a `StateError` that names the part which is missing, damaged, newer than this program or outdated.
    package init(site: Site, seed: UInt64, restoring saved: StateParts) throws(StateError) {
        parts = try SiteParts(site: site, seed: seed, restoring: saved)
    }

    /// Everything that the rules do not give, in named parts; `output` must have been drained.
    package func snapshot() -> StateParts { parts.snapshot() }

    // MARK: Records

    /// Takes in one event; `offset` is its place in the log.
    package func apply(_ event: PatientEvent, offset: Int64) -> Outcome {
        parts.apply(event, offset: offset)
    }

    /// Moves event time on without an event (heartbeat) and fires what has come due.
    ///
    /// Returns whether an hour began or anything was due; if not, no live row is another.
    @discardableResult
    package func advance(to moment: Timestamp, offset: Int64) -> Bool {
        parts.advance(to: moment, offset: offset)
    }

    /// Someone took note of an alert; false when no open alert has that id.
    package func acknowledge(alert id: String, actor: String, offset: Int64) -> Bool {
        parts.acknowledge(alert: id, actor: actor, offset: offset)
    }

    /// Makes the visits of every patient `isSubject` names nameless; `offset` is the request's place in the log.
    ///
    /// Their rows are told no more. What they added to KPIs stays, since counts name nobody and a hospital's
    /// figures must not change afterwards. An event that comes later for such a visit begins a new one.
    package func erase(offset: Int64, isSubject: (String) -> Bool) -> Erasure {
        parts.erase(offset: offset, isSubject: isSubject)
    }

    /// Forgets the keys of visits that settled lately and that `isSubject` names; how many there were.
    package func eraseSettled(offset: Int64, isSubject: (String) -> Bool) -> Int {
        parts.eraseSettled(offset: offset, isSubject: isSubject)
    }

    /// Puts trained models beside those that serve; they have to prove themselves.
    ///
    /// Returns false, and changes nothing, for a model of another limit or one that sees what is hidden from the
    /// models of this site.
    @discardableResult
    package func challenge(with model: TrainedModel) -> Bool { parts.challenge(with: model) }

    /// From here on the rules of `site` hold; what has settled stays as it is.
    ///
    /// A new zone holds from the watermark on: hours and days that began before keep the borders they have. Visits in
    /// memory are folded anew by the new wards, and their figures move as far as their buckets have not settled.
    package func adopt(_ site: Site, offset: Int64) { parts.adopt(site, offset: offset) }

    // MARK: What came of them

    /// What was produced since it was last drained.
    package var output: FlowOutput {
        get { parts.output }
        set { parts.output = newValue }
    }

    /// Hands over the visits settled since the last call.
    package func takeSettledVisits() -> [Settled<VisitRow>] { parts.takeSettledVisits() }

    package var site: Site { parts.site }
    /// Largest event or heartbeat time so far.
    package var watermark: Timestamp { parts.watermark }
    /// Events before this moment are late; it never moves back.
    package var horizon: Timestamp { parts.horizon }

    package var visits: VisitBook { parts.visits }
    package var kpis: KPIBook { parts.kpis }
    package var stays: StayForecaster { parts.stays }
    package var alerts: AlertBook { parts.alerts }

    /// Rows of every visit in memory that has begun and was not erased, by visit key.
    package func liveVisits() -> [VisitRow] { parts.liveVisits() }

    /// Rows of every bucket and gauge that may still change; the same state gives the same order.
    package func liveKPIs() -> [KPIRow] { parts.liveKPIs() }

    /// Gauges from the first open hour to now.
    package func gauges() -> Gauges { parts.gauges() }

    /// Open alerts, those about a patient with the place where the patient is now, in no order.
    package var alertsNow: [Alert] { parts.alertsNow }

    /// Patients in the emergency department now.
    package var censusNow: Int { parts.visits.census.inDepartment }

    /// Occupied beds now in `ward`.
    package func occupied(ward: String) -> Int { parts.occupied(ward: ward) }

    /// Running figures of how good the forecasts were that were served; nothing before the first scored label.
    package func quality(at moment: Timestamp) -> [ModelQuality] { parts.quality(at: moment) }

    /// The newest forecast of who leaves a ward, the nearest horizon first; empty where there is none.
    package func newestDischarges(
        ward: String
    ) -> [(horizon: Int, expected: Double, lower: Int, upper: Int)] {
        parts.newestDischarges(ward: ward)
    }

    /// What the models that serve say of a supposed patient, the hospital being as full as it is; changes nothing.
    package func suppose(_ patient: SupposedPatient) throws(SupposingError) -> StayForecast {
        try parts.suppose(patient)
    }
}
