import Hospital

/// How many patients are where now, counted as visits change.
package struct Census: Sendable, Equatable {
    /// Patients in the emergency department.
    package private(set) var inDepartment = 0
    /// Occupied beds by ward, emergency wards left out.
    private var occupied: [Int32: Int] = [:]

    package init() {}

    /// Occupied beds in `ward`.
    package func occupied(_ ward: Int32) -> Int { occupied[ward] ?? 0 }

    /// Occupied beds of all wards.
    package var occupiedBeds: Int { occupied.values.reduce(0, +) }

    /// Adds `visit` (`sign` 1) or takes it back (`sign` -1).
    mutating func count(_ visit: Visit, _ sign: Int, emergencyWards: WardSet) {
        if visit.isInEmergency { inDepartment += sign }
        guard let ward = visit.currentStay?.ward, !emergencyWards.contains(ward) else { return }
        occupied[ward, default: 0] += sign
    }
}
