import Hospital

/// Admissions, discharges and their difference, by ward and for the facility.
///
/// count = admissions, sum = discharges.
enum InpatientFlow: KPIFamily {
    static let grain = KPIGrain.hour
    static let definitions = [
        KPIDefinition("admissions", .count, unit: "visits") { .count($0.count) },
        KPIDefinition("discharges", .count, unit: "visits") { .count($0.sum) },
        KPIDefinition("net_flow", .count, unit: "visits") {
            KPIReading(
                value: Double($0.count - $0.sum),
                numerator: Double($0.count),
                denominator: Double($0.sum)
            )
        },
    ]

    static func contribute(_ visit: Visit, to facts: inout FactList) {
        guard let admittedAt = visit.admittedAt else { return }
        if visit.admissionWard != 0 { facts.add(at: admittedAt, ward: visit.admissionWard) }
        facts.add(at: admittedAt)
        guard let dischargedAt = visit.dischargedAt else { return }
        if let ward = visit.stays.last?.ward { facts.add(at: dischargedAt, ward: ward, count: 0, sum: 1) }
        facts.add(at: dischargedAt, count: 0, sum: 1)
    }
}
