/// Occupancy of one ward, and who is expected to leave it.
package struct WardCell: Sendable, Equatable, Codable {
    /// How many of the patients in the ward leave within some hours.
    package struct Leaving: Sendable, Equatable, Codable {
        package var horizonHours: Int
        package var expected: Double
        /// Interval that shall hold the number in 80 of 100 cases.
        package var lower: Int
        package var upper: Int

        package init(horizonHours: Int, expected: Double, lower: Int, upper: Int) {
            self.horizonHours = horizonHours
            self.expected = expected.isFinite ? expected : 0
            self.lower = lower
            self.upper = upper
        }

        private enum CodingKeys: String, CodingKey {
            case horizonHours = "horizon_hours"
            case expected, lower, upper
        }
    }

    package var ward: String
    /// Patients in the ward; may exceed `beds`.
    package var occupied: Int
    /// Staffed beds, or trolley spaces.
    package var beds: Int
    /// Occupied over staffed beds, 0 and up; 100 is full.
    package var percent: Double
    package var severity: BoardSeverity
    /// By horizon, the nearest first; empty before anything was learned.
    package var leaving: [Leaving]

    package init(
        ward: String,
        occupied: Int,
        beds: Int,
        percent: Double,
        severity: BoardSeverity,
        leaving: [Leaving] = []
    ) {
        self.ward = ward
        self.occupied = occupied
        self.beds = beds
        self.percent = percent.isFinite ? percent : 0
        self.severity = severity
        self.leaving = leaving
    }
}
