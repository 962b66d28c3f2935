package import Hospital
import YAMLSettings

/// What a message must satisfy to enter silver.
package struct Expectations: Sendable, Equatable {
    package var ageYears = 0...120
    package var acuity = 1...5
    /// Triggers that must name a ward.
    package var wardOn: Set<PatientEvent.Trigger> = [.admit, .transfer, .register]

    /// The standard expectations.
    package init() {}

    /// Reads `expect_or_quarantine`; what is not named keeps its standard value.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let values = try node.mapping(["age_years", "acuity", "ward_on"])
        if let value = values["age_years"] { ageYears = try Self.bounds(value) }
        if let value = values["acuity"] { acuity = try Self.bounds(value) }
        guard let value = values["ward_on"] else { return }
        wardOn = []
        for element in try value.elements() {
            let code = try element.string()
            guard let trigger = PatientEvent.Trigger.allCases.first(where: { $0.code == code }) else {
                throw element.fault(
                    "expected one of \(PatientEvent.Trigger.allCases.map(\.code).joined(separator: ", "))"
                )
            }
            wardOn.insert(trigger)
        }
    }

    private static func bounds(_ node: ConfigurationNode) throws(ConfigurationError) -> ClosedRange<Int> {
        let ends = try node.elements()
        guard ends.count == 2 else { throw node.fault("expected [least, most]") }
        let low = try ends[0].integer(-1_000...1_000)
        let high = try ends[1].integer(-1_000...1_000)
        guard low <= high else { throw node.fault("the least is above the most") }
        return low...high
    }
}
