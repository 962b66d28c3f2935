import Foundation
import Testing

extension EndToEnd {
    /// Programs that are ended without warning.
    @Suite(.enabled(if: Readers.areThere, "WARDFLOW_PYTHON is not set")) struct KillTests {
        private static let kills = 20
        /// Lives after which the test gives up: a new lake has commits enough for each moment, so this is never reached.
        private static let lives = 120

        @Test(arguments: [UInt64(2024)]) func twentyKillsLeaveTheRowsOfAnUndisturbedRun(seed: UInt64) throws {
            let workspace = try Workspace()
            try Program.feed(seed: 11, days: 2, to: workspace.log())
            let pipeline = try workspace.busyPipeline()
            let whole = try Program.summary(
                log: workspace.log(),
                lake: workspace.file("whole"),
                pipeline: pipeline
            )
            let library = try KillPoint.build(in: workspace)
            var random = SeededRandom(seed)
            var killed = 0
            var round = 0
            var torn = 0
            for _ in 0..<Self.lives where killed < Self.kills {
                let lake = workspace.file("cut-\(round)")
                let point = KillPoint(using: &random)
                let life = try Program.start(
                    [
                        "run", "--log", workspace.log(), "--lake", lake, "--until-end", "--json",
                        "--pipeline",
                        pipeline,
                    ],
                    environment: point.environment(library)
                ).wait()
                guard life.wasKilled else {
                    // Too little was left to do for this moment to come: on with a new lake.
                    life.expect(code: 0)
                    round += 1
                    continue
                }
                killed += 1
                if commits(lake, "bronze/messages") != commits(lake, "gold/kpis") { torn += 1 }
            }
            print(
                "seed \(seed): \(killed) kills, \(torn) between two tables of a commit, in \(round + 1) lakes"
            )
            #expect(torn > 0, "seed \(seed): no kill fell between two tables of a commit")
            #expect(killed == Self.kills, "seed \(seed): \(round) lakes were finished first")
            for index in 0...round {
                let lake = workspace.file("cut-\(index)")
                let last = try Program.summary(log: workspace.log(), lake: lake, pipeline: pipeline)
                #expect(last.counts == whole.counts, "seed \(seed), lake \(index)")
                let rows = try Readers.expectSameRows(
                    workspace.file("whole"),
                    lake,
                    note: "seed \(seed), lake \(index): "
                )
                #expect(rows["silver/events"] == Double(whole.silver))
            }
        }

        private func commits(_ lake: String, _ table: String) -> Int {
            let names = try? FileManager.default.contentsOfDirectory(atPath: "\(lake)/\(table)/_delta_log")
            return names?.count { $0.hasSuffix(".json") } ?? 0
        }

        /// The reader sees a record only after the log has acknowledged it.
        @Test func whatAReaderHasSeenOfAKilledFeederIsInTheLog() throws {
            let workspace = try Workspace()
            let pipeline = try workspace.pipeline([("every: 1s ", "every: 50ms ")])
            try Program.feed(seed: 12, days: 2, to: workspace.log("whole-log"), extra: ["--partitions", "2"])
            try Program.summary(log: workspace.log("whole-log"), lake: workspace.file("whole"))
            let feeder = try Program.start([
                "feed", "--seed", "12", "--days", "2", "--rate", "300", "--partitions", "2", "--to",
                workspace.log(),
            ])
            let follower = try follow(workspace, pipeline, feeder)
            feeder.send(SIGKILL)
            #expect(feeder.wait().wasKilled)
            let summary = try Program.summary(log: workspace.log(), lake: workspace.file("again"))
            // To the last record that the log acknowledged before it lost its feeder.
            #expect(
                follower.waits {
                    ["bronze/messages", "bronze/control"].reduce(0) { $0 + rows(workspace.file("seen"), $1) }
                        >= summary.processed
                }
            )
            follower.send(SIGKILL)
            #expect(follower.wait().wasKilled)
            try Readers.check("prefix.py", [workspace.file("seen"), workspace.file("whole")], note: "seen: ")
            let checked = try Readers.check("prefix.py", [workspace.file("again"), workspace.file("whole")])
            #expect(checked["rows", default: 0] + checked["control", default: 0] == Double(summary.processed))
            let seen = try Readers.check("prefix.py", [workspace.file("seen"), workspace.file("again")])
            #expect(seen["rows", default: 0] > 0)
            let resumed = try Program.summary(
                log: workspace.log(),
                lake: workspace.file("seen"),
                pipeline: pipeline
            )
            #expect(resumed.counts == summary.counts)
            try Readers.expectSameRows(workspace.file("again"), workspace.file("seen"))
        }

        /// Starts a run on the feeder's log and returns it when it has committed records.
        private func follow(_ workspace: Workspace, _ pipeline: String, _ feeder: Child) throws -> Child {
            while true {
                let run = try Program.start([
                    "run", "--log", workspace.log(), "--lake", workspace.file("seen"), "--pipeline", pipeline,
                ])
                if run.waits(until: { rows(workspace.file("seen"), "bronze/messages") > 0 }) { return run }
                // It ended because there was no log yet.
                try #require(!feeder.ends(within: 0), "the feeder ended before its log could be read")
            }
        }

        /// Rows that the commits of a table added, as their statistics say.
        private func rows(_ lake: String, _ table: String) -> Int {
            let folder = "\(lake)/\(table)/_delta_log"
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return names.filter { $0.hasSuffix(".json") }.reduce(0) { total, name in
                let text = (try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)) ?? ""
                return text.matches(of: /numRecords\\*":\s*(\d+)/).reduce(total) { $0 + (Int($1.1) ?? 0) }
            }
        }
    }
}
