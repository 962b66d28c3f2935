import Hospital
import YAMLSettings

extension HospitalLayout {
    /// Bytes of a ward's code; longer ones no message can name.
    private static let maxCodeBytes = 100

    /// Reads `wards`: `{MED: {beds: 180}, ED: {beds: 60, emergency: true}}`.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        var wards: [Ward] = []
        for (code, value) in try node.entries() {
            guard !code.isEmpty, code.utf8.count <= Self.maxCodeBytes else {
                throw value.fault("expected a ward code of 1 to \(Self.maxCodeBytes) bytes")
            }
            let ward = try value.mapping(["beds", "emergency"])
            guard let beds = ward["beds"] else { throw value.fault("`beds` must be given") }
            wards.append(
                Ward(
                    code: code,
                    beds: try beds.integer(0...100_000),
                    isEmergency: try ward["emergency"]?.bool() ?? false
                )
            )
        }
        self.init(wards: wards)
    }
}
