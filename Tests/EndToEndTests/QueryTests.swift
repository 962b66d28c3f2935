import Foundation
import Testing

extension EndToEnd {
    /// `wardflow query` as a data engineer uses it.
    @Suite struct QueryTests {
        private func lake() throws -> Workspace {
            let workspace = try Workspace()
            try Program.feed(seed: 3, days: 1, to: workspace.log())
            try Program.summary(log: workspace.log(), lake: workspace.file("lake"))
            return workspace
        }

        private func query(_ workspace: Workspace, _ sql: String, _ options: [String] = []) throws
            -> String
        {
            try Program.succeed(["query", "--lake", workspace.file("lake"), sql] + options)
        }

        @Test func everyFormatTellsTheSameRows() throws {
            let workspace = try lake()
            let sql = "SELECT kpi, count(*) AS n FROM gold.kpis GROUP BY kpi ORDER BY kpi"
            let json = try query(workspace, sql, ["--format", "json"])
            struct Row: Decodable {
                var kpi: String
                var n: Int
            }
            let rows = try JSONDecoder().decode([Row].self, from: Data(json.utf8))
            #expect(rows.count > 5)
            let csv = try query(workspace, sql, ["--format", "csv"])
            #expect(csv == "kpi,n\r\n" + rows.map { "\($0.kpi),\($0.n)\r\n" }.joined())
            let lines = try query(workspace, sql).split(separator: "\n").map(String.init)
            #expect(lines.count == rows.count + 3)
            #expect(lines.last == "(\(rows.count) rows)")
            for (row, line) in zip(rows, lines.dropFirst(2)) {
                #expect(line.split(separator: " ").map(String.init) == [row.kpi, "\(row.n)"])
            }
        }

        @Test func anEmptyAnswerIsShownAsOne() throws {
            let workspace = try lake()
            let sql = "SELECT ward, value FROM gold.kpis WHERE kpi = 'no such'"
            #expect(try query(workspace, sql, ["--format", "json"]) == "[]\n")
            #expect(try query(workspace, sql, ["--format", "csv"]) == "ward,value\r\n")
            #expect(try query(workspace, sql).hasSuffix("(0 rows)\n"))
        }

        @Test func textNeverDrivesTheTerminalOrBreaksTheTable() throws {
            let workspace = try lake()
            let sql =
                "SELECT char(27) || '[31m' || char(13) || char(10) AS text, x'00FF' AS bytes, NULL AS none"
            let lines = try query(workspace, sql).split(separator: "\n")
            #expect(lines.count == 4)
            #expect(lines[2].contains("\\x1b[31m\\r\\n") && lines[2].contains("(2 bytes)"))
            let csv = try query(
                workspace,
                "SELECT 'a\"b,c' AS x, '' AS empty, NULL AS none",
                ["--format", "csv"]
            )
            #expect(csv == "x,empty,none\r\n\"a\"\"b,c\",\"\",\r\n")
        }

        @Test func anEarlierVersionIsAsItWas() throws {
            let workspace = try lake()
            let count = "SELECT count(*) AS n FROM bronze.messages"
            #expect(try query(workspace, count, ["--at", "0", "--format", "csv"]) == "n\r\n0\r\n")
            #expect(
                try query(workspace, count, ["--at", "2999-01-01", "--format", "csv"]) != "n\r\n0\r\n"
            )
        }

        @Test func explainTellsWhatWasReadAndPassedOver() throws {
            let workspace = try lake()
            let plan = try query(
                workspace,
                "EXPLAIN SELECT ward, avg(value) FROM gold.kpis WHERE kpi = 'los_hours' AND facility = 'nowhere' GROUP BY ward"
            )
            for words in [
                "columns      facility, ward, kpi, value", "kpi = 'los_hours'", "by partition", "0 of ",
                "result: 0 rows",
            ] { #expect(plan.contains(words), "no \(words) in \(plan)") }
        }

        @Test func aStatementComesFromStandardInputToo() throws {
            let workspace = try lake()
            let file = try workspace.write("SELECT 1 AS one; -- done\n", to: "query.sql")
            let arguments = ["query", "--lake", workspace.file("lake"), "--format", "csv", "-"]
            #expect(try Program.succeed(arguments, input: file) == "one\r\n1\r\n")
        }

        private static let endless =
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"

        @Test func aQueryEndsWhenItsTimeIsOver() throws {
            let workspace = try lake()
            let ending = try Program.run([
                "query", "--lake", workspace.file("lake"), "--timeout", "0.2", Self.endless,
            ])
            ending.expect(code: 2, naming: ["longer than 0.2 s"])
            #expect(ending.output.isEmpty)
        }

        @Test(arguments: [SIGINT, SIGTERM]) func aQueryEndsOnASignal(signal: Int32) throws {
            let workspace = try lake()
            let rows = Self.endless.replacing("max(x)", with: "x")
            let sql = "SELECT 1 AS first UNION ALL SELECT 2 UNION ALL SELECT max(x) FROM (\(rows))"
            let child = try Program.start([
                "query", "--lake", workspace.file("lake"), "--format", "json", sql,
            ])
            #expect(child.line(containing: "first") != nil)
            child.send(signal)
            child.wait().expect(code: 2, naming: ["stopped"])
        }

        /// A statement that cannot be answered, and what the error must name.
        struct Mistake: Sendable {
            var sql: String
            var options: [String] = []
            var code: Int32 = 64
            var words: [String]
        }

        private static let mistakes = [
            Mistake(
                sql: "SELECT * FROM gold.kpiz",
                words: ["no table gold.kpiz", "gold.kpis", "silver.visits"]
            ),
            Mistake(
                sql: "SELECT wrad FROM gold.kpis",
                words: ["no such column: wrad", "gold.kpis has facility, open, ward"]
            ),
            Mistake(sql: "SELEC 1", words: ["syntax error"]),
            Mistake(sql: "", words: ["empty"]),
            Mistake(sql: "-- nothing", words: ["empty"]),
            Mistake(sql: "SELECT 1; SELECT 2", words: ["second statement"]),
            Mistake(sql: "DELETE FROM gold.kpis", words: ["refused", "only reads"]),
            Mistake(sql: "INSERT INTO gold.kpis (ward) VALUES ('x')", words: ["refused"]),
            Mistake(sql: "UPDATE gold.kpis SET ward = 'x'", words: ["refused"]),
            Mistake(sql: "CREATE TABLE t(a)", words: ["CREATE is refused"]),
            Mistake(sql: "DROP TABLE gold.kpis", words: ["refused"]),
            Mistake(sql: "ATTACH '/tmp/x.db' AS x", words: ["ATTACH is refused"]),
            Mistake(sql: "PRAGMA journal_mode = WAL", words: ["PRAGMA journal_mode is refused"]),
            Mistake(sql: "SELECT load_extension('x')", words: ["load_extension() is refused"]),
            Mistake(sql: "VACUUM INTO '/tmp/x.db'", words: ["refused"]),
            Mistake(
                sql: "SELECT 1",
                options: ["--at", "noon"],
                words: ["--at", "2026-01-08T07:00:00Z"]
            ),
            Mistake(sql: "SELECT 1", options: ["--timeout", "0"], words: ["--timeout"]),
            Mistake(sql: "SELECT 1", options: ["--format", "xml"], words: ["--format", "xml"]),
            Mistake(
                sql: "SELECT * FROM kpis",
                options: ["--at", "999"],
                code: 2,
                words: ["no version 999"]
            ),
            Mistake(
                sql: "SELECT * FROM kpis",
                options: ["--at", "1999-01-01"],
                code: 2,
                words: ["before the oldest"]
            ),
        ]

        @Test func aStatementThatCannotBeAnsweredIsNamedAndChangesNothing() throws {
            let workspace = try lake()
            let before = try workspace.fingerprint(workspace.file("lake"))
            for mistake in Self.mistakes {
                let ending = try Program.run(
                    ["query", "--lake", workspace.file("lake")] + mistake.options + ["--", mistake.sql]
                )
                ending.expect(code: mistake.code, naming: mistake.words)
                #expect(ending.output.isEmpty, "\(mistake.sql)")
            }
            #expect(try workspace.fingerprint(workspace.file("lake")) == before)
        }

        @Test func aDamagedTableIsNamedAndTheOthersCanStillBeAsked() throws {
            let workspace = try lake()
            try workspace.write("{not json", to: "lake/gold/alerts/_delta_log/00000000000000000001.json")
            let ending = try Program.run([
                "query", "--lake", workspace.file("lake"), "SELECT * FROM gold.alerts",
            ])
            ending.expect(code: 2, naming: ["gold.alerts", "00000000000000000001.json"])
            _ = try query(workspace, "SELECT count(*) FROM gold.kpis")
        }

        @Test func aFolderThatIsNoLakeIsNamed() throws {
            let workspace = try Workspace()
            let missing = try Program.run(["query", "--lake", workspace.file("none"), "SELECT 1"])
            missing.expect(code: 64, naming: ["no such folder", "none"])
            let empty = try Program.run(["query", "--lake", workspace.path, "SELECT * FROM gold.kpis"])
            empty.expect(code: 64, naming: ["no table gold.kpis", "no Delta tables"])
        }
    }
}
