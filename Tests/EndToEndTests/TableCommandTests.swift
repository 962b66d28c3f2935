import Foundation
import Testing

extension EndToEnd {
    /// `wardflow table`: looking after the tables.
    @Suite struct TableCommandTests {
        private func lake(days: Int = 1, busy: Bool = false) throws -> Workspace {
            let workspace = try Workspace()
            try Program.feed(seed: 5, days: days, to: workspace.log())
            let pipeline = busy ? try workspace.busyPipeline() : nil
            try Program.summary(log: workspace.log(), lake: workspace.file("lake"), pipeline: pipeline)
            return workspace
        }

        private func table(_ workspace: Workspace, _ arguments: String...) throws -> Program.Ending {
            try Program.run(["table"] + arguments + ["--lake", workspace.file("lake")])
        }

        private func json<Value: Decodable>(
            _ workspace: Workspace,
            _ type: Value.Type,
            _ arguments: String...
        ) throws
            -> Value
        {
            let ending = try Program.run(
                ["table"] + arguments + ["--json", "--lake", workspace.file("lake")]
            )
            ending.expect(code: 0)
            return try JSONDecoder().decode(type, from: Data(ending.output.utf8))
        }

        private func count(_ workspace: Workspace, _ source: String) throws -> Int {
            let arguments = [
                "query", "--lake", workspace.file("lake"), "--format", "csv",
                "SELECT count(*) FROM \(source)",
            ]
            let lines = try Program.succeed(arguments).split(separator: "\r\n")
            return Int(lines.last ?? "") ?? -1
        }

        private struct Listed: Decodable {
            var table: String
            var version: Int
            var files: Int
            var rows: Int
        }

        @Test func listDescribeHistoryAndVerifyTellTheSame() throws {
            let workspace = try lake()
            struct Described: Decodable {
                struct Column: Decodable {
                    var name: String
                    var identifying: Bool
                }
                var version: Int
                var rows: Int
                var columns: [Column]
            }
            struct Version: Decodable {
                var version: Int
                var operation: String
            }
            struct Verified: Decodable {
                var table: String
                var rows: Int
                var problems: [String]
            }
            let listed = try json(workspace, [Listed].self, "list")
            #expect(listed.count == 15)
            let visits = try #require(listed.first { $0.table == "silver/visits" })
            #expect(visits.rows == (try count(workspace, "silver.visits")) && visits.rows > 0)
            let described = try json(workspace, Described.self, "describe", "silver.visits")
            #expect(described.version == visits.version && described.rows == visits.rows)
            #expect(described.columns.filter(\.identifying).map(\.name) == ["visit", "patient"])
            let history = try json(workspace, [Version].self, "history", "silver/visits")
            #expect(history.map(\.version) == Array((0...visits.version).reversed()))
            #expect(history.last?.operation == "CREATE TABLE")
            let verified = try json(workspace, [Verified].self, "verify", "--rows")
            #expect(verified.map(\.rows) == listed.map(\.rows))
            for words in [["list"], ["describe", "gold/kpis"], ["history", "gold/kpis"], ["verify"]] {
                let ending = try Program.run(["table"] + words + ["--lake", workspace.file("lake")])
                ending.expect(code: 0)
                #expect(ending.output.contains("gold/kpis") || words[0] == "history")
            }
        }

        @Test func verifyNamesADamagedFileAndExitsWith1() throws {
            let workspace = try lake()
            let folder = workspace.file("lake/silver/events")
            let name = try #require(
                try FileManager.default.subpathsOfDirectory(atPath: folder).first {
                    $0.hasSuffix(".parquet")
                }
            )
            let bytes = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
            try workspace.write(bytes.dropLast(9), to: "lake/silver/events/\(name)")
            let ending = try table(workspace, "verify")
            ending.expect(code: 1, naming: ["problem"])
            #expect(ending.output.contains("silver/events/"))
        }

        @Test func optimizeMergesFilesAndKeepsEveryRow() throws {
            let workspace = try lake(days: 2, busy: true)
            let before = try json(workspace, [Listed].self, "list")
            let print = try workspace.fingerprint(workspace.file("lake"))
            try table(workspace, "optimize", "--dry-run").expect(code: 0)
            try table(workspace, "vacuum", "--dry-run").expect(code: 0)
            #expect(try workspace.fingerprint(workspace.file("lake")) == print)
            try table(workspace, "optimize").expect(code: 0)
            try table(workspace, "vacuum").expect(code: 0)
            let after = try json(workspace, [Listed].self, "list")
            #expect(after.map(\.rows) == before.map(\.rows))
            let (many, few) = (before.map(\.files).reduce(0, +), after.map(\.files).reduce(0, +))
            #expect(few < many / 2, "\(few) files of \(many)")
            try table(workspace, "verify", "--rows").expect(code: 0)
            let again = try Program.summary(log: workspace.log(), lake: workspace.file("lake"))
            #expect(again.processed == 0)
        }

        @Test func restoringATableOfAPipelineIsRefusedUnlessForced() throws {
            let workspace = try lake()
            let before = try workspace.fingerprint(workspace.file("lake"))
            try table(workspace, "restore", "gold/kpis", "--to", "0").expect(
                code: 1,
                naming: ["gold/kpis", "progress mark", "--force"]
            )
            try table(workspace, "restore", "gold/kpis", "--to", "0", "--dry-run").expect(code: 0)
            #expect(try workspace.fingerprint(workspace.file("lake")) == before)
            try table(workspace, "restore", "gold/kpis", "--to", "0", "--force").expect(code: 0)
            #expect(try count(workspace, "gold.kpis") == 0)
        }

        /// A command line that cannot work; `%` stands for the lake's folder.
        struct Mistake: Sendable {
            var arguments: [String]
            var code: Int32 = 64
            var words: [String]
        }

        private static let erase = ["erase", "--facility", "RXA", "--patient", "P1", "--by", "dpo"]

        private static let mistakes = [
            Mistake(arguments: ["list", "--lake", "%/none"], words: ["no such folder"]),
            Mistake(arguments: ["list", "--lake", "%/_wardflow"], code: 1, words: ["no Delta tables"]),
            Mistake(
                arguments: ["describe", "gold/kpiz", "--lake", "%"],
                words: ["no table gold/kpiz", "gold.kpis"]
            ),
            Mistake(arguments: ["describe", "--lake", "%"], words: ["table"]),
            Mistake(
                arguments: ["history", "gold/kpis", "--limit", "0", "--lake", "%"],
                words: ["--limit"]
            ),
            Mistake(
                arguments: ["optimize", "--target-size", "big", "--lake", "%"],
                words: ["--target-size", "big"]
            ),
            Mistake(arguments: ["optimize", "--sort-by", "ward", "--lake", "%"], words: ["--sort-by"]),
            Mistake(
                arguments: ["optimize", "gold/kpis", "--sort-by", "wrad", "--lake", "%"],
                words: ["wrad"]
            ),
            Mistake(
                arguments: ["vacuum", "--older-than", "soon", "--lake", "%"],
                words: ["--older-than", "soon"]
            ),
            Mistake(
                arguments: ["vacuum", "--older-than", "1h", "--lake", "%"],
                words: ["vacuum", "keeps"]
            ),
            Mistake(
                arguments: ["restore", "gold/kpis", "--to", "never", "--lake", "%"],
                words: ["--to"]
            ),
            Mistake(
                arguments: ["restore", "gold/kpis", "--to", "99", "--force", "--lake", "%"],
                words: ["no version 99"]
            ),
            Mistake(arguments: erase + ["--reason", "for P1", "--lake", "%"], words: ["may not hold"]),
            Mistake(arguments: erase + ["--reason", " ", "--lake", "%"], words: ["reason is empty"]),
            Mistake(arguments: erase + ["--lake", "%"], words: ["--reason"]),
        ]

        @Test func aMistakeIsNamedAndChangesNothing() throws {
            let workspace = try lake()
            let lake = workspace.file("lake")
            let before = try workspace.fingerprint(lake)
            for mistake in Self.mistakes {
                let arguments = mistake.arguments.map { $0.replacing("%", with: lake) }
                try Program.run(["table"] + arguments).expect(code: mistake.code, naming: mistake.words)
            }
            #expect(try workspace.fingerprint(lake) == before)
        }
    }
}
