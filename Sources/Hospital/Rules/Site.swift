/// What the flow needs to know of one facility that no message tells.
package struct Site: Sendable, Equatable {
    package var facility: String
    package var layout: HospitalLayout
    package var clock: SiteClock
    /// How long after its hour a bucket may still change; older events go to the late table.
    package var lateness: TimeSpan
    package var rules: AlertRules
    package var predictions: PredictionRules
    /// LOS that counts as 1 in the complexity score.
    package var complexityReference: TimeSpan

    package init(
        facility: String,
        layout: HospitalLayout = .standard,
        clock: SiteClock = .utc,
        lateness: TimeSpan = .hours(24),
        rules: AlertRules = AlertRules(),
        predictions: PredictionRules = PredictionRules(),
        complexityReference: TimeSpan = .hours(240)
    ) {
        self.facility = facility
        self.layout = layout
        self.clock = clock
        self.lateness = lateness
        self.rules = rules
        self.predictions = predictions
        self.complexityReference = complexityReference
    }
}
