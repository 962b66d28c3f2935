import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The right to be forgotten, as far as the lake goes.
    @Suite struct EraseTests {
        private struct Report: Decodable {
            struct Table: Decodable {
                var table: String
                var rows: Int
            }
            var visits: Int
            var rows: Int
            var tables: [Table]
        }

        private func rows(_ workspace: Workspace, _ sql: String, _ options: [String] = []) throws
            -> [String]
        {
            let arguments = ["query", "--lake", workspace.file("lake"), "--format", "csv", sql] + options
            return try Program.succeed(arguments).split(separator: "\r\n").dropFirst().map(String.init)
        }

        private func erase(_ workspace: Workspace, _ patient: String, _ options: String...) throws
            -> Report
        {
            let ending = try Program.run(
                [
                    "table", "erase", "--lake", workspace.file("lake"), "--json", "--facility", "RXA",
                    "--patient",
                    patient, "--by", "dpo@example.org", "--reason", "request 17",
                ] + options
            )
            ending.expect(code: 0)
            #expect(!ending.output.contains(patient) && !ending.errors.contains(patient))
            return try JSONDecoder().decode(Report.self, from: Data(ending.output.utf8))
        }

        /// Rows of each table that hold the patient or one of the visits, raw messages included.
        private func traces(
            _ workspace: Workspace,
            _ patient: String,
            _ visits: [String],
            _ options: [String] = []
        )
            throws -> [String]
        {
            let list = visits.map { "'\($0)'" }.joined(separator: ", ")
            let raw = ([patient] + visits).map { "instr(CAST(raw AS TEXT), '\($0)') > 0" }.joined(
                separator: " OR "
            )
            // Nothing was ever late here, so silver.late has no older version to ask for.
            let late =
                options.isEmpty ? "UNION ALL SELECT 'late', count(*) FROM silver.late WHERE \(raw)" : ""
            return try rows(
                workspace,
                """
                SELECT 'events', count(*) FROM silver.events WHERE patient = '\(patient)' OR visit IN (\(list)) UNION ALL
                SELECT 'visits', count(*) FROM silver.visits WHERE patient = '\(patient)' OR visit IN (\(list)) UNION ALL
                SELECT 'stays', count(*) FROM silver.bed_stays WHERE visit IN (\(list)) UNION ALL
                SELECT 'predictions', count(*) FROM gold.predictions WHERE visit IN (\(list)) UNION ALL
                SELECT 'alerts', count(*) FROM gold.alerts WHERE visit IN (\(list)) UNION ALL
                SELECT 'bronze', count(*) FROM bronze.messages WHERE \(raw) UNION ALL
                SELECT 'quarantine', count(*) FROM silver.quarantine WHERE \(raw)
                \(late)
                """,
                options
            )
            .filter { !$0.hasSuffix(",0") }
        }

        private func lake() throws -> Workspace {
            let workspace = try Workspace()
            try Program.feed(seed: 11, days: 3, to: workspace.log())
            try Program.summary(log: workspace.log(), lake: workspace.file("lake"))
            return workspace
        }

        @Test func anErasedPatientIsGoneFromEveryTableAndNobodyElseIs() throws {
            let workspace = try lake()
            // A patient with an alert, so that every kind of table has rows.
            let found = try rows(
                workspace,
                """
                SELECT v.patient FROM silver.visits v JOIN gold.alerts a ON a.visit = v.visit
                WHERE v.discharged_at IS NOT NULL AND v.facility = 'RXA' ORDER BY v.patient LIMIT 1
                """
            )
            let patient = try #require(found.first)
            let visits = try rows(
                workspace,
                "SELECT visit FROM silver.visits WHERE patient = '\(patient)'"
            )
            let before = try traces(workspace, patient, visits)
            #expect(before.count >= 5)
            let total =
                "SELECT (SELECT count(*) FROM silver.events), (SELECT count(*) FROM bronze.messages)"
            let all = try rows(workspace, total)

            let outlook = try erase(workspace, patient, "--dry-run")
            #expect(try traces(workspace, patient, visits) == before)
            let report = try erase(workspace, patient)
            #expect(report.rows == outlook.rows && report.visits == visits.count)
            #expect(try traces(workspace, patient, visits).isEmpty)
            let counts = Dictionary(uniqueKeysWithValues: report.tables.map { ($0.table, $0.rows) })
            let left = try rows(workspace, total)
            let (was, now) = (numbers(all), numbers(left))
            #expect(was[0] - now[0] == counts["silver/events"])
            #expect(was[1] - now[1] == counts["bronze/messages"])

            // Until the purge the old versions still show them.
            #expect(try !traces(workspace, patient, visits, ["--at", "1"]).isEmpty)
            _ = try erase(workspace, patient, "--purge")
            let old = try Program.run([
                "query", "--lake", workspace.file("lake"), "--at", "1",
                "SELECT count(visit) FROM silver.events",
            ])
            old.expect(code: 2, naming: ["silver.events", "missing"])
            try Program.succeed(["table", "verify", "--rows", "--lake", workspace.file("lake")])
            #expect(try erase(workspace, patient).rows == 0)
        }

        private func numbers(_ rows: [String]) -> [Int] {
            (rows.first ?? "").split(separator: ",").map { Int($0) ?? -1 }
        }

        @Test func theLogsSayWhoAndWhyAndNeverWhom() throws {
            let workspace = try lake()
            let patient = try #require(
                try rows(workspace, "SELECT max(patient) FROM silver.visits WHERE facility = 'RXA'").first
            )
            _ = try erase(workspace, patient, "--purge")
            let history = try Program.succeed([
                "table", "history", "silver/visits", "--lake", workspace.file("lake"),
            ])
            for words in ["ERASE", "PURGE", "dpo@example.org", "request 17"] {
                #expect(history.contains(words))
            }
            let lake = workspace.file("lake")
            for name in try FileManager.default.subpathsOfDirectory(atPath: lake)
            where name.hasSuffix(".json") {
                let text = try String(contentsOfFile: "\(lake)/\(name)", encoding: .utf8)
                #expect(!text.contains(patient), "\(name) names the patient")
            }
        }

        @Test func withTheLogNothingComesBackThoughNoPipelineIsAtWork() throws {
            let workspace = try lake()
            let patient = try #require(
                try rows(
                    workspace,
                    """
                    SELECT max(patient) FROM silver.visits WHERE facility = 'RXA' AND patient NOT IN
                    (SELECT patient FROM silver.visits WHERE discharged_at IS NULL)
                    """
                ).first
            )
            let visits = try rows(workspace, "SELECT visit FROM silver.visits WHERE patient = '\(patient)'")
            #expect(try erase(workspace, patient, "--log", workspace.log(), "--purge").visits == visits.count)
            #expect(try traces(workspace, patient, visits).isEmpty)
            // The next run of the same lake, one without saved state, and a new lake from the same log.
            try Program.summary(log: workspace.log(), lake: workspace.file("lake"))
            #expect(try traces(workspace, patient, visits).isEmpty)
            try FileManager.default.removeItem(atPath: workspace.file("lake/_wardflow"))
            try Program.summary(log: workspace.log(), lake: workspace.file("lake"))
            #expect(try traces(workspace, patient, visits).isEmpty)
            try FileManager.default.moveItem(atPath: workspace.file("lake"), toPath: workspace.file("old"))
            try Program.summary(log: workspace.log(), lake: workspace.file("lake"))
            #expect(try traces(workspace, patient, visits).isEmpty)
        }

        /// Kafka keeps the messages, so the command does not end with 0; but no lake made from the topic has them.
        @Test func whatKafkaKeepsComesBackInNoLake() throws {
            let workspace = try Workspace()
            let cluster = try MockKafkaCluster()
            try cluster.createTopic("adt", partitions: 4)
            let topic = cluster.url(topic: "adt")
            try Program.feed(seed: 11, days: 3, to: topic)
            try Program.summary(log: topic, lake: workspace.file("lake"))
            let patient = try #require(
                try rows(
                    workspace,
                    """
                    SELECT max(patient) FROM silver.visits WHERE facility = 'RXA' AND patient NOT IN
                    (SELECT patient FROM silver.visits WHERE discharged_at IS NULL)
                    """
                ).first
            )
            let visits = try rows(workspace, "SELECT visit FROM silver.visits WHERE patient = '\(patient)'")
            let ending = try Program.run([
                "table", "erase", "--lake", workspace.file("lake"), "--log", topic, "--facility", "RXA",
                "--patient", patient, "--by", "dpo", "--reason", "request 17", "--purge",
            ])
            ending.expect(code: 1, naming: ["Kafka cannot erase single records", "retention"])
            #expect(try traces(workspace, patient, visits).isEmpty)
            try FileManager.default.moveItem(atPath: workspace.file("lake"), toPath: workspace.file("old"))
            try Program.summary(log: topic, lake: workspace.file("lake"))
            #expect(try traces(workspace, patient, visits).isEmpty)
            #expect(try rows(workspace, "SELECT count(*) FROM silver.events") != ["0"])
        }

        @Test func aPatientNobodyKnowsChangesNothing() throws {
            let workspace = try lake()
            let before = try workspace.fingerprint(workspace.file("lake"))
            #expect(try erase(workspace, "nobody").rows == 0)
            #expect(try workspace.fingerprint(workspace.file("lake")) == before)
        }
    }
}
