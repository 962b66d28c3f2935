import Hospital

/// Forgetting a patient on request.
extension FlowState {
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
    package mutating func erase(offset: Int64, isSubject: (String) -> Bool) -> Erasure {
        let subjects = visits.records.filter { isSubject($0.visit.patient) }
            .sorted { $0.visit.key < $1.visit.key }
        guard !subjects.contains(where: { $0.visit.isPresent }) else { return .patientIsPresent }
        for (number, record) in subjects.enumerated() {
            let pseudonym = "erased/\(offset)/\(number)"
            visits.erase(record.visit.key, as: pseudonym)
            predictor.forget(visit: record.visit.key)
            timers.rename(record.visit.key, to: pseudonym)
        }
        return .erased(visits: subjects.count)
    }
}

extension Visit {
    /// Whether the patient came and has not left.
    fileprivate var isPresent: Bool {
        hasBegun && dischargedAt == nil && (isInEmergency || currentStay != nil)
    }
}
