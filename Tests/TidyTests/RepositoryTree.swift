import Foundation

/// The files of this package as they lie on disk.
enum RepositoryTree {
    /// The package folder, found from where this file was compiled.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Every Swift file of `Sources` and `Tests`.
    static let swiftFiles: [SourceFile] =
        paths
        .filter { $0.hasSuffix(".swift") && ($0.hasPrefix("Sources/") || $0.hasPrefix("Tests/")) }
        .compactMap { path in text(of: path).map { SourceFile(path: path, text: $0) } }

    /// Paths below the root of all files but built and downloaded ones, sorted.
    static let paths: [String] = {
        let skipped: Set = [
            ".build", ".git", ".venv", ".swiftpm", "demo-data", "__pycache__", "node_modules",
        ]
        var found: [String] = []
        var folders = [""]
        while let folder = folders.popLast() {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path() + folder)) ?? []
            for name in names where !skipped.contains(name) {
                let path = folder + name
                if isFolder(path) { folders.append(path + "/") } else { found.append(path) }
            }
        }
        return found.sorted()
    }()

    /// The text of a file below the root, nil when it is not UTF-8 or longer than 1 MB: then nobody wrote it by hand.
    static func text(of path: String) -> String? {
        guard let data = FileManager.default.contents(atPath: root.path() + path), data.count < 1_000_000
        else {
            return nil
        }
        return String(data: data, encoding: .utf8)
    }

    /// The folders right below `Sources`.
    static let targets: [String] = folders(in: "Sources")

    /// Names of the folders right below `parent`, sorted.
    static func folders(in parent: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path() + parent)) ?? []
        return names.filter { isFolder(parent + "/" + $0) }.sorted()
    }

    private static func isFolder(_ path: String) -> Bool {
        var folder: ObjCBool = false
        return FileManager.default.fileExists(atPath: root.path() + path, isDirectory: &folder)
            && folder.boolValue
    }
}
