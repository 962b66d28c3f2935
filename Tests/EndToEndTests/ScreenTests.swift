import Foundation
import Testing

extension EndToEnd {
    /// The demo as a person sees it.
    @Suite(.enabled(if: Readers.areThere, "WARDFLOW_PYTHON is not set")) struct ScreenTests {
        @Test func theDemoServesALiveBoardAndEndsWithABriefing() throws {
            let workspace = try Workspace()
            let demo = try Program.start(["demo", "--port", "0", "--data", workspace.file("demo")])
            let line = try #require(demo.line(containing: "http://127.0.0.1:"))
            let start = try #require(line.range(of: "http://"))
            let url = String(line[start.lowerBound...].prefix { !$0.isWhitespace })
            let checked = try Readers.check("screen.py", [url])
            #expect(checked["boards", default: 0] >= 2)
            #expect(checked["tiles", default: 0] >= 10)
            // The briefing of a shift change of the live part; the last one is printed anyway.
            _ = try #require(demo.line(containing: "Situation"))
            demo.send(SIGINT)
            let ending = demo.wait()
            ending.expect(code: 0)
            #expect(ending.output.contains("✓"))
            let alerts = try #require(ending.output.firstMatch(of: /alerts: (\d+) raised, (\d+) cleared/))
            #expect(Int(alerts.1) ?? 0 > 0)
            #expect(Int(alerts.2) ?? 0 > 0)
            let briefing = try Program.succeed([
                "brief", "--lake", workspace.file("demo/lake"), "--format", "json",
            ])
            #expect(briefing.contains("\"level\""))
        }

        /// What a demo has come to when it is interrupted.
        private enum Moment: CaseIterable {
            case listening, committing, briefing
        }

        @Test func aDemoThatIsInterruptedEndsCleanlyAndCanBeginAgain() throws {
            let workspace = try Workspace()
            let commit = workspace.file("demo/lake/bronze/messages/_delta_log/00000000000000000001.json")
            for (signal, moment) in zip([SIGINT, SIGTERM, SIGINT], Moment.allCases) {
                let demo = try Program.start(["demo", "--port", "0", "--data", workspace.file("demo")])
                _ = try #require(demo.line(containing: "http://127.0.0.1:"))
                switch moment {
                case .listening: break
                case .committing: #expect(demo.waits { FileManager.default.fileExists(atPath: commit) })
                case .briefing: _ = try #require(demo.line(containing: "Situation"))
                }
                demo.send(signal)
                let ending = demo.wait()
                ending.expect(code: 0)
                #expect(ending.output.contains("✓"))
            }
        }

        @Test func aDemoEndsByItselfWhenItsTimeIsOver() throws {
            let workspace = try Workspace()
            let ending = try Program.run([
                "demo", "--exit-after", "1s", "--port", "0", "--data", workspace.file("demo"),
            ])
            ending.expect(code: 0)
            #expect(ending.output.contains("✓"))
        }
    }
}
