import DeltaLake
import Foundation

/// A folder that goes away with the test.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/delta-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        do { try FileManager.default.removeItem(atPath: path) } catch { print("left behind: \(path)") }
    }

    /// The path of a table in the folder.
    var table: String { path + "/table" }

    /// All files of the table, relative, sorted; `_delta_log` left out unless asked for.
    func files(includingLog: Bool = false) -> [String] {
        (FileManager.default.enumerator(atPath: table)?.allObjects as? [String] ?? [])
            .filter { name in
                var isFolder: ObjCBool = false
                _ = FileManager.default.fileExists(atPath: table + "/" + name, isDirectory: &isFolder)
                return !isFolder.boolValue && (includingLog || !name.hasPrefix("_delta_log"))
            }
            .sorted()
    }

    /// Makes all files look as if a day old, as seen by a process that did not write them.
    func age() throws {
        StagedFiles.abandon(in: table)
        for name in files() {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -86_400)],
                ofItemAtPath: table + "/" + name
            )
        }
    }

    /// Replaces or makes a file of the log.
    func writeLog(_ name: String, _ text: String) throws {
        try FileManager.default.createDirectory(
            atPath: table + "/_delta_log",
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: URL(fileURLWithPath: table + "/_delta_log/" + name))
    }

    /// Removes a file of the log.
    func removeLog(_ name: String) throws {
        try FileManager.default.removeItem(atPath: table + "/_delta_log/" + name)
    }
}
