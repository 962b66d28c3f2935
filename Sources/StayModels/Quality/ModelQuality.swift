package import Hospital

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
