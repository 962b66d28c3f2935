import Hospital

/// Complexity score: half age over 100 years, half length of stay over the reference, each at most 1.
///
/// count = discharges with known age, sum = score in millionths, squares = its age half in millionths.
enum Complexity: KPIFamily {
    static let grain = KPIGrain.day
    static let definitions = [
        KPIDefinition("complexity_score", .ratio, unit: "score 0-1") {
            .ratio(Double($0.sum) / 1_000_000, Double($0.count))
        }
    ]

    static func contribute(_ visit: Visit, to facts: inout FactList) {
        guard let admittedAt = visit.admittedAt, let dischargedAt = visit.dischargedAt,
            let age = visit.ageYears, let ward = visit.stays.last?.ward
        else { return }
        let stay = max(0, Double(dischargedAt.since(admittedAt).microseconds))
        let agePart = 0.5 * min(1, Double(age) / 100)
        let stayPart = 0.5 * min(1, stay / Double(facts.complexityReference.microseconds))
        facts.add(
            at: dischargedAt,
            ward: ward,
            sum: Int64(((agePart + stayPart) * 1_000_000).rounded()),
            squares: Int64((agePart * 1_000_000).rounded())
        )
    }
}
