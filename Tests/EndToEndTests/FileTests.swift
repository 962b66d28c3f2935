import Foundation
import Testing

extension EndToEnd {
    /// Streams in files and pipes.
    @Suite struct FileTests {
        private func ingest(_ workspace: Workspace, _ source: String, named name: String) throws -> Summary {
            try Program.succeed(["feed", "--from", source, "--to", workspace.log(name)])
            return try Program.summary(log: workspace.log(name), lake: workspace.file("lake-\(name)"))
        }

        /// The messages of one simulated day without faults, segments ended with CR.
        private func messages(_ workspace: Workspace) throws -> [[UInt8]] {
            let file = workspace.file("messages.hl7")
            try Program.feed(seed: 3, days: 1, to: file, extra: ["--faults", "none"])
            return try Data(contentsOf: URL(filePath: file)).split(separator: 0x0A)
                .filter { $0.starts(with: Array("MSH".utf8)) }.map { Array($0) + [0x0D] }
        }

        @Test func aStreamThroughAFileHasTheAccountsOfTheDirectOne() throws {
            let workspace = try Workspace()
            try Program.feed(seed: 3, days: 2, to: workspace.log("direct"))
            let direct = try Program.summary(
                log: workspace.log("direct"),
                lake: workspace.file("lake-direct")
            )
            try Program.feed(seed: 3, days: 2, to: workspace.file("stream.hl7"))
            let filed = try ingest(workspace, workspace.file("stream.hl7"), named: "filed")
            #expect(filed.balances)
            #expect(filed.records == direct.records)
            #expect(filed.silver == direct.silver)
            #expect(filed.duplicates == direct.duplicates)
            #expect(filed.quarantined == direct.quarantined)
            #expect(filed.late == direct.late)
        }

        @Test func theSameSeedGivesTheSameBytesInAFileAndOnStandardOutput() throws {
            let workspace = try Workspace()
            for (name, seed) in [("a", 3), ("b", 3), ("c", 4)] {
                try Program.feed(seed: seed, days: 1, to: workspace.file(name))
            }
            let binary = try #require(Program.path)
            try Child(
                "/bin/sh",
                ["-c", "\"$0\" feed --seed 3 --days 1 --to - > \"$1\"", binary, workspace.file("d")],
                input: nil,
                patience: 60,
                at: #_sourceLocation
            ).wait().expect(code: 0)
            let bytes = try ["a", "b", "c", "d"].map {
                try Data(contentsOf: URL(filePath: workspace.file($0)))
            }
            #expect(bytes[0].count > 100_000)
            #expect(bytes[0] == bytes[1])
            #expect(bytes[0] != bytes[2])
            #expect(bytes[0] == bytes[3])
        }

        @Test func aFeedCanBePipedIntoAnother() throws {
            let workspace = try Workspace()
            let binary = try #require(Program.path)
            let line = "\"$0\" feed --seed 3 --days 2 --to - | \"$0\" feed --from - --to \"$1\""
            try Child(
                "/bin/sh",
                ["-c", line, binary, workspace.log("piped")],
                input: nil,
                patience: 60,
                at: #_sourceLocation
            ).wait().expect(code: 0)
            let piped = try Program.summary(log: workspace.log("piped"), lake: workspace.file("lake-piped"))
            try Program.feed(seed: 3, days: 2, to: workspace.file("stream.hl7"))
            let filed = try ingest(workspace, workspace.file("stream.hl7"), named: "filed")
            #expect(piped.counts == filed.counts)
        }

        /// How messages may be wrapped on their way.
        private enum Wrapping: CaseIterable {
            case lineEach, carriageReturnsOnly, windowsLines, unixLines, mllp, batch, batchWithoutFile,
                byteOrderMark
            case blankLines, folder
        }

        @Test(arguments: Wrapping.allCases)
        private func everyWrappingHoldsTheSameMessages(wrapping: Wrapping) throws {
            let workspace = try Workspace()
            let messages = Array(try messages(workspace).prefix(400))
            let source = try write(messages, wrapping, workspace)
            let summary = try ingest(workspace, source, named: "wrapped")
            #expect(summary.records == messages.count)
            #expect(summary.silver == messages.count)
        }

        private func write(_ messages: [[UInt8]], _ wrapping: Wrapping, _ workspace: Workspace) throws
            -> String
        {
            func joined(_ separator: [UInt8]) -> [UInt8] { Array(messages.map { $0 + separator }.joined()) }
            func lines(_ end: String) -> [UInt8] {
                Array(String(decoding: joined([]), as: UTF8.self).replacing("\r", with: end).utf8)
            }
            let head = Array("FHS|^~\\&|A|B\rBHS|^~\\&|A|B\r".utf8)
            let tail = Array("BTS|\(messages.count)\rFTS|1\r".utf8)
            let bytes: [UInt8] =
                switch wrapping {
                case .lineEach: joined([0x0A])
                case .carriageReturnsOnly: joined([])
                case .windowsLines: lines("\r\n")
                case .unixLines: lines("\n")
                case .mllp: Array(messages.map { [0x0B] + $0 + [0x1C, 0x0D] }.joined())
                case .batch: head + joined([]) + tail
                case .batchWithoutFile:
                    Array("BHS|^~\\&|A|B\r".utf8) + joined([]) + Array("BTS|\(messages.count)\r".utf8)
                case .byteOrderMark: [0xEF, 0xBB, 0xBF] + joined([0x0A])
                case .blankLines: [0x0A, 0x0A] + joined([0x0A, 0x0D, 0x0A])
                case .folder: []
                }
            guard wrapping == .folder else { return try workspace.write(bytes, to: "wrapped.hl7") }
            for (index, message) in messages.enumerated() {
                try workspace.write(message, to: "folder/\(10_000 + index).hl7")
            }
            return workspace.file("folder")
        }

        @Test func aBatchThatCountsWrongIsReadWithAWarning() throws {
            let workspace = try Workspace()
            let messages = Array(try messages(workspace).prefix(3))
            let bytes = Array("BHS|^~\\&|A|B\r".utf8) + Array(messages.joined()) + Array("BTS|7\r".utf8)
            let feed = try Program.run([
                "feed", "--from", try workspace.write(bytes, to: "batch.hl7"), "--to", workspace.log(),
            ])
            feed.expect(code: 0, naming: ["warning", "7"])
            #expect(try Program.summary(log: workspace.log(), lake: workspace.file("lake")).silver == 3)
        }

        @Test func bytesThatAreNoMessageAreQuarantinedAndTheOthersAreNot() throws {
            let workspace = try Workspace()
            let messages = Array(try messages(workspace).prefix(5))
            let junk = Array("Dear colleague, please find the transfers below.\n".utf8)
            let bytes =
                junk + messages[0] + messages[1] + [0x0B] + Array(repeating: 0xFE, count: 300) + [0x1C, 0x0D]
                + Array(messages[2...].joined(separator: [0x0A]))
            let summary = try ingest(workspace, try workspace.write(bytes, to: "mixed.hl7"), named: "mixed")
            #expect(summary.balances)
            #expect(summary.silver == 5)
            #expect(summary.quarantined == 2)
        }

        @Test func shiftEventsPassThroughAFileAsJSONLines() throws {
            let workspace = try Workspace()
            let file = workspace.file("stream.hl7")
            try Program.feed(seed: 3, days: 2, to: file, extra: ["--faults", "none"])
            let shifts = try Data(contentsOf: URL(filePath: file)).split(separator: 0x0A)
                .filter { $0.first == UInt8(ascii: "{") }
            #expect(shifts.count > 100)
            let source = try workspace.write(Array(shifts.joined(separator: [0x0A])), to: "shifts.jsonl")
            let summary = try ingest(workspace, source, named: "shifts")
            #expect(summary.silver == shifts.count)
            let rows = try Program.succeed([
                "tail", "kpis", "--lake", workspace.file("lake-shifts"), "--once", "--json",
            ])
            #expect(rows.contains("fill_rate_rn_percent"))
        }
    }
}
