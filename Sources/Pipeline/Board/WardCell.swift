/// Occupancy of one ward.
package struct WardCell: Sendable, Equatable, Codable {
    package var ward: String
    /// Patients in the ward; may exceed `beds`.
    package var occupied: Int
    /// Staffed beds, or trolley spaces.
    package var beds: Int
    /// Occupied over staffed beds, 0 and up; 100 is full.
    package var percent: Double
    package var severity: BoardSeverity

    package init(ward: String, occupied: Int, beds: Int, percent: Double, severity: BoardSeverity) {
        self.ward = ward
        self.occupied = occupied
        self.beds = beds
        self.percent = percent.isFinite ? percent : 0
        self.severity = severity
    }
}
