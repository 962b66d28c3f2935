package import Facility

/// The newest saved state of each facility's patient flow, for questions from outside the pipeline.
package enum SavedFlow {
    /// Finds them beside the lake, by facility.
    ///
    /// - Throws: `savedStateMissing` where no snapshot of this configuration is there.
    package static func all(
        lake: String,
        _ configuration: PipelineConfiguration
    ) throws(PipelineError) -> [String: SiteFlow] {
        let flows = StateStore.flows(lake: lake, configuration)
        guard !flows.isEmpty else {
            throw .savedStateMissing(
                detail:
                    "\(lake): no saved state of this pipeline file; let `wardflow run` write the lake first"
            )
        }
        return flows
    }
}
