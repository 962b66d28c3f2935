package import Hospital

/// Everything the control room shows at one moment of event time.
package struct BoardSnapshot: Sendable, Equatable, Codable {
    /// Grows with every published snapshot; the id of its server-sent event.
    package var sequence: Int64
    /// Event time the numbers stand for.
    @ISOMoment package var asOf: Timestamp
    package var facilities: [FacilityBoard]
    package var accounting: Accounting
    package var health: PipelineHealth

    package init(
        sequence: Int64,
        asOf: Timestamp,
        facilities: [FacilityBoard] = [],
        accounting: Accounting = Accounting(),
        health: PipelineHealth = PipelineHealth()
    ) {
        self.sequence = sequence
        _asOf = ISOMoment(wrappedValue: asOf)
        self.facilities = facilities
        self.accounting = accounting
        self.health = health
    }

    private enum CodingKeys: String, CodingKey {
        case sequence
        case asOf = "as_of"
        case facilities, accounting, health
    }

    /// The board of the facility called `name`, or nil when there is none.
    package func facility(_ name: String) -> FacilityBoard? {
        facilities.first { $0.facility == name }
    }
}
