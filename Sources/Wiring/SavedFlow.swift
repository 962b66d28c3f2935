package import Facility
import Hospital
package import Lake
import Pipeline
import Sites

/// The newest saved state of each site's patient flow, for questions from outside the pipeline.
package enum SavedFlow {
    /// Finds them beside the lake, by site, under the rules that held when they were saved.
    ///
    /// - Throws: `savedStateMissing` where no state is there that this program can read.
    package static func all(
        lake: String,
        _ configuration: PipelineConfiguration
    ) throws(LakeError) -> [String: SiteFlow] {
        var flows: [String: SiteFlow] = [:]
        let owners = try StateFolder.owners(lake: lake, pipeline: configuration.name, rules: SiteBook.self)
        for (key, owner) in owners {
            guard let site = try? SiteProcessor(key: key, rules: owner.rules, restoring: owner.parts) else {
                continue
            }
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
