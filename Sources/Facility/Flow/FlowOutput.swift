package import Alerts
package import Hospital
package import PatientFlow
package import StayModels

/// What the flow produced since it was last drained; every row knows the log offset that caused it.
package struct FlowOutput: Sendable {
    package var predictions: [Prediction] = []
    package var transitions: [AlertTransition] = []
    package var quality: [ModelQuality] = []
    package var dischargeForecasts: [DischargeRow] = []
    package var settledVisits: [Settled<VisitRow>] = []
    package var settledKPIs: [Settled<KPIRow>] = []

    package init() {}
}
