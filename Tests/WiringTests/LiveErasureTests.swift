import Intake
import Lake
import Wiring
import Sites
import DeltaLake
import EventLog
import Foundation
import Hospital
import Pipeline
import Simulator
import Synchronization
import Testing

@Suite struct LiveErasureTests {
    private let simulation = SimulatorConfiguration(
        seed: 23,
        length: .days(2),
        facilities: 1,
        arrivalsPerDay: 100,
        heartbeat: .minutes(5)
    )

    /// A pipeline that follows a log on a thread of its own until it is told to stop.
    private final class Following: Sendable {
        private let isOver = Atomic<Bool>(false)
        private let outcome = Mutex<Result<RunSummary, any Error>?>(nil)
        private let ended = DispatchSemaphore(value: 0)

        init(_ log: any EventLog, _ lake: String, _ configuration: PipelineConfiguration) {
            Thread.detachNewThread { [self] in
                let result = Result {
                    try Pipeline(log: log, lakePath: lake, configuration: configuration)
                        .run(untilEnd: false) { self.isOver.load(ordering: .relaxed) }
                }
                outcome.withLock { $0 = result }
                ended.signal()
            }
        }

        /// Whether the pipeline came to an end, which none of these tests waits for.
        var hasEnded: Bool { outcome.withLock { $0 != nil } }

        func stop() throws -> RunSummary {
            isOver.store(true, ordering: .relaxed)
            ended.wait()
            return try #require(outcome.withLock { $0 }).get()
        }
    }

    private func configuration() throws -> PipelineConfiguration {
        var configuration = try standardConfiguration()
        configuration.commitEvery = .milliseconds(20)
        configuration.snapshotEvery = .milliseconds(20)
        return configuration
    }

    /// A patient of `lake` who has left, and one who is there, neither settled.
    private func patients(_ lake: String) throws -> (left: String, present: String) {
        let visits = try rows(lake, "silver/visits").sorted {
            ($0["last_event_at"] ?? "", $0["visit"] ?? "") > ($1["last_event_at"] ?? "", $1["visit"] ?? "")
        }
        let left = visits.first { visit in
            visit["discharged_at"] != nil
                && visits.allSatisfy { $0["patient"] != visit["patient"] || $0["discharged_at"] != nil }
        }
        let present = visits.first { $0["discharged_at"] == nil && $0["current_ward"] != nil }
        return (try #require(left?["patient"]), try #require(present?["patient"]))
    }

    @Test func aRunningPipelineForgetsThePatientAndGoesOn() throws {
        let workspace = try Workspace()
        let (log, _, _) = try simulatedLog(workspace, simulation, partitions: 1)
        let configuration = try configuration()
        let lake = workspace.lake("lake")
        let before = try runToEnd(log, lake, try standardConfiguration())
        let (patient, present) = try patients(lake)
        let figures = try lines(lake, "gold/kpis")
        let following = Following(log, lake, configuration)
        let live = LiveErasure(log: log, lake: lake, configuration: configuration)

        let erasure = LakeErasure(
            lake: lake,
            tables: HospitalLake.tables,
            reader: RawRecord(configuration.rulesForReading("RXA").fields)
        )
        let facility = try #require(try rows(lake, "silver/visits").first?["facility"])
        let refused = try ErasureRequest(
            facility: facility,
            patients: [present],
            actor: "DPO",
            reason: "request 7"
        )
        let there = try live.subject(of: refused, in: erasure)
        #expect(throws: LakeError.self) { try live.announce(refused, there, receivedAt: 0) }

        let request = try ErasureRequest(
            facility: facility,
            patients: [patient],
            actor: "DPO",
            reason: "request 8"
        )
        while !live.hasPipeline { try #require(!following.hasEnded) }
        let place = try live.announce(request, try live.subject(of: request, in: erasure), receivedAt: 0)
        while try live.verdict(place) != .done { try #require(!following.hasEnded) }
        try expectNotInState(patient, lake)
        let subject = try live.subject(of: request, in: erasure)
        let erased = try live.eraseRecords(of: subject, request, receivedAt: 0)
        #expect(erased.records > 0 && erased.isErased)
        let outcomes = try erasure.erase(request, subject, purges: false)
        #expect(outcomes.reduce(0) { $0 + $1.rows } > 0)
        let after = try following.stop()

        #expect(after.records == before.records)
        try expectForgotten(patient, lake)
        #expect(try lines(lake, "gold/kpis") == figures, "figures do not change afterwards")

        // A pipeline that lost its state reads the whole log again, in which the messages are no more.
        try FileManager.default.removeItem(atPath: "\(lake)/_wardflow")
        _ = try log.append([
            NewRecord(key: "", kind: .heartbeat, receivedAt: 0, payload: [], partition: 0)
        ])
        try runToEnd(log, lake, configuration)
        try expectForgotten(patient, lake)
    }

    private func expectForgotten(_ patient: String, _ lake: String) throws {
        for table in tablePaths {
            let found = try lines(lake, table).count {
                $0.contains("=\(patient) ") || $0.hasSuffix("=\(patient)")
            }
            #expect(found == 0, "\(table)")
        }
        try expectNotInState(patient, lake)
    }

    /// No file of saved state holds the patient, old ones included.
    private func expectNotInState(_ patient: String, _ lake: String) throws {
        let state = "\(lake)/_wardflow"
        let names = try FileManager.default.subpathsOfDirectory(atPath: state)
        #expect(names.contains { $0.hasSuffix(".manifest") } && names.contains { $0.hasSuffix(".parts") })
        for name in names {
            guard let bytes = FileManager.default.contents(atPath: "\(state)/\(name)") else { continue }
            #expect(bytes.range(of: Data(patient.utf8)) == nil, "\(name)")
        }
    }
}
