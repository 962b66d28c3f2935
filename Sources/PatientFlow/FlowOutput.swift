package import Hospital

/// What the flow produced since it was last drained; every row knows the log offset that caused it.
package struct FlowOutput: Sendable {
    package var predictions: [Prediction] = []
    package var transitions: [AlertTransition] = []
    package var quality: [ModelQuality] = []
    package var settledVisits: [Settled<VisitRow>] = []
    package var settledKPIs: [Settled<KPIRow>] = []

    package init() {}
}

/// One row of `silver.visits` with its stays, names in full.
package struct VisitRow: Sendable, Equatable {
    package var facility: String
    package var visit: Visit
    package var admissionWard: String
    package var currentWard: String
    package var currentBed: String
    package var service: String
    package var lastEventAt: Timestamp
    package var stays: [StayRow]
}

/// One row of `silver.bed_stays`.
package struct StayRow: Sendable, Equatable {
    package var facility: String
    package var visit: String
    /// 0 for the first stay of the visit.
    package var sequence: Int
    package var ward: String
    package var bed: String
    package var startedAt: Timestamp
    package var endedAt: Timestamp?
    package var byTransfer: Bool
}

/// One row of `gold.predictions`.
package struct Prediction: Sendable, Equatable {
    /// When in the visit it was made.
    package enum Stage: String, Sendable, Codable, CaseIterable {
        case arrival, triage, admission
        /// When an admitted patient leaves the emergency ward for a bed.
        case ward
    }

    package var facility: String
    package var visit: String
    package var stage: Stage
    package var at: Timestamp
    /// From arrival for the first two stages, else from admission; nil before anything was learned.
    package var stayHours: Double?
    /// Probability of more than four hours in the department; nil for admitted patients.
    package var breachProbability: Double?
    /// Stays the length-of-stay model had learned.
    package var modelVersion: Int64
    package var offset: Int64
}

/// One row of `gold.model_quality`: a running error of one model at the turn of an hour.
package struct ModelQuality: Sendable, Equatable {
    package var facility: String
    package var model: String
    package var metric: String
    package var value: Double
    /// Labels behind the value.
    package var count: Int64
    package var at: Timestamp
    package var offset: Int64

    package init(
        facility: String,
        model: String,
        metric: String,
        value: Double,
        count: Int64,
        at: Timestamp,
        offset: Int64
    ) {
        self.facility = facility
        self.model = model
        self.metric = metric
        self.value = value
        self.count = count
        self.at = at
        self.offset = offset
    }
}
