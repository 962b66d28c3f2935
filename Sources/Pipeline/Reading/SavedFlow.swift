package import PatientFlow

/// The newest saved state of a facility's patient flow, for questions from outside the pipeline.
package enum SavedFlow {
    /// Finds it beside the lake.
    ///
    /// - Parameter facility: nil for the only one there is.
    /// - Throws: `savedStateMissing` where no snapshot of this configuration holds the facility, or several facilities
    ///   are there and none is named.
    package static func load(
        lake: String,
        facility: String?,
        _ configuration: PipelineConfiguration
    ) throws(PipelineError) -> FlowState {
        let flows = StateStore.flows(lake: lake, configuration)
        guard !flows.isEmpty else {
            throw .savedStateMissing(
                detail:
                    "\(lake): no saved state of this pipeline file; let `wardflow run` write the lake first"
            )
        }
        let names = flows.keys.sorted()
        guard let name = facility ?? (names.count == 1 ? names[0] : nil) else {
            throw .savedStateMissing(
                detail:
                    "\(lake): several facilities; name one with --facility: \(names.joined(separator: ", "))"
            )
        }
        guard let flow = flows[name] else {
            throw .savedStateMissing(
                detail: "\(lake): no facility \(name); there are \(names.joined(separator: ", "))"
            )
        }
        return flow
    }
}
