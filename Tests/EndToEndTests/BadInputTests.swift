import Foundation
import Testing

extension EndToEnd {
    /// What a person can get wrong: a clear line, the promised exit code, nothing lost.
    @Suite struct BadInputTests {
        /// A command line that cannot work; `%` stands for a folder of its own.
        struct Mistake: CustomTestStringConvertible, Sendable {
            var arguments: String
            var code: Int32
            var words: [String]
            var testDescription: String { arguments }

            init(_ arguments: String, _ code: Int32, _ words: String...) {
                self.arguments = arguments
                self.code = code
                self.words = words
            }
        }

        private static let mistakes = [
            Mistake("run --log log:%/none --lake %/lake --until-end", 78, "no event log", "none"),
            Mistake("run --log log:%/empty --lake %/lake --until-end", 78, "no event log", "empty"),
            Mistake("run --log nonsense --lake %/lake", 64, "unknown scheme"),
            Mistake("run --log kafka://broker/adt --lake %/lake", 64, "host:port"),
            Mistake("run --log log:%/log --lake %/lake --pipeline %/none.yaml", 78, "no such pipeline file"),
            Mistake("run --log log:%/log --lake %/lake --serve nowhere", 64, "--serve nowhere", "host:port"),
            Mistake("run --log log:%/log --lake %/file --until-end", 2, "%/file"),
            Mistake("run --lake %/lake", 64, "--log"),
            Mistake("feed --seed 1 --to mllp://127.0.0.1:2575", 64, "not there yet", "mllp://"),
            Mistake("feed --seed 1 --to http://127.0.0.1/", 64, "unknown scheme"),
            Mistake("feed --seed 1 --to log:%/new --rate fast", 64, "--rate fast"),
            Mistake("feed --seed 1 --to log:%/new --rate 0", 64, "--rate 0"),
            Mistake("feed --seed 1 --to log:%/new --rate -5", 64, "--rate"),
            Mistake("feed --seed 1 --to log:%/new --rate nan", 64, "--rate nan"),
            Mistake("feed --seed 1 --to log:%/new --days 0", 64, "--days"),
            Mistake("feed --seed 1 --to log:%/new --days 2 --events 9", 64, "--days or --events"),
            Mistake("feed --seed 1 --to log:%/new --facilities 79", 64, "--facilities"),
            Mistake("feed --seed 1 --to log:%/new --partitions 0", 64, "partitions"),
            Mistake("feed --seed 1 --to log:%/new --faults many", 64, "--faults"),
            Mistake("feed --to log:%/new", 64, "name one source"),
            Mistake("feed --seed 1 --from %/file --to log:%/new", 64, "name one source"),
            Mistake("feed --from %/none.hl7 --to log:%/new", 64, "no such file"),
            Mistake("feed --from %/empty --to log:%/new", 64, "folder is empty"),
            Mistake("feed --from %/file --truth %/t --to log:%/new", 64, "--truth"),
            Mistake("feed --attendances %/file --to log:%/new", 64, "--mapping"),
            Mistake("feed --seed 1 --events 10 --to %/none/file.hl7", 2, "%/none/file.hl7"),
            Mistake("feed --seed 1 --events 10 --to log:%/file", 2, "%/file"),
            Mistake("demo --exit-after soon --data %/demo", 64, "--exit-after soon"),
            Mistake("demo --exit-after 0s --data %/demo", 64, "--exit-after 0s"),
            Mistake("demo --exit-after 1s --data %", 64, "not a demo's"),
            Mistake("brief --lake %/lake --at noon", 64, "--at"),
            Mistake("brief --lake %/none", 64, "no such folder"),
            Mistake("tail alerts", 64, "--lake"),
            Mistake("tail alerts --lake %/none --once", 2, "%/none"),
            Mistake("tail alerts --url ftp://127.0.0.1 --once", 64, "--url"),
            Mistake("tail alerts --url http://127.0.0.1:1 --once", 69, "control room"),
            Mistake("status --lake %/none", 64, "no such folder"),
            Mistake("predict --lake %/none", 64, "no such folder"),
            Mistake("predict --lake %/empty", 1, "no saved state"),
            Mistake("predict --lake %/empty --age 200", 64, "--age", "0 to 130"),
            Mistake("predict --lake %/empty --age old", 64, "--age"),
            Mistake("predict --lake %/empty --acuity 0", 64, "--acuity", "1 to 5"),
            Mistake("predict --lake %/empty --gender X", 64, "--gender", "F, M, O"),
            Mistake("predict --lake %/empty --arrival-mode helicopter", 64, "--arrival-mode", "ambulance"),
            Mistake("predict --lake %/empty --stay hotel", 64, "--stay"),
            Mistake("predict --lake %/empty --stayed long", 64, "--stayed"),
            Mistake("predict --lake %/empty --at noon", 64, "--at"),
            Mistake("train --lake %/none", 64, "no such folder"),
            Mistake("train --lake %/empty --trees 0", 64, "--trees", "1 to 100"),
            Mistake("train --lake %/empty --learner magic", 64, "--learner"),
            Mistake("train --lake %/empty --without shoe_size", 64, "shoe_size", "age"),
            Mistake("train --lake %/empty --log log:%/log", 64, "--by"),
            Mistake("status --lake %/empty", 1, "no wardflow tables"),
            Mistake("nothing", 64, "nothing"),
        ]

        @Test(arguments: mistakes) func aMistakeIsNamedAndWritesNothing(mistake: Mistake) throws {
            let workspace = try Workspace()
            try FileManager.default.createDirectory(
                atPath: workspace.file("empty"),
                withIntermediateDirectories: true
            )
            try workspace.write("not a folder", to: "file")
            if mistake.arguments.contains("log:%/log ") {
                try Program.succeed(["feed", "--seed", "1", "--events", "10", "--to", workspace.log()])
            }
            let before = try FileManager.default.contentsOfDirectory(atPath: workspace.path).sorted()
            func filled(_ text: String) -> String { text.replacing("%", with: workspace.path) }
            let ending = try Program.run(mistake.arguments.split(separator: " ").map { filled(String($0)) })
            ending.expect(code: mistake.code, naming: mistake.words.map(filled))
            #expect(ending.output.isEmpty)
            #expect(try FileManager.default.contentsOfDirectory(atPath: workspace.path).sorted() == before)
        }

        @Test func anEmptyLogGivesEmptyTables() throws {
            let workspace = try Workspace()
            try Program.succeed(["feed", "--from", "/dev/null", "--to", workspace.log()])
            // The rules are the first record of each of the four partitions.
            for processed in [4, 0] {
                let summary = try Program.summary(log: workspace.log(), lake: workspace.file("lake"))
                #expect(summary.counts.allSatisfy { $0 == 0 })
                #expect(summary.processed == processed)
            }
            let status = try Program.succeed(["status", "--lake", workspace.file("lake"), "--json"])
            #expect(status.contains("gold/kpis"))
        }

        /// A pipeline file with one fault, and what its message must name.
        struct Fault: CustomTestStringConvertible, Sendable {
            var old: String
            var new: String
            var words: [String]
            var testDescription: String { new }

            init(_ old: String, _ new: String, _ words: String...) {
                self.old = old
                self.new = new
                self.words = words
            }
        }

        @Test(arguments: [
            Fault("limits:", "limitz:", "unknown key", "limitz", "limits"),
            Fault("  lateness: 24h", "  latenes: 24h", "latenes"),
            Fault("every: 1s ", "every: soon ", "every"),
            Fault("max_records: 50000 ", "max_records: -1 ", "max_records"),
            Fault("time_zone: UTC", "time_zone: Mars/Olympus", "time zone"),
            Fault("beds: 60, emergency", "beds: lots, emergency", "beds"),
            Fault("acuity: [1, 5]", "acuity: [5, 1]", "acuity"),
            Fault("[A01, A02, A04]", "[A01, A99]", "A01"),
            Fault("occupancy_leave_percent: 92", "occupancy_leave_percent: 99", "occupancy_leave_percent"),
            Fault("07:00", "25:00", "07:00"),
            Fault("/schemas\n", "/no-schemas\n", "no such schema file"),
            Fault("visit: PV1-19.1", "visit: PV1", "visit"),
        ]) func aFaultInThePipelineFileIsNamedAndExitsWith78(fault: Fault) throws {
            let workspace = try Workspace()
            try Program.succeed(["feed", "--seed", "1", "--events", "10", "--to", workspace.log()])
            let pipeline = try workspace.pipeline([(fault.old, fault.new)])
            let ending = try Program.run([
                "run", "--log", workspace.log(), "--lake", workspace.file("lake"), "--until-end",
                "--pipeline",
                pipeline,
            ])
            ending.expect(code: 78, naming: fault.words)
            #expect(!FileManager.default.fileExists(atPath: workspace.file("lake")))
        }

        @Test(arguments: [
            ("type: double, meaning: \"The figure", "type: float, meaning: \"The figure", "type"),
            ("{name: value, type: double, meaning", "{name: value, type: long, meaning", "value"),
            ("{name: as_of", "{name: computed_at", "computed_at"),
            ("{id: arrivals,", "{id: arrivalz,", "arrivals"),
            ("kind: keyed", "kind: keyy", "kind"),
        ]) func aSchemaThatDoesNotFitTheCodeExitsWith78(old: String, new: String, word: String) throws {
            let workspace = try Workspace()
            try Program.succeed(["feed", "--seed", "1", "--events", "10", "--to", workspace.log()])
            try workspace.copySchemas()
            let file = workspace.file("schemas/gold/kpis.yaml")
            let text = try String(contentsOfFile: file, encoding: .utf8)
            try #require(text.contains(old))
            try workspace.write(text.replacing(old, with: new), to: "schemas/gold/kpis.yaml")
            let pipeline = try workspace.pipeline([
                ("\(Program.repository)/schemas", workspace.file("schemas"))
            ])
            let ending = try Program.run([
                "run", "--log", workspace.log(), "--lake", workspace.file("lake"), "--until-end",
                "--pipeline",
                pipeline,
            ])
            ending.expect(code: 78, naming: ["gold/kpis", word])
        }
    }
}
