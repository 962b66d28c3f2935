import Hospital
import OnlineForest

extension StayTracker {
    /// Adds the chances of all patients under way in the wards that `isMeant` holds for.
    func addChances(
        at moment: Timestamp,
        to wards: inout [Int32: DischargeForecaster.Chances],
        where isMeant: (Int32) -> Bool
    ) {
        let horizons = DischargeForecaster.horizons.map { kind.amount(.hours(Int64($0))) }
        for slot in open.records.indices {
            guard let ward = open.records[slot].ward, isMeant(ward) else { continue }
            let stayed = max(0, kind.amount(moment.since(open.records[slot].begin)))
            let chances = open.records[slot].curve.chancesOfLeaving(within: horizons, given: stayed)
            wards[ward, default: .init()].add(chances)
        }
    }
}
