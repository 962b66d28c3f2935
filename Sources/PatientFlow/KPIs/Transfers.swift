import Hospital

/// Moves by A02, by the ward moved to.
enum Transfers: KPIFamily {
    static let grain = KPIGrain.hour
    static let definitions = [KPIDefinition("transfers", .count, unit: "moves") { .count($0.count) }]

    static func contribute(_ visit: Visit, to facts: inout FactList) {
        for stay in visit.stays where stay.byTransfer { facts.add(at: stay.startedAt, ward: stay.ward) }
    }
}
