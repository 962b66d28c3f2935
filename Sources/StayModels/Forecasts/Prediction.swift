package import Hospital

/// One row of `gold.predictions`.
package struct Prediction: Sendable, Equatable {
    /// When in the visit it was made.
    package enum Stage: String, Sendable, Codable, CaseIterable {
        case arrival, triage, admission
        /// When an admitted patient comes to another ward.
        case movement
        /// When a patient has stayed until the next edge of the model's bins of time.
        case elapsed
    }

    package var facility: String
    package var visit: String
    package var stage: Stage
    package var at: Timestamp
    package var kind: StayKind
    /// What is predicted; nil before anything was learned.
    package var forecast: StayForecast?
    package var offset: Int64
}
