/// Wards and beds of one facility; capacities the KPIs divide by.
package struct HospitalLayout: Sendable, Equatable {
    /// One ward and how many beds it has.
    package struct Ward: Sendable, Equatable {
        /// Short code as in PV1-3.1.
        package var code: String
        /// Staffed beds, or trolley spaces in an emergency department.
        package var beds: Int
        package var isEmergency: Bool

        package init(code: String, beds: Int, isEmergency: Bool = false) {
            self.code = code
            self.beds = beds
            self.isEmergency = isEmergency
        }
    }

    package var wards: [Ward]

    package init(wards: [Ward]) {
        self.wards = wards
    }

    /// The 600-bed hospital of the simulator and of `pipelines/adt.yaml`.
    package static let standard = HospitalLayout(wards: [
        Ward(code: "ED", beds: 60, isEmergency: true),
        Ward(code: "AMU", beds: 60), Ward(code: "SAU", beds: 36), Ward(code: "SDEC", beds: 20),
        Ward(code: "MED", beds: 180), Ward(code: "ELD", beds: 96), Ward(code: "SUR", beds: 96),
        Ward(code: "PED", beds: 48), Ward(code: "ICU", beds: 28), Ward(code: "CCU", beds: 36),
    ])

    /// Beds of the ward called `code`, or nil when the layout does not know it.
    package func beds(of code: String) -> Int? {
        wards.first { $0.code == code }?.beds
    }
}
