package import Hospital

/// The live rows: what the keyed tables hold of everything that has not settled.
extension FlowState {
    /// Rows of every visit in memory that has begun and was not erased, by visit key.
    package func liveVisits() -> [VisitRow] {
        visits.records.lazy.filter { $0.visit.hasBegun && !$0.isErased }.map(row).sorted {
            $0.visit.key < $1.visit.key
        }
    }

    /// Rows of every bucket and gauge that may still change; the same state gives the same order.
    package func liveKPIs() -> [KPIRow] {
        guard openHour != nil else { return [] }
        return gauges().rows(closedOnly: false)
            + ledger.rows(facility: site.facility, names: names, asOf: watermark)
    }

    /// Gauges from the first open hour to now.
    package func gauges() -> Gauges {
        var gauges = Gauges(
            site: site,
            names: names,
            emergencyWards: emergencyWards,
            from: openHour ?? watermark.hourNumber,
            watermark: watermark
        )
        visits.forEach(stillHereAfter: gauges.firstReading) { gauges.add($0) }
        return gauges
    }

    /// Open alerts, those about a patient with the place where the patient is now, in no order.
    ///
    /// The tables keep the place of the moment at which an alert was raised.
    package var alertsNow: [Alert] {
        alerts.open.values.map { alert in
            guard let slot = visits.slot(of: alert.visit), let stay = visits.records[slot].visit.currentStay
            else { return alert }
            var alert = alert
            alert.ward = names[stay.ward]
            alert.bed = names[stay.bed]
            return alert
        }
    }

    /// Occupied beds now in `ward`.
    package func occupied(ward: String) -> Int {
        names.number(known: ward).flatMap { occupiedNow[$0] } ?? 0
    }

    func row(_ record: VisitRecord) -> VisitRow {
        let visit = record.visit
        let current = visit.currentStay
        let stays = visit.stays.enumerated().map { index, stay in
            StayRow(
                facility: site.facility,
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
            facility: site.facility,
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

extension FlowState {
    /// Hands over the visits settled since the last call.
    package mutating func takeSettledVisits() -> [Settled<VisitRow>] {
        let settled = output.settledVisits
        output.settledVisits.removeAll(keepingCapacity: true)
        return settled
    }
}
