import Hospital

/// Average length of stay of the hour's discharges (ALOS), admission to discharge.
///
/// count = discharges, sum = seconds.
enum LengthOfStay: KPIFamily {
    static let grain = KPIGrain.hour
    static let definitions = [
        KPIDefinition("los_hours", .ratio, unit: "hours") { .ratio(Double($0.sum) / 3_600, Double($0.count)) }
    ]

    static func contribute(_ visit: Visit, to facts: inout FactList) {
        guard let admittedAt = visit.admittedAt, let dischargedAt = visit.dischargedAt,
            let ward = visit.stays.last?.ward
        else { return }
        facts.add(at: dischargedAt, ward: ward, sum: dischargedAt.since(admittedAt).wholeSeconds)
    }
}
