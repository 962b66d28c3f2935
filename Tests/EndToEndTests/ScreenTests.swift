import Foundation
import Testing

extension EndToEnd {
    /// The demo as a person sees it.
    @Suite(.enabled(if: Readers.areThere, "WARDFLOW_PYTHON is not set")) struct ScreenTests {
        @Test func theDemoServesALiveBoardAndEndsWithABriefing() throws {
            let workspace = try Workspace()
            let demo = try Program.start([
                "demo", "--exit-after", "12s", "--port", "0", "--data", workspace.file("demo"),
            ])
            let line = try #require(demo.line(containing: "http://127.0.0.1:"))
            let start = try #require(line.range(of: "http://"))
            let url = String(line[start.lowerBound...].prefix { !$0.isWhitespace })
            let checked = try Readers.check("screen.py", [url])
            #expect(checked["boards", default: 0] >= 2)
            #expect(checked["tiles", default: 0] >= 10)
            let ending = demo.wait()
            ending.expect(code: 0)
            #expect(ending.output.contains("## Situation") || ending.output.contains("Situation"))
            #expect(ending.output.contains("✓"))
            let alerts = try #require(ending.output.firstMatch(of: /alerts: (\d+) raised, (\d+) cleared/))
            #expect(Int(alerts.1) ?? 0 > 0)
            #expect(Int(alerts.2) ?? 0 > 0)
            let briefing = try Program.succeed([
                "brief", "--lake", workspace.file("demo/lake"), "--format", "json",
            ])
            #expect(briefing.contains("\"level\""))
        }

        @Test func aDemoThatIsInterruptedEndsCleanlyAndCanBeginAgain() throws {
            let workspace = try Workspace()
            for (signal, moment) in [(SIGINT, 0.0), (SIGTERM, 0.4), (SIGINT, 1.5)] {
                let demo = try Program.start([
                    "demo", "--exit-after", "50s", "--port", "0", "--data", workspace.file("demo"),
                ])
                _ = try #require(demo.line(containing: "http://127.0.0.1:"))
                _ = demo.ends(within: moment)
                demo.send(signal)
                let ending = demo.wait()
                ending.expect(code: 0)
                #expect(ending.output.contains("✓"))
            }
        }
    }
}
