import Foundation
import Testing

extension EndToEnd {
    /// Signals, ports and disks that get in the way of a run.
    @Suite struct OutageTests {
        @Test func aTerminatedRunCommitsWhatItReadAndExitsWith0() throws {
            let workspace = try Workspace()
            try Program.feed(seed: 8, days: 2, to: workspace.log())
            let lake = workspace.file("lake")
            let run = try Program.start(["run", "--log", workspace.log(), "--lake", lake, "--json"])
            let commit = "\(lake)/bronze/messages/_delta_log/00000000000000000001.json"
            #expect(run.waits { FileManager.default.fileExists(atPath: commit) })
            run.send(SIGTERM)
            let ending = run.wait()
            ending.expect(code: 0)
            let summary = try Summary(json: ending.output)
            #expect(summary.balances && summary.records > 0)
            let rest = try Program.summary(log: workspace.log(), lake: lake)
            let whole = try Program.summary(log: workspace.log(), lake: workspace.file("whole"))
            #expect(summary.processed + rest.processed == whole.processed)
            #expect(rest.counts == whole.counts)
        }

        @Test func aTerminatedFeedHasSentWhatItSays() throws {
            let workspace = try Workspace()
            let file = workspace.file("stream.hl7")
            try Program.feed(seed: 8, days: 1, to: file)
            let feed = try Program.start(["feed", "--from", file, "--rate", "50", "--to", workspace.log()])
            #expect(try Program.waits(for: nil, in: workspace.log(), of: feed))
            feed.send(SIGTERM)
            let ending = feed.wait()
            // The rest of the file is not in the log: that is no success.
            ending.expect(code: 1, naming: ["stopped before the end of"])
            let summary = try Program.summary(log: workspace.log(), lake: workspace.file("lake"))
            #expect(summary.records > 0)
            #expect(ending.errors.contains("sent \(summary.records) records"), "\(ending.errors)")
        }

        @Test func aTakenPortIsNamedAndTheFirstScreenStays() throws {
            let workspace = try Workspace()
            try Program.feed(seed: 8, days: 1, to: workspace.log())
            let first = try Program.start([
                "run", "--log", workspace.log(), "--lake", workspace.file("lake"), "--serve", "127.0.0.1:0",
            ])
            let line = try #require(first.line(containing: "http://127.0.0.1:"))
            let port = try #require(line.split(separator: ":").last.map { String($0.prefix { $0.isNumber }) })
            let second = try Program.run([
                "run", "--log", workspace.log(), "--lake", workspace.file("other"), "--serve",
                "127.0.0.1:\(port)",
            ])
            second.expect(code: 2, naming: [port])
            let demo = try Program.run([
                "demo", "--exit-after", "5s", "--port", port, "--data", workspace.file("demo"),
            ])
            demo.expect(code: 2, naming: [port])
            #expect(!first.ends(within: 0))
            first.send(SIGTERM)
            first.wait().expect(code: 0)
        }

        /// Whether this machine lets us mount a small disk in a name space of our own.
        private static let canMount: Bool = {
            let probe = try? Child(
                "/bin/sh",
                ["-c", "unshare -Urm sh -c 'mount -t tmpfs -o size=1m none /mnt'"],
                input: nil,
                patience: 10,
                at: #_sourceLocation
            )
            if let probe, probe.ends(within: 10), probe.wait().code == 0 { return true }
            print("skipped: the disk-full tests, this machine lets nobody mount a small disk")
            return false
        }()

        /// Runs a shell script on a small disk of its own at `$1`; `$2` is the binary, `$3` the workspace.
        private func onSmallDisk(_ workspace: Workspace, _ script: String) throws -> Program.Ending {
            let binary = try #require(Program.path)
            let disk = workspace.file("disk")
            try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
            let mounted = "mount -t tmpfs -o size=1m none \"$1\"; \(script)"
            return try Child(
                "/bin/sh",
                [
                    "-c", "unshare -Urm sh -c '\(mounted)' sh \"$0\" \"$1\" \"$2\"", disk, binary,
                    workspace.path,
                ],
                input: nil,
                patience: 60,
                at: #_sourceLocation
            ).wait()
        }

        @Test(.enabled(if: canMount && Readers.areThere, "no small disk, or no WARDFLOW_PYTHON"))
        func aDiskThatFillsUpWhileCommittingLosesNothing() throws {
            let workspace = try Workspace()
            try Program.feed(seed: 8, days: 3, to: workspace.log())
            let pipeline = try workspace.busyPipeline()
            let whole = try Program.summary(
                log: workspace.log(),
                lake: workspace.file("whole"),
                pipeline: pipeline
            )
            let run =
                "\"$2\" run --log log:\"$3\"/log --lake \"$1\"/lake --until-end --json --pipeline \(pipeline)"
            let ending = try onSmallDisk(
                workspace,
                """
                \(run) >/dev/null; echo $?; \(run) >/dev/null; echo $?; \
                mount -o remount,size=200m "$1"; \(run); cp -r "$1"/lake "$3"/rescued
                """
            )
            ending.expectCleanErrors()
            let lines = ending.output.split(separator: "\n").map(String.init)
            try #require(lines.count == 3, "\(lines) \(ending.errors)")
            #expect(lines[0] == "2" && lines[1] == "2")
            #expect(ending.errors.contains("space"), "\(ending.errors)")
            #expect(try Summary(json: lines[2]).counts == whole.counts)
            try Readers.expectSameRows(workspace.file("whole"), workspace.file("rescued"))
        }

        @Test(.enabled(if: canMount, "no small disk"))
        func aLogOnAFullDiskRefusesTheBatchAndKeepsWhatItHad() throws {
            let workspace = try Workspace()
            let ending = try onSmallDisk(
                workspace,
                """
                "$2" feed --seed 8 --days 7 --to log:"$1"/log; echo $?; \
                mount -o remount,size=200m "$1"; \
                "$2" run --log log:"$1"/log --lake "$1"/lake --until-end --json
                """
            )
            ending.expectCleanErrors()
            let lines = ending.output.split(separator: "\n").map(String.init)
            try #require(lines.count == 2, "\(lines) \(ending.errors)")
            #expect(lines[0] == "2")
            #expect(ending.errors.contains("no space left"), "\(ending.errors)")
            let summary = try Summary(json: lines[1])
            #expect(summary.balances && summary.records > 0)
        }
    }
}
