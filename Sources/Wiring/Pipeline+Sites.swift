package import Board
package import EventLog
package import Facility
import Foundation
import Hospital
import Lake
package import Pipeline
import Sites
import YAMLSettings

/// The engine with sites as its processors.
///
/// For example: `try HospitalPipeline(log: log, lakePath: "lake", configuration: configuration, board: LiveBoard())`.
package typealias HospitalPipeline = Pipeline<SiteProcessor>

/// The pipeline of hospitals: the engine with sites as its processors, a screen, and the files as its configuration.
extension Pipeline where Processor == SiteProcessor {
    /// Opens the lake at `lakePath`; with `board`, publishes to it.
    package convenience init(
        log: any EventLog,
        lakePath: String,
        configuration: PipelineConfiguration,
        board: LiveBoard? = nil
    ) throws {
        try KPINames.check(schemas: configuration.schemas)
        try self.init(
            log: log,
            lakePath: lakePath,
            settings: configuration.engine.pipeline,
            configuration: SiteConfiguration(configuration.files, actor: Self.actor)
        )
        // Once the lake has proved to be one: a folder of other files is left alone.
        secret = try LakeSecret.load(lake: lakePath)
        if let board { observer = ScreenFeed(board, lake: lakePath, log: log.identity) }
    }

    /// Who starts the process, as `silver/rules` and `silver/commands` name them.
    package static var actor: String {
        let user = NSUserName()
        return "\(user.isEmpty ? "unknown" : user)@\(ProcessInfo.processInfo.hostName)"
    }
}

extension KPINames {
    /// Fails unless the schema file lists exactly the KPIs the code computes.
    static func check(schemas: String) throws {
        let schema = try TableSchema.load("gold/kpis", from: schemas)
        let listed = schema.kpis.map { "\($0.id) (\($0.unit), \($0.grain))" }
        let computed = all.map { "\($0.id) (\($0.unit), \($0.grain))" }
        for name in computed where !listed.contains(name) {
            throw ConfigurationError(
                "schemas/gold/kpis.yaml: the KPI \(name) is computed but not listed under `kpis`"
            )
        }
        for name in listed where !computed.contains(name) {
            throw ConfigurationError(
                "schemas/gold/kpis.yaml: the KPI \(name) is listed but nothing computes it"
            )
        }
    }
}
