package import Hospital

/// The four-hour standard of emergency departments.
package enum FourHourStandard {
    /// A patient shall have left this long after arrival.
    package static let limit = TimeSpan.minutes(240)
}

/// The four-hour standard: departures within 240 minutes of arrival.
///
/// count = departures, sum = those within the standard.
enum FourHour: KPIFamily {
    static let grain = KPIGrain.hour
    static let definitions = [
        KPIDefinition("ed_departures", .count, unit: "visits") { .count($0.count) },
        KPIDefinition("four_hour_percent", .ratio, unit: "percent") {
            .ratio(Double($0.sum), Double($0.count), scale: 100)
        },
        KPIDefinition("four_hour_breaches", .count, unit: "visits") { .count($0.count - $0.sum) },
    ]

    static func contribute(_ visit: Visit, to facts: inout FactList) {
        guard let arrivedAt = visit.arrivedAt, let departedAt = visit.edDepartedAt else { return }
        facts.add(at: departedAt, sum: departedAt.since(arrivedAt) <= FourHourStandard.limit ? 1 : 0)
    }
}
