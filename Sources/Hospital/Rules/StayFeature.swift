/// What the models know of a patient and of the hospital at the moment of prediction; nothing that is an outcome.
package enum StayFeature: String, Sendable, CaseIterable {
    case age, gender, acuity
    case arrivalMode = "arrival_mode"
    case ward, service, hour, weekday
    case departmentCensus = "ed_census"
    case occupiedBeds = "occupied_beds"
    case arrivalsLastHour = "arrivals_last_hour"
    case recentDepartmentMinutes = "recent_department_minutes"

    /// Its place among all features.
    package var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
