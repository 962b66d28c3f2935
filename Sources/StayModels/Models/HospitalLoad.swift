/// The hospital at the moment of a prediction.
package struct HospitalLoad: Sendable, Equatable {
    /// Patients in the department, and occupied beds of all wards.
    package var departmentCensus = 0
    package var occupiedBeds = 0
    package var arrivalsLastHour = 0
    /// Mean minutes of the last patients to leave the department; nil before the first.
    package var recentDepartmentMinutes: Double?

    package init() {}
}
