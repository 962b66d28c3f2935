import Hospital

/// Bed turnaround rate: patients per distinct bed taken into use that day.
///
/// count = visits, distinct = beds. A visit counts once a ward and day however often it moves there.
enum BedTurnaround: KPIFamily {
    static let grain = KPIGrain.day
    static let definitions = [
        KPIDefinition("bed_turnaround_rate", .ratio, unit: "patients per bed") {
            .ratio(Double($0.count), Double($0.distinct))
        }
    ]

    static func contribute(_ visit: Visit, to facts: inout FactList) {
        for (index, stay) in visit.stays.enumerated() where stay.bed != 0 {
            let isCounted = visit.stays[..<index].contains {
                $0.bed != 0 && $0.ward == stay.ward
                    && facts.clock.startOfDay($0.startedAt) == facts.clock.startOfDay(stay.startedAt)
            }
            facts.add(at: stay.startedAt, ward: stay.ward, count: isCounted ? 0 : 1, member: stay.bed)
        }
    }
}
