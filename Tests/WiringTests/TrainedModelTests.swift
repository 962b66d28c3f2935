import Intake
import Wiring
import Lake
import Alerts
import DeltaLake
import EventLog
import Facility
import Foundation
import Hospital
import PatientFlow
import Pipeline
import Simulator
import Sites
import StayModels
import Testing

/// A model trained on a lake's history, on its way back through the log.
@Suite struct TrainedModelTests {
    private func challenge(_ parts: [ModelPart], facility: String) throws -> [NewRecord] {
        try parts.map { part in
            let command = SiteCommand(id: "c", site: facility, actor: "analyst", action: .challenge(part))
            return NewRecord(key: facility, kind: .command, receivedAt: 0, payload: try command.payload())
        }
    }

    /// A log of some days, the lake it gives, and a model trained on that lake without knowing ages.
    private func trained(_ workspace: Workspace) throws -> (records: [NewRecord], training: History.Training)
    {
        let simulator = SimulatorConfiguration(seed: 11, length: .days(4), arrivalsPerDay: 150)
        let (log, _, records) = try simulatedLog(workspace, simulator, partitions: 1)
        defer { log.close() }
        try runToEnd(log, workspace.lake("first"), standardConfiguration())
        let history = try History(lake: workspace.lake("first"), facility: "RXA")
        let rules = StayModelRules(learner: .hazard, trees: 3, without: [.age])
        return (records, try history.train(rules, try standardConfiguration()))
    }

    @Test func aModelTrainedOnTheLakeChallengesTheOneThatServes() throws {
        let workspace = try Workspace()
        let (records, training) = try trained(workspace)
        #expect(training.model.learned(.department) > 100)
        #expect(!training.quality.isEmpty)
        let parts = ModelPart.parts(of: training.model.encode())
        let half = records.count / 2
        let sent =
            Array(records[..<half]) + (try challenge(parts, facility: "RXA")) + Array(records[half...])
        let again = try Workspace()
        let log = try log(again, sent)
        defer { log.close() }
        let configuration = try standardConfiguration()
        try runToEnd(log, again.lake("whole"), configuration)
        let flow = try #require(try SavedFlow.all(lake: again.lake("whole"), configuration)["RXA"])
        let models = flow.stays.models(.department)
        #expect(models.contains { $0.trees == 3 && $0.without == [.age] })
        #expect(models.count == 2)
        // A run that stops between two parts and goes on gives the same rows.
        let cut = try LogURL.open("log:\(again.path)/cut-log", create: true, partitions: 1)
        defer { cut.close() }
        for part in [sent[..<(half + 1)], sent[(half + 1)...]] {
            _ = try cut.append(Array(part))
            try runToEnd(cut, again.lake("cut"), configuration)
        }
        // Each log holds the rules where its first run began, so that offsets differ and nothing else does.
        func predictions(_ lake: String) throws -> [String] {
            try rows(again.lake(lake), "gold/predictions").map { row in
                row.filter { $0.key != "offset" }.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                    .joined(separator: " ")
            }.sorted()
        }
        let whole = try predictions("whole")
        let found = try predictions("cut")
        #expect(found == whole)
    }

    @Test func partsThatDoNotFitChangeNothing() throws {
        let workspace = try Workspace()
        let (records, training) = try trained(workspace)
        var parts = ModelPart.parts(of: training.model.encode())
        var wrong = parts[0]
        wrong.digest = "0000000000000000"
        var huge = parts[0]
        huge.parts = 1_000_000
        parts[0].bytes[100] ^= 1
        let sent = try records + challenge([wrong, huge] + parts, facility: "RXA")
        let again = try Workspace()
        let log = try log(again, sent)
        defer { log.close() }
        let configuration = try standardConfiguration()
        try runToEnd(log, again.lake("lake"), configuration)
        let flow = try #require(try SavedFlow.all(lake: again.lake("lake"), configuration)["RXA"])
        #expect(flow.stays.models(.department) == configuration.rules("RXA")?.models.models)
    }

    @Test func aPartSurvivesItsRecord() throws {
        let bytes = (0..<1_500_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let parts = ModelPart.parts(of: bytes)
        #expect(parts.count == 3 && parts.flatMap(\.bytes) == bytes)
        for part in parts {
            let payload = try SiteCommand(id: "c", site: "F", actor: "a", action: .challenge(part)).payload()
            #expect(payload.count < 990_000)
            let read = try SiteCommand(payload: payload[...], site: "F", place: "")
            #expect(read.action == .challenge(part))
        }
    }

    @Test func aStateThatIsNotThereIsAnError() throws {
        let workspace = try Workspace()
        #expect(throws: LakeError.self) {
            try SavedFlow.all(lake: workspace.path, try standardConfiguration())
        }
    }

    @Test func aSavedStateAnswersUnderTheRulesItWasSavedWith() throws {
        let workspace = try Workspace()
        _ = try trained(workspace)
        var other = try standardConfiguration()
        let trees = try #require(other.rules("RXA")?.models.models.map(\.trees))
        try other.override(defaults: "models: {champion: {trees: 4}}")
        let flow = try #require(try SavedFlow.all(lake: workspace.lake("first"), other)["RXA"])
        #expect(flow.stays.models(.department).map(\.trees) == trees)
    }
}
