import Foundation
import Testing

extension EndToEnd {
    /// Programs that begin where another left off.
    @Suite(.enabled(if: Readers.areThere, "WARDFLOW_PYTHON is not set")) struct RestartTests {
        private enum Loss: CaseIterable {
            case everySnapshot, damagedSnapshots, cutSnapshots, emptySnapshots
        }

        /// Two days in a log, and the lake of an undisturbed run.
        private func prepared() throws -> (Workspace, Summary) {
            let workspace = try Workspace()
            try Program.feed(seed: 5, days: 2, to: workspace.log(), extra: ["--facilities", "2"])
            return (workspace, try Program.summary(log: workspace.log(), lake: workspace.file("lake")))
        }

        @Test func aRestartWithoutNewRecordsWritesNothing() throws {
            let (workspace, first) = try prepared()
            let before = try workspace.fingerprint(workspace.file("lake"))
            let again = try Program.summary(log: workspace.log(), lake: workspace.file("lake"))
            #expect(again.counts == first.counts)
            #expect(again.processed == 0)
            #expect(again.commits == 0)
            #expect(try workspace.fingerprint(workspace.file("lake")) == before)
        }

        @Test(arguments: Loss.allCases) private func lostStateIsReplayedToTheSameRows(loss: Loss) throws {
            let (workspace, first) = try prepared()
            let lake = workspace.file("lake")
            try Program.summary(log: workspace.log(), lake: workspace.file("whole"))
            try spoil("\(lake)/_wardflow", loss)
            let again = try Program.summary(log: workspace.log(), lake: lake)
            #expect(again.counts == first.counts)
            #expect(again.processed == first.processed)
            try Readers.expectSameRows(workspace.file("whole"), lake)
        }

        private func spoil(_ folder: String, _ loss: Loss) throws {
            let files = FileManager.default
            guard loss != .everySnapshot else { return try files.removeItem(atPath: folder) }
            let snapshots = try files.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".manifest") }
            #expect(!snapshots.isEmpty)
            for name in snapshots {
                let url = URL(filePath: "\(folder)/\(name)")
                var bytes = [UInt8](try Data(contentsOf: url))
                switch loss {
                case .everySnapshot: break
                case .damagedSnapshots: bytes[bytes.count / 2] ^= 0x10
                case .cutSnapshots: bytes.removeLast(bytes.count / 3)
                case .emptySnapshots: bytes = []
                }
                try Data(bytes).write(to: url)
            }
        }

        @Test func recordsThatComeLaterGiveTheRowsOfOneRun() throws {
            let workspace = try Workspace()
            let stream = workspace.file("stream.hl7")
            try Program.feed(seed: 6, days: 2, to: stream)
            let lines = try Data(contentsOf: URL(filePath: stream)).split(separator: 0x0A)
            for (index, part) in [lines[..<3_000], lines[3_000...]].enumerated() {
                let file = try workspace.write(Array(part.joined(separator: [0x0A])), to: "part-\(index).hl7")
                try Program.succeed(["feed", "--from", file, "--to", workspace.log()])
                try Program.summary(log: workspace.log(), lake: workspace.file("two-runs"))
            }
            try Program.summary(log: workspace.log(), lake: workspace.file("one-run"))
            try Readers.expectSameRows(workspace.file("one-run"), workspace.file("two-runs"))
        }

        @Test func twoWritersAtOnceNeitherLoseNorDoubleARow() throws {
            let (workspace, first) = try prepared()
            let pipeline = try workspace.busyPipeline()
            let lake = workspace.file("shared")
            let arguments = [
                "run", "--log", workspace.log(), "--lake", lake, "--until-end", "--json", "--pipeline",
                pipeline,
            ]
            let writers = [try Program.start(arguments), try Program.start(arguments)]
            for ending in writers.map({ $0.wait() }) {
                #expect([0, 2].contains(ending.code) && !ending.wasKilled, "\(ending.errors)")
                if ending.code == 2 { #expect(ending.errors.contains("another writer"), "\(ending.errors)") }
                ending.expectCleanErrors()
            }
            let last = try Program.summary(log: workspace.log(), lake: lake, pipeline: pipeline)
            #expect(last.counts == first.counts)
            try Readers.expectSameRows(workspace.file("lake"), lake)
        }
    }
}
