import Foundation
import Narrator
import Testing

/// Run with `WARDFLOW_REWRITE_GOLDENS=1` to write the goldens anew, then read them.
@Suite struct GoldenTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Goldens")

    @Test(arguments: Situation.allCases)
    func briefingReadsAsItsGolden(_ situation: Situation) throws {
        let briefing = BriefingWriter(situation.facts).briefing()
        try expect(MarkdownRenderer.render(briefing), equals: "\(situation.rawValue).md")
    }

    @Test func quietBriefingAsHTMLIsItsGolden() throws {
        let briefing = BriefingWriter(quietFacts()).briefing()
        try expect(HTMLRenderer.render(briefing), equals: "quiet.html")
    }

    private func expect(_ text: String, equals name: String) throws {
        let file = Self.folder.appending(path: name)
        if ProcessInfo.processInfo.environment["WARDFLOW_REWRITE_GOLDENS"] == "1" {
            try Data(text.utf8).write(to: file)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == text, "\(name) differs")
    }
}
