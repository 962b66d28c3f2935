package import Hospital

/// What the flow produced since it was last drained; every row knows the log offset that caused it.
package struct FlowOutput: Sendable {
    package var predictions: [Prediction] = []
    package var transitions: [AlertTransition] = []
    package var quality: [ModelQuality] = []
    package var outlook: [DischargeRow] = []
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

/// One row of `gold.model_quality`: a figure of one model, at the turn of an hour or for a day.
package struct ModelQuality: Sendable, Equatable {
    /// The labels behind a figure.
    package enum Window: String, Sendable, Codable, CaseIterable {
        case all, day
        case last1000 = "last_1000"
    }

    package var facility: String
    package var model: String
    /// `served`, `champion` or `challenger`; of discharge forecasts the hours ahead.
    package var role: String
    /// What the labels are grouped by: `all`, `ward`, `age_band`, `gender` or `feature`.
    package var grouping: String
    /// The group, empty for all.
    package var group: String
    package var metric: String
    package var window: Window
    package var value: Double
    /// Labels behind the value.
    package var count: Int64
    package var at: Timestamp
    package var offset: Int64

    package init(
        facility: String,
        model: String,
        role: String = "served",
        grouping: String = "all",
        group: String = "",
        metric: String,
        window: Window,
        value: Double,
        count: Int64,
        at: Timestamp,
        offset: Int64
    ) {
        self.facility = facility
        self.model = model
        self.role = role
        self.grouping = grouping
        self.group = group
        self.metric = metric
        self.window = window
        self.value = value
        self.count = count
        self.at = at
        self.offset = offset
    }
}
