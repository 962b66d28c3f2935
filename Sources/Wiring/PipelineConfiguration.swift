import Foundation
import Hospital
package import Sites
package import YAMLSettings

/// One pipeline file (`pipelines/adt.yaml`) with the files of its sites, checked.
///
/// For example: `try PipelineConfiguration.load("pipelines/adt.yaml").rules("RXA")?.clock`.
@dynamicMemberLookup
package struct PipelineConfiguration: Sendable {
    /// What concerns the process alone.
    package var engine: EngineSettings
    /// What the files say of the sites.
    package private(set) var files: SiteFiles
    /// The same, as rules by site.
    package private(set) var book: SiteBook

    /// Reads and checks `file` and the files of `sites` beside it.
    package static func load(_ file: String) throws(ConfigurationError) -> PipelineConfiguration {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
        return try PipelineConfiguration(try SiteFiles.load(file), folder: folder)
    }

    /// Reads the text of a pipeline file that lies in `folder`, without any site's file.
    package init(yaml: String, file: String, folder: String) throws(ConfigurationError) {
        try self.init(try SiteFiles(yaml: yaml, file: file), folder: folder)
    }

    private init(_ files: SiteFiles, folder: String) throws(ConfigurationError) {
        engine = try EngineSettings(files.process, folder: folder)
        self.files = files
        book = try SiteBook(files)
    }

    /// The settings of the process, by their names.
    package subscript<Value>(dynamicMember member: WritableKeyPath<EngineSettings, Value>) -> Value {
        get { engine[keyPath: member] }
        set { engine[keyPath: member] = newValue }
    }

    /// The rules of the site called `facility`; nil when only listed sites are taken in and it is not one.
    package func rules(_ facility: String) -> SiteRules? { book.rules(for: facility) }

    /// The rules to read what a lake holds of `facility` by, whether it is still listed or not.
    package func rulesForReading(_ facility: String) -> SiteRules {
        book.rules(for: facility) ?? book.defaultRules(for: facility) ?? SiteRules(code: facility)
    }

    /// Sets some of the defaults otherwise, as a site's file does.
    package mutating func override(defaults yaml: String) throws(ConfigurationError) {
        files = try files.replacing(defaults: yaml)
        book = try SiteBook(files)
    }

    /// Adds or replaces the file of the site called `code`.
    package mutating func override(site code: String, _ yaml: String) throws(ConfigurationError) {
        try files.add(yaml: yaml, file: code, code: code)
        book = try SiteBook(files)
    }
}
