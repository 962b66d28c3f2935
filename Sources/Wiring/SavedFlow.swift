package import Facility
import Hospital
package import Lake
import Pipeline

/// The newest saved state of each site's patient flow, for questions from outside the pipeline.
package enum SavedFlow {
    /// Finds them beside the lake, by site.
    ///
    /// - Throws: `savedStateMissing` where no state is there that this program can read.
    package static func all(
        lake: String,
        _ configuration: PipelineConfiguration
    ) throws(LakeError) -> [String: SiteFlow] {
        var flows: [String: SiteFlow] = [:]
        for (key, parts) in try StateFolder.owners(lake: lake, pipeline: configuration.name) {
            let rules = configuration.rulesForReading(key)
            guard let site = try? SiteProcessor(key: key, rules: rules, restoring: parts) else { continue }
            flows[key] = site.flow
        }
        guard !flows.isEmpty else {
            throw .savedStateMissing(
                detail: "\(lake): no saved state of this pipeline; let `wardflow run` write the lake first"
            )
        }
        return flows
    }
}
