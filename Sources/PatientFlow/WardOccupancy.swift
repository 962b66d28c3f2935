package import Alerts
package import Hospital

extension AlertRule {
    /// A ward is nearly full.
    package static let wardOccupancy = AlertRule("ward_occupancy", .high, figure: .percent)
}

/// Wards that are nearly full.
extension VisitBook {
    /// What the occupancy of `ward` asks for now; nil between both limits, and for a ward of no known number of beds.
    package func occupancyChange(_ ward: Int32, _ site: Site, at moment: Timestamp) -> AlertChange? {
        guard !emergencyWards.contains(ward) else { return nil }
        let code = names[ward]
        guard let beds = site.layout.beds(of: code), beds > 0 else { return nil }
        let percent = 100 * Double(census.occupied(ward)) / Double(beds)
        if percent >= site.rules.occupancyEnterPercent {
            return .raise(
                Alert(
                    id: "",
                    rule: .wardOccupancy,
                    visit: "",
                    ward: code,
                    bed: "",
                    raisedAt: moment,
                    state: .raised,
                    value: percent,
                    threshold: site.rules.occupancyEnterPercent,
                    message: "Ward occupancy high"
                )
            )
        }
        guard percent <= site.rules.occupancyLeavePercent else { return nil }
        return .clearWard(.wardOccupancy, ward: code, at: moment)
    }

    /// The open alerts about patients, each with the place where the patient is now.
    ///
    /// The tables keep the place of the moment at which an alert was raised.
    package func placed(_ alerts: some Sequence<Alert>) -> [Alert] {
        alerts.map { alert in
            guard let slot = visits.slot(of: alert.visit), let stay = visits.records[slot].visit.currentStay
            else { return alert }
            var alert = alert
            alert.ward = names[stay.ward]
            alert.bed = names[stay.bed]
            return alert
        }
    }
}
