import Foundation
import Sites
import Testing
import YAMLSettings

@Suite struct SiteFilesTests {
    /// A pipeline file and site files in a folder of their own, loaded.
    private func load(_ sites: [String: String], pipeline: String = "pipeline: a\n") throws -> SiteFiles {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "sites-\(UUID().uuidString)"
        )
        defer { try? FileManager.default.removeItem(at: folder) }
        let inner = folder.appendingPathComponent("sites")
        try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
        try Data(pipeline.utf8).write(to: folder.appendingPathComponent("adt.yaml"))
        for (name, yaml) in sites { try Data(yaml.utf8).write(to: inner.appendingPathComponent(name)) }
        return try SiteFiles.load(folder.appendingPathComponent("adt.yaml").path)
    }

    @Test func theNameOfAFileIsTheCodeOfItsSite() throws {
        let files = try load([
            "RXA.yaml": "name: A", "a=b.yaml": "name: B", "病院.yaml": "name: C", "RX A.b.yaml": "name: D",
            "notes.txt": "x", "EXAMPLE.yaml.example": "what: ever", ".RXZ.yaml.swp": "x",
        ])
        #expect(files.overrides.keys.sorted() == ["RX A.b", "RXA", "a=b", "病院"])
    }

    @Test(arguments: ["../x", "a/b", String(repeating: "k", count: 500), ".hidden", "a.yaml"])
    func aCodeThatIsNoFileNameIsGivenInside(code: String) throws {
        let files = try load(["one.yaml": "code: \"\(code)\"\nname: A"])
        #expect(files.overrides.keys.sorted() == [code])
        #expect(files.overrides[code]?.text == #"{"name":"A"}"#)
    }

    @Test(arguments: [
        ["RXA.yaml": "name: A", "other.yaml": "code: RXA"], ["a.yaml": "code: X", "b.yaml": "code: X"],
    ])
    func twoFilesOfOneSiteAreAnError(sites: [String: String]) {
        #expect {
            try load(sites)
        } throws: {
            "\($0)".contains("describes the same site as")
        }
    }

    @Test(arguments: [
        ("RXA.yml", "name: A", "ends with .yaml"), ("RXA.YAML", "name: A", "ends with .yaml"),
        ("RXA.yaml", "code: \"a\\tb\"", "facility code"), ("RXA.yaml", "nme: A", "RXA.yaml:1: `nme`"),
        ("RXA.yaml", "code: \(String(repeating: "k", count: 1_001))", "facility code"),
        ("RXA.yaml", "a: [", "not valid YAML"), ("RXA.yaml", "# nothing", "empty"),
    ])
    func aFileThatCannotBeUsedIsNamed(name: String, yaml: String, words: String) {
        #expect {
            try load([name: yaml])
        } throws: {
            "\($0)".contains(words) && "\($0)".contains(name)
        }
    }

    @Test func aMissingPipelineFileIsNamedWithTheOption() {
        #expect {
            try SiteFiles.load("/nowhere/adt.yaml")
        } throws: {
            "\($0)" == "/nowhere/adt.yaml: no such pipeline file; name one with --pipeline"
        }
    }

    @Test func rulesOverTheLimitOfARecordAreRefused() {
        let wards = (0..<12_000).map { "  W\($0)-\(String(repeating: "x", count: 30)): {beds: 1}" }
        #expect {
            try load(["RXA.yaml": "wards:\n" + wards.joined(separator: "\n")])
        } throws: {
            "\($0)".contains("bytes of rules")
        }
    }
}
