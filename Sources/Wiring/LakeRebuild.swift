package import EventLog
import DeltaLake
import Facility
import Foundation
package import Hospital
package import Lake
import Pipeline
import Sites

/// Keyed tables written anew from bronze by today's rules, and what changed by it.
///
/// For example: `try LakeRebuild(log: log, lake: "lake", configuration: file).trial(["RXA"], since: nil) { false }`.
package struct LakeRebuild {
    private let log: any EventLog
    private let lake: String
    private let configuration: PipelineConfiguration

    package init(log: any EventLog, lake: String, configuration: PipelineConfiguration) {
        self.log = log
        self.lake = lake
        self.configuration = configuration
    }

    /// Paths of the tables that a rebuild writes, in the order of commits.
    package static func tables(schemas: String) throws -> [String] {
        var keyed: [String] = []
        for path in HospitalLake.tables where try TableSchema.load(path, from: schemas).kind == .keyed {
            keyed.append(path)
        }
        return keyed
    }

    /// Rebuilds; one difference for each site and keyed table.
    ///
    /// - Throws: `LakeError.unusableState` while a pipeline is at work on the lake.
    package func run(_ sites: [String]?, since: Timestamp?, actor: String, shouldStop: () -> Bool) throws
        -> [KeyedDifference]
    {
        try checkLake()
        guard !StateFolder.hasWriter(lake: lake, LakeIdentity(pipeline: configuration.name, log: log)) else {
            throw LakeError.unusableState(
                path: lake,
                detail: "is being written: stop the pipeline first, since its screens would stand still"
            )
        }
        let pipeline = try HospitalPipeline(log: log, lakePath: lake, configuration: configuration)
        let tables = try Self.tables(schemas: configuration.schemas)
        // Read before the rebuild and not now: first everything the log holds is read.
        var versions: [String: Int64] = [:]
        let rebuilt = try pipeline.rebuild(sites, since: since, actor: actor, shouldStop: shouldStop) {
            for table in tables {
                versions[table] = try DeltaTable.open(at: "\(lake)/\(table)").version
            }
        }
        return try differences(rebuilt, tables, before: versions, in: lake)
    }

    /// What a rebuild would change, as far as the saved state goes; the lake and the log are only read.
    package func trial(_ sites: [String]?, since: Timestamp?, shouldStop: () -> Bool) throws
        -> [KeyedDifference]
    {
        try checkLake()
        let scratch = FileManager.default.temporaryDirectory.appendingPathComponent(
            "wardflow-rebuild-\(UUID().uuidString)"
        ).path
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        var settings = configuration.engine.pipeline
        settings.lake.fsync = false
        let trial = RebuildTrial<SiteProcessor>(
            log: log,
            lakePath: lake,
            settings: settings,
            configuration: SiteConfiguration(configuration.files, actor: ""),
            secret: try LakeSecret.known(lake: lake)
        )
        let written = try trial.write(sites, since: since, to: scratch, shouldStop: shouldStop)
        let tables = try Self.tables(schemas: configuration.schemas)
        return try differences(written, tables, before: [:], in: scratch)
    }

    /// How the rows of `sites` in the lake, at the versions `before`, differ from those of the lake at `rebuilt`.
    private func differences(
        _ sites: [String],
        _ tables: [String],
        before versions: [String: Int64],
        in rebuilt: String
    ) throws -> [KeyedDifference] {
        try sites.flatMap { site in
            try tables.map { table in
                try KeyedDifference(
                    site,
                    table,
                    from: .init(lake: lake, version: versions[table]),
                    to: .init(lake: rebuilt),
                    schemas: configuration.schemas
                )
            }
        }
    }

    /// A folder without any table is a mistake, not a lake to begin.
    private func checkLake() throws {
        guard FileManager.default.fileExists(atPath: "\(lake)/bronze/messages/_delta_log") else {
            throw LakeError.unusableTable(
                path: "\(lake)/bronze/messages",
                detail: "is not there: --lake names the folder of a lake that `wardflow run` has written"
            )
        }
    }
}
