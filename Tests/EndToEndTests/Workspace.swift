import Foundation
import Testing

/// A folder of its own for logs and lakes, gone with the value.
final class Workspace {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "wardflow-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of `name` in the folder.
    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// The URL of the embedded log called `name`.
    func log(_ name: String = "log") -> String { "log:\(path)/\(name)" }

    /// Writes a file below the folder and returns its path.
    @discardableResult
    func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
        let url = URL(filePath: file(name))
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(bytes).write(to: url)
        return url.path
    }

    /// Writes a text file below the folder and returns its path.
    @discardableResult
    func write(_ text: String, to name: String) throws -> String { try write(Array(text.utf8), to: name) }

    /// The standard pipeline file with some lines replaced; schemas stay where they are.
    func pipeline(_ edits: [(String, String)], named name: String = "pipeline.yaml") throws -> String {
        var text = try String(contentsOfFile: "\(Program.repository)/pipelines/adt.yaml", encoding: .utf8)
        for (old, new) in [("schemas: ../schemas", "schemas: \(Program.repository)/schemas")] + edits {
            try #require(text.contains(old), "pipelines/adt.yaml has no line \(old)")
            text = text.replacing(old, with: new)
        }
        return try write(text, to: name)
    }

    /// Copies the schema files, content by content: a link would be written through.
    func copySchemas() throws {
        let folder = "\(Program.repository)/schemas"
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) where name.hasSuffix(".yaml")
        {
            try write(Data(contentsOf: URL(filePath: "\(folder)/\(name)")), to: "schemas/\(name)")
        }
    }

    /// A pipeline that commits and saves its state as often as it can, so that a kill lands between two writes.
    func busyPipeline() throws -> String {
        try pipeline([
            ("batch_records: 20000", "batch_records: 200"),
            ("max_records: 50000 ", "max_records: 400 "),
            ("max_records: 500000", "max_records: 900"),
            ("checkpoint_every: 100", "checkpoint_every: 5"),
        ])
    }

    /// All files below `folder` and their sizes and times, to see that nothing touched them.
    func fingerprint(_ folder: String) throws -> [String] {
        let files = FileManager.default
        return try files.subpathsOfDirectory(atPath: folder).sorted().map { name in
            let attributes = try files.attributesOfItem(atPath: "\(folder)/\(name)")
            let moment = attributes[.modificationDate] as? Date
            return "\(name) \(attributes[.size] ?? "") \(moment?.timeIntervalSince1970 ?? 0)"
        }
    }
}
