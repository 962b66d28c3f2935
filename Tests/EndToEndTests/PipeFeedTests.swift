import Foundation
import Testing

extension EndToEnd {
    /// `feed --from`: pipes that stay open, folders within folders, files that cannot be read.
    @Suite struct PipeFeedTests {
        /// A named pipe that stays open as long as the value.
        private final class LivePipe {
            let path: String
            private let descriptor: Int32

            init(_ path: String) throws {
                self.path = path
                try #require(mkfifo(path, 0o600) == 0)
                descriptor = open(path, O_RDWR)
                try #require(descriptor >= 0)
            }

            deinit { close(descriptor) }

            func write(_ text: String) throws {
                let bytes = Array(text.utf8)
                try #require(Glibc.write(descriptor, bytes, bytes.count) == bytes.count)
            }
        }

        private func message(_ number: Int, lineEnd: String = "\r") -> String {
            let minute = number < 10 ? "0\(number)" : "\(number)"
            return [
                "MSH|^~\\&|SND|NORTH|WF|NORTH|202601050800||ADT^A01^ADT_A01|ID\(number)|P|2.5.1",
                "EVN|A01|2026010508\(minute)00", "PID|1||P\(number)^^^NORTH^MR||||19500102|F",
                "PV1|1|I|AMU^^B1||||||||||||||||V\(number)^^^NORTH^VN",
            ].map { $0 + lineEnd }.joined()
        }

        @Test func messagesOfALivePipeAreInTheLogBeforeItEnds() throws {
            let workspace = try Workspace()
            let pipe = try LivePipe(workspace.file("pipe"))
            let feed = try Program.start(["feed", "--from", "-", "--to", workspace.log()], input: pipe.path)
            try pipe.write((0..<5).map { message($0) + "\n" }.joined())
            #expect(try Program.waits(for: 5, in: workspace.log(), of: feed))
            // Lines that end with LF alone do not tell the last segment from one before it: a longer silence does.
            try pipe.write((5..<8).map { message($0, lineEnd: "\n") }.joined())
            #expect(try Program.waits(for: 8, in: workspace.log(), of: feed))
            feed.send(SIGTERM)
            feed.wait().expect(code: 0, naming: ["sent 8 records"])
            let summary = try Program.summary(log: workspace.log(), lake: workspace.file("lake"))
            #expect(summary.silver == 8)
        }

        @Test func aStopWithinAMessageSaysSo() throws {
            let workspace = try Workspace()
            let pipe = try LivePipe(workspace.file("pipe"))
            let feed = try Program.start(["feed", "--from", "-", "--to", workspace.log()], input: pipe.path)
            try pipe.write(message(0) + "\n" + String(message(1).dropLast(9)))
            #expect(try Program.waits(for: 1, in: workspace.log(), of: feed))
            feed.send(SIGTERM)
            feed.wait().expect(code: 1, naming: ["sent 1 records", "stopped within a message"])
        }

        @Test func aStopInAFileSaysThatTheRestIsMissing() throws {
            let workspace = try Workspace()
            let file = try workspace.write((0..<9).map { message($0) }.joined(), to: "messages.hl7")
            let feed = try Program.start([
                "feed", "--from", file, "--to", workspace.log(), "--rate", "0.001", "--partitions", "1",
            ])
            #expect(try Program.waits(for: 1, in: workspace.log(), of: feed))
            feed.send(SIGTERM)
            feed.wait().expect(code: 1, naming: ["sent", "messages.hl7", "the rest was not sent"])
        }

        @Test func foldersWithinFoldersAreReadInTheOrderOfTheirNumbers() throws {
            let workspace = try Workspace()
            for number in [1, 10, 2] {
                try workspace.write(message(number), to: "days/\(number)/feed_\(number).hl7")
            }
            let out = workspace.file("out.hl7")
            try Program.succeed(["feed", "--from", workspace.file("days"), "--to", out])
            let text = try String(contentsOfFile: out, encoding: .utf8)
            let order = text.split(separator: "\n").compactMap { line in
                line.split(separator: "|").first { $0.hasPrefix("ID") }
            }
            #expect(order == ["ID1", "ID2", "ID10"])
        }

        @Test func aReadErrorEndsTheFeedWithFileAndPlace() throws {
            let workspace = try Workspace()
            // Opens like a file, and cannot be read where no memory is.
            let feed = try Program.run(["feed", "--from", "/proc/self/mem", "--to", workspace.log()])
            feed.expect(code: 2, naming: ["/proc/self/mem", "at byte 0", "sent 0 records"])
        }

        @Test func aFileThatCannotBeOpenedIsNotLeftOut() throws {
            let workspace = try Workspace()
            try workspace.write(message(0), to: "in/a.hl7")
            try FileManager.default.createSymbolicLink(
                atPath: workspace.file("in/b.hl7"),
                withDestinationPath: workspace.file("nowhere")
            )
            let feed = try Program.run(["feed", "--from", workspace.file("in"), "--to", workspace.log()])
            feed.expect(code: 2, naming: ["in/b.hl7"])
        }
    }
}
