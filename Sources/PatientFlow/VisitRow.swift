package import Hospital

/// One row of `silver.visits` with its stays, names in full.
package struct VisitRow: Sendable, Equatable {
    package var facility: String
    package var visit: Visit
    package var admissionWard: String
    package var currentWard: String
    package var currentBed: String
    package var service: String
    package var lastEventAt: Timestamp
    package var stays: [StayRow]
}

/// One row of `silver.bed_stays`.
package struct StayRow: Sendable, Equatable {
    package var facility: String
    package var visit: String
    /// 0 for the first stay of the visit.
    package var sequence: Int
    package var ward: String
    package var bed: String
    package var startedAt: Timestamp
    package var endedAt: Timestamp?
    package var byTransfer: Bool
}

extension VisitBook {
    /// Rows of every visit in memory that has begun and was not erased, by visit key.
    package func rows(facility: String) -> [VisitRow] {
        visits.records.lazy.filter { $0.visit.hasBegun && !$0.isErased }.map { row($0, facility: facility) }
            .sorted { $0.visit.key < $1.visit.key }
    }

    func row(_ record: VisitRecord, facility: String) -> VisitRow {
        let visit = record.visit
        let current = visit.currentStay
        let stays = visit.stays.enumerated().map { index, stay in
            StayRow(
                facility: facility,
                visit: visit.key,
                sequence: index,
                ward: names[stay.ward],
                bed: names[stay.bed],
                startedAt: stay.startedAt,
                endedAt: stay.endedAt,
                byTransfer: stay.byTransfer
            )
        }
        return VisitRow(
            facility: facility,
            visit: visit,
            admissionWard: names[visit.admissionWard],
            currentWard: current.map { names[$0.ward] } ?? "",
            currentBed: current.map { names[$0.bed] } ?? "",
            service: names[visit.service],
            lastEventAt: record.lastEventAt,
            stays: stays
        )
    }
}
