import Wiring
import Alerts
import EventLog
import Facility
import Hospital
import PatientFlow
import Pipeline
import Simulator
import StayModels
import Testing

/// What a briefing on demand reads from the tables.
@Suite struct GoldReaderTests {
    /// The tables keep an alert's ward of the moment it was raised; a briefing counts patients where they are.
    @Test func openAlertsAreReadWhereTheirPatientsAre() throws {
        let workspace = try Workspace()
        let simulator = SimulatorConfiguration(seed: 4, length: .days(6), arrivalsPerDay: 150)
        let (log, _, _) = try simulatedLog(workspace, simulator, partitions: 1)
        defer { log.close() }
        var configuration = try standardConfiguration()
        // Alerts about many patients, and soon.
        try configuration.override(
            defaults: "alerts: {critical_stay: {probability: 0.2}, minimum_learned: 10}"
        )
        try runToEnd(log, workspace.lake("lake"), configuration)
        let flow = try #require(try SavedFlow.all(lake: workspace.lake("lake"), configuration)["RXA"])
        let reader = GoldReader(lake: workspace.lake("lake"))
        let read = try reader.sources("RXA", at: flow.watermark).0.openAlerts
        func places(_ alerts: some Collection<Alert>) -> [String: String] {
            Dictionary(uniqueKeysWithValues: alerts.map { ($0.id, "\($0.ward)|\($0.bed)") })
        }
        #expect(places(read) == places(flow.alertsNow))
        #expect(read.count > 10)
        let raised = places(flow.alerts.open.values)
        #expect(places(read).contains { raised[$0.key] != $0.value }, "nobody has moved since")
    }
}
