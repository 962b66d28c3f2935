import Hospital

/// Emergency attendances by hour of registration.
enum Arrivals: KPIFamily {
    static let grain = KPIGrain.hour
    static let definitions = [KPIDefinition("arrivals", .count, unit: "visits") { .count($0.count) }]

    static func contribute(_ visit: Visit, to facts: inout FactList) {
        guard let arrivedAt = visit.arrivedAt else { return }
        facts.add(at: arrivedAt)
    }
}
