import Foundation
package import YAMLSettings

/// What the configuration files say: the defaults, one document a site, and what concerns the process alone.
///
/// `pipelines/adt.yaml` holds the defaults, `pipelines/sites/CODE.yaml` what the site called CODE has otherwise.
package struct SiteFiles: Sendable {
    /// Keys of the pipeline file that concern the process and no site.
    package static let processKeys = [
        "pipeline", "schemas", "commit", "snapshot", "checkpoint_every", "housekeeping", "log",
    ]
    /// The one key below `limits` that concerns the process.
    package static let processLimit = "batch_records"
    /// Bytes of one file.
    private static let maxBytes = 4 << 20
    /// Bytes of a facility code.
    private static let maxCodeBytes = 1_000
    private static let ending = ".yaml"

    package private(set) var defaults: RulesDocument
    /// By facility code.
    package private(set) var overrides: [String: RulesDocument] = [:]
    /// The keys of the pipeline file that concern the process: `processKeys`, and `limits` with `batch_records`.
    package let process: ConfigurationNode

    /// Reads `file` and the folder `sites` beside it, and checks that each site's file goes with the defaults.
    package static func load(_ file: String) throws(ConfigurationError) -> SiteFiles {
        var files = try SiteFiles(yaml: try text(file, "pipeline file; name one with --pipeline"), file: file)
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent("sites")
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder) else {
            return files
        }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        } catch {
            throw ConfigurationError(
                "\(folder.path): the folder cannot be read: \(error.localizedDescription)"
            )
        }
        var places: [String: String] = [:]
        for name in names {
            guard try isSite(name, folder.path) else { continue }
            let path = "\(folder.path)/\(name)"
            let yaml = try text(path, "site file")
            let code = try files.add(yaml: yaml, file: path, code: String(name.dropLast(ending.count)))
            if let other = places.updateValue(path, forKey: code) {
                throw ConfigurationError("\(path): describes the same site as \(other)")
            }
        }
        return files
    }

    /// Reads the text of a pipeline file, without any site's.
    package init(yaml: String, file: String) throws(ConfigurationError) {
        let root = try ConfigurationNode(yaml: yaml, file: file)
        let values = try root.mapping(Self.processKeys + SiteRules.defaultKeys)
        if let limits = values["limits"] { _ = try limits.mapping(SiteRules.limitKeys + [Self.processLimit]) }
        func part(_ isWanted: (String) -> Bool, limit: @escaping (String) -> Bool) -> ConfigurationNode {
            let kept = root.mapping { key, value in
                guard key == "limits" else { return isWanted(key) ? value : nil }
                let limits = value.mapping { key, value in limit(key) ? value : nil }
                return (try? limits?.entries().isEmpty) == false ? limits : nil
            }
            return kept ?? root
        }
        process = part({ Self.processKeys.contains($0) }, limit: { $0 == Self.processLimit })
        defaults = try RulesDocument(
            part({ !Self.processKeys.contains($0) }, limit: { $0 != Self.processLimit })
        )
        _ = try SiteBook.policy(defaults)
        _ = try SiteRules(defaults: defaults, override: nil, code: "")
    }

    /// Adds the text of a site's file and returns the code it describes: its own `code`, else the one given.
    @discardableResult
    package mutating func add(yaml: String, file: String, code name: String) throws(ConfigurationError)
        -> String
    {
        let root = try ConfigurationNode(yaml: yaml, file: file)
        let code = try root.mapping(SiteRules.overrideKeys)["code"]?.string() ?? name
        let isPlain = !code.unicodeScalars.contains { $0.properties.generalCategory == .control }
        guard !code.isEmpty, code.utf8.count <= Self.maxCodeBytes, isPlain else {
            throw root.fault(
                "expected a facility code of 1 to \(Self.maxCodeBytes) bytes without control characters"
            )
        }
        // The code is the record's scope already; with it in the text, renaming a file would change no rule but the hash.
        let document = try RulesDocument(root.mapping { key, value in key == "code" ? nil : value } ?? root)
        _ = try SiteRules(defaults: defaults, override: document, code: code)
        overrides[code] = document
        return code
    }

    /// The files with some of their defaults replaced, key by key as a site's file does.
    package func replacing(defaults yaml: String) throws(ConfigurationError) -> SiteFiles {
        var files = self
        let root = try ConfigurationNode(yaml: yaml, file: "defaults")
        files.defaults = try RulesDocument(defaults.root.merged(with: root, deeper: SiteRules.mergeDepth))
        _ = try SiteRules(defaults: files.defaults, override: nil, code: "")
        for (code, override) in files.overrides {
            _ = try SiteRules(defaults: files.defaults, override: override, code: code)
        }
        return files
    }

    /// Whether a name in the folder is that of a site's file; one that only looks like it is an error.
    private static func isSite(_ name: String, _ folder: String) throws(ConfigurationError) -> Bool {
        if name.hasPrefix(".") { return false }
        if name.hasSuffix(ending) { return true }
        let lower = name.lowercased()
        guard lower.hasSuffix(ending) || lower.hasSuffix(".yml") else { return false }
        throw ConfigurationError("\(folder)/\(name): not read; the name of a site's file ends with .yaml")
    }

    private static func text(_ file: String, _ kind: String) throws(ConfigurationError) -> String {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw ConfigurationError("\(file): no such \(kind)")
        }
        guard data.count <= maxBytes else { throw ConfigurationError("\(file): over \(maxBytes) bytes") }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw ConfigurationError("\(file): not UTF-8")
        }
        return text
    }
}
