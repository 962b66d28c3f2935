import DeltaLake
import EventLog
import Foundation
import Hospital
import Lake
import Pipeline
import Simulator
import Testing
import Wiring

/// Rules change in the middle of the log; a rebuild then makes of history what a new lake under today's rules has.
@Suite struct RebuildTests {
    private static let keyed = ["silver/visits", "silver/bed_stays", "gold/kpis"]
    private static let facts = [
        "bronze/messages", "silver/events", "silver/quarantine", "silver/late", "gold/predictions",
        "gold/alerts", "gold/briefings", "gold/model_quality", "gold/discharge_forecast",
    ]

    private static let simulation = SimulatorConfiguration(
        seed: 41,
        length: .days(3),
        facilities: 2,
        arrivalsPerDay: 70,
        heartbeat: .minutes(30)
    )

    private func configuration(_ defaults: String) throws -> PipelineConfiguration {
        var configuration = try standardConfiguration()
        if !defaults.isEmpty { try configuration.override(defaults: defaults) }
        return configuration
    }

    /// A log of which half was read under `old`, the rest under `new`.
    private struct Changed {
        let workspace: Workspace
        let log: any EventLog
        let lake: String
        let records: [NewRecord]
        let new: PipelineConfiguration

        var rebuild: LakeRebuild { LakeRebuild(log: log, lake: lake, configuration: new) }

        func run(_ sites: [String]? = nil, since: Timestamp? = nil) throws -> [KeyedDifference] {
            try rebuild.run(sites, since: since, actor: "test") { false }
        }
    }

    private func changed(_ old: String, _ new: String) throws -> Changed {
        let workspace = try Workspace()
        let (_, _, records) = try simulatedLog(try Workspace(), Self.simulation)
        let half = records.count / 2
        let log = try log(workspace, Array(records[..<half]), partitions: 2)
        let lake = workspace.lake("lake")
        try runToEnd(log, lake, try configuration(old))
        // Rules that changed stand behind what the log holds when a run begins.
        let configuration = try configuration(new)
        try runToEnd(log, lake, configuration)
        _ = try log.append(Array(records[half...]))
        try runToEnd(log, lake, configuration)
        return Changed(workspace: workspace, log: log, lake: lake, records: records, new: configuration)
    }

    /// Keyed tables of a new lake that has seen the same records under `configuration` only.
    private func fresh(_ records: [NewRecord], _ configuration: PipelineConfiguration) throws -> [[String]] {
        let workspace = try Workspace()
        let log = try log(workspace, records, partitions: 2)
        try runToEnd(log, workspace.lake("lake"), configuration)
        return try Self.keyed.map { try lines(workspace.lake("lake"), $0) }
    }

    private func keyed(_ lake: String) throws -> [[String]] { try Self.keyed.map { try lines(lake, $0) } }

    private func versions(_ lake: String) throws -> [Int64] {
        try tablePaths.map { try DeltaTable.open(at: "\(lake)/\($0)").version }
    }

    private func expectEqual(_ found: [[String]], _ wanted: [[String]]) {
        for (table, (found, wanted)) in zip(Self.keyed, zip(found, wanted)) {
            #expect(found == wanted, "\(table): \(found.count) rows, wanted \(wanted.count)")
        }
    }

    @Test(arguments: [
        ("limits: {lateness: 48h}", "limits: {lateness: 6h}"),
        ("limits: {lateness: 6h}", "limits: {lateness: 48h}"),
        ("time_zone: UTC", "time_zone: America/New_York"),
        ("fields: {acuity: PV2-40}", ""),
    ]) func aRebuiltLakeIsThatOfANewOneUnderTodaysRules(old: String, new: String) throws {
        let changed = try changed(old, new)
        let wanted = try fresh(changed.records, changed.new)
        let before = try keyed(changed.lake)
        #expect(before != wanted, "the rules must make a difference, or this test says nothing")
        let facts = try Self.facts.map { try lines(changed.lake, $0) }
        let differences = try changed.run()
        expectEqual(try keyed(changed.lake), wanted)
        #expect(try Self.facts.map { try lines(changed.lake, $0) } == facts, "facts stay as they were said")
        #expect(differences.count == 6)
        #expect(differences.contains { $0.added + $0.removed + $0.changed > 0 })
        for difference in differences {
            #expect(difference.before - difference.removed + difference.added == difference.after)
        }
        // And so it stays when all state is lost: the request is a record.
        try FileManager.default.removeItem(atPath: "\(changed.lake)/_wardflow")
        try runToEnd(changed.log, changed.lake, changed.new)
        expectEqual(try keyed(changed.lake), wanted)
    }

    @Test func bothGoOnEqualAfterwards() throws {
        let changed = try changed("limits: {lateness: 6h}", "limits: {lateness: 48h}")
        _ = try changed.run()
        let more = try simulatedLog(
            try Workspace(),
            SimulatorConfiguration(seed: 42, length: .days(4), facilities: 2, arrivalsPerDay: 70)
        ).records.suffix(1_500)
        _ = try changed.log.append(Array(more))
        try runToEnd(changed.log, changed.lake, changed.new)
        expectEqual(try keyed(changed.lake), try fresh(changed.records + more, changed.new))
    }

    @Test func aTrialSaysTheSameAndWritesNothing() throws {
        let changed = try changed("limits: {lateness: 6h}", "limits: {lateness: 48h}")
        let before = try versions(changed.lake)
        let ends = try changed.log.endOffsets()
        let names = try FileManager.default.subpathsOfDirectory(atPath: changed.lake).sorted()
        let trial = try changed.rebuild.trial(nil, since: nil) { false }
        #expect(try FileManager.default.subpathsOfDirectory(atPath: changed.lake).sorted() == names)
        #expect(try versions(changed.lake) == before)
        #expect(try changed.log.endOffsets() == ends)
        #expect(try changed.run() == trial)
    }

    @Test func onlyTheSiteAskedForIsTouched() throws {
        let changed = try changed("limits: {lateness: 6h}", "limits: {lateness: 48h}")
        let sites = Set(try rows(changed.lake, "silver/visits").compactMap { $0["facility"] }).sorted()
        try #require(sites.count == 2)
        func files() throws -> [[String]] {
            try Self.keyed.map { table in
                try DeltaTable.open(at: "\(changed.lake)/\(table)").files.values
                    .filter { $0.partitionValues == ["facility": sites[1], "open": "false"] }
                    .map(\.path).sorted()
            }
        }
        // Live rows are written whole by every process that begins.
        let before = try files()
        #expect(before.allSatisfy { !$0.isEmpty })
        let differences = try changed.run([sites[0]])
        #expect(Set(differences.map(\.site)) == [sites[0]])
        #expect(try files() == before)
        let wanted = try fresh(changed.records, changed.new)
        func own(_ tables: [[String]]) -> [[String]] {
            tables.map { $0.filter { $0.contains("facility=\(sites[0]) ") } }
        }
        expectEqual(own(try keyed(changed.lake)), own(wanted))
    }

    @Test func fromTheChangeOnNothingChanges() throws {
        let changed = try changed("limits: {lateness: 6h}", "limits: {lateness: 48h}")
        let later = changed.records.dropFirst(changed.records.count / 2)
        let change = try #require(later.map { $0.receivedAt }.min())
        let before = try keyed(changed.lake)
        let differences = try changed.run(nil, since: Timestamp(microseconds: change))
        #expect(differences.allSatisfy { $0.added + $0.removed + $0.changed == 0 })
        expectEqual(try keyed(changed.lake), before)
        // All of history is another matter.
        #expect(try changed.run().contains { $0.added + $0.removed + $0.changed > 0 })
    }

    @Test func howRecordsAreBatchedIsSeenInNoRow() throws {
        let workspace = try Workspace()
        let (_, _, records) = try simulatedLog(try Workspace(), Self.simulation)
        // A request in the midst of the records, behind a change of rules that it judges all before by.
        let half = records.count / 2
        let log = try log(workspace, Array(records[..<half]), partitions: 2)
        try runToEnd(log, workspace.lake("first"), try configuration("limits: {lateness: 6h}"))
        let configuration = try configuration("limits: {lateness: 48h}\ntime_zone: America/New_York")
        try runToEnd(log, workspace.lake("first"), configuration)
        _ = try LakeRebuild(log: log, lake: workspace.lake("first"), configuration: configuration)
            .run(nil, since: nil, actor: "test") { false }
        _ = try log.append(Array(records[half...]))
        var lakes: [[[String]]] = []
        for size in [20_000, 37] {
            var configuration = configuration
            configuration.batchRecords = size
            let lake = workspace.lake("lake-\(size)")
            try runToEnd(log, lake, configuration)
            lakes.append(try (Self.keyed + Self.facts).map { try lines(lake, $0) })
        }
        for (table, (one, other)) in zip(Self.keyed + Self.facts, zip(lakes[0], lakes[1])) {
            #expect(one == other, "\(table)")
        }
    }

    @Test func whatWasAskedForIsDoneByTheNextRun() throws {
        let changed = try changed("limits: {lateness: 6h}", "limits: {lateness: 48h}")
        let sites = Set(try rows(changed.lake, "silver/visits").compactMap { $0["facility"] }).sorted()
        // The process died as soon as its requests were in the log.
        for site in sites {
            let payload = try RebuildCommand.payload(
                id: site,
                site: site,
                actor: "test",
                at: .distantPast,
                since: nil
            )
            _ = try changed.log.append([
                NewRecord(key: site, kind: .command, receivedAt: 0, payload: payload)
            ])
        }
        let summary = try runToEnd(changed.log, changed.lake, changed.new)
        #expect(summary.balances)
        expectEqual(try keyed(changed.lake), try fresh(changed.records, changed.new))
        let verdicts = try rows(changed.lake, "silver/commands")
        #expect(verdicts.count == 2)
        #expect(verdicts.allSatisfy { $0["verdict"] == "done" && $0["kind"] == "rebuild" })
    }

    @Test func mistakesAreNamedAndChangeNothing() throws {
        let workspace = try Workspace()
        let (log, _, _) = try simulatedLog(workspace, Self.simulation, partitions: 1)
        let configuration = try standardConfiguration()
        let lake = workspace.lake("lake")
        let rebuild = LakeRebuild(log: log, lake: lake, configuration: configuration)
        #expect(throws: LakeError.self) { try rebuild.run(nil, since: nil, actor: "test") { false } }
        #expect(!FileManager.default.fileExists(atPath: lake))
        try runToEnd(log, lake, configuration)
        let before = try versions(lake)
        let ends = try log.endOffsets()
        func isUnknown(_ error: any Error) -> Bool {
            guard case .unknownSite("NOWHERE", let known) = error as? LakeError else { return false }
            return known.count == 2
        }
        #expect {
            _ = try rebuild.trial(["NOWHERE"], since: nil) { false }
        } throws: {
            isUnknown($0)
        }
        #expect {
            _ = try rebuild.run(["NOWHERE"], since: nil, actor: "test") { false }
        } throws: {
            isUnknown($0)
        }
        let pipeline = try HospitalPipeline(log: log, lakePath: lake, configuration: configuration)
        #expect(throws: LakeError.self) { try rebuild.run(nil, since: nil, actor: "test") { false } }
        withExtendedLifetime(pipeline) {}
        #expect(try versions(lake) == before)
        #expect(try log.endOffsets() == ends)
    }
}
