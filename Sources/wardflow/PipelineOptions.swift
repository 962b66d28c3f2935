import Wiring
import ArgumentParser
import Foundation
import Pipeline

/// Where the pipeline file is.
struct PipelineOptions: ParsableArguments {
    @Option(name: .customLong("pipeline"), help: "The pipeline file.")
    var file: String?

    /// The file named, or `pipelines/adt.yaml` here or beside the build.
    func load() throws -> PipelineConfiguration {
        try PipelineConfiguration.load(file ?? Self.standard)
    }

    private static var standard: String {
        let name = "pipelines/adt.yaml"
        var folder = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
        var candidates = [name]
        for _ in 0..<4 {
            if let here = folder { candidates.append(here.appendingPathComponent(name).path) }
            folder = folder?.deletingLastPathComponent()
        }
        return candidates.first { FileManager.default.fileExists(atPath: $0) } ?? name
    }
}
