/// One quality figure of one prediction model.
package struct ModelLine: Sendable, Equatable, Codable {
    package var model: String
    /// Such as `mean absolute error, hours`.
    package var metric: String
    package var value: Double
    /// Outcomes the figure rests on.
    package var count: Int64

    package init(model: String, metric: String, value: Double, count: Int64) {
        self.model = model
        self.metric = metric
        self.value = value.isFinite ? value : 0
        self.count = count
    }
}
