import Lake
import Wiring
import YAMLSettings
import Foundation
import Hospital
import Pipeline
import Sites
import Testing

@Suite struct ConfigurationTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var yaml: String
        /// Line, key and a word of the explanation.
        var line: Int
        var key: String
        var words: String
        var testDescription: String { "line \(line) \(key): \(words)" }

        init(_ yaml: String, _ line: Int, _ key: String, _ words: String) {
            self.yaml = yaml
            self.line = line
            self.key = key
            self.words = words
        }
    }

    static let faults = [
        Case("pipeline: a\nlimitz: 3\n", 2, "limitz", "unknown key"),
        Case("pipeline: a\nlimitz:\n  lateness: 24h\n", 2, "limitz", "unknown key"),
        Case("pipeline: a\nlimits:\n  lateness: 24h\n  latenes: 1h\n", 4, "limits.latenes", "unknown key"),
        Case("pipeline: a\nlimits:\n  lateness: 1 day\n", 3, "limits.lateness", "expected a length of time"),
        Case("pipeline: a\nlimits:\n  lateness: -2h\n", 3, "limits.lateness", "expected a length of time"),
        Case("pipeline: a\nlimits:\n  lateness: 30m\n", 3, "limits.lateness", "at least 1h"),
        Case(
            "pipeline: a\nlimits:\n  lateness: 99999999999999999999h\n",
            3,
            "limits.lateness",
            "expected a length"
        ),
        Case("pipeline: a\nfields:\n  visit: PV1\n", 3, "fields.visit", "expected a place"),
        Case(
            "pipeline: a\nfields:\n  visit: PV1-19.1\n  patient: PID-3\n  event_time: [EVN-6, EVN-2.1.1]\n",
            5,
            "fields.event_time[1]",
            "expected a place"
        ),
        Case("pipeline: a\nfields:\n  visit: PV1-19.1\n", 2, "fields", "`patient` must name a place"),
        Case("pipeline: a\ntime_zone: Europe/Londn\n", 2, "time_zone", "unknown time zone"),
        Case(
            "pipeline: a\nalerts:\n  occupancy_enter_percent: 90\n  occupancy_leave_percent: 90\n",
            2,
            "alerts",
            "must be below"
        ),
        Case("pipeline: a\ncommit:\n  max_records: 0\n", 3, "commit.max_records", "whole number from 1"),
        Case("pipeline: a\nwards:\n  ED: {emergency: true}\n", 3, "wards.ED", "`beds` must be given"),
        Case("pipeline: a\nwards:\n  ED: {beds: ten}\n", 3, "wards.ED.beds", "whole number"),
        Case("pipeline: a\nbriefings:\n  at: [\"25:00\"]\n", 3, "briefings.at[0]", "local time"),
        Case(
            "pipeline: a\nexpect_or_quarantine:\n  acuity: [5, 1]\n",
            3,
            "expect_or_quarantine.acuity",
            "least"
        ),
        Case(
            "pipeline: a\nexpect_or_quarantine:\n  ward_on: [A99]\n",
            3,
            "expect_or_quarantine.ward_on[0]",
            "A01"
        ),
        Case("pipeline: a\nhousekeeping:\n  evry: 1s\n", 3, "housekeeping.evry", "unknown key"),
        Case("pipeline: a\nhousekeeping:\n  every: 10ms\n", 3, "housekeeping.every", "at least 1s"),
        Case("pipeline: a\nhousekeeping:\n  keep_live: 30s\n", 3, "housekeeping.keep_live", "at least 1m"),
        Case("pipeline: a\nhousekeeping:\n  compact_files: 1\n", 3, "housekeeping.compact_files", "from 2"),
        Case(
            "pipeline: a\nhousekeeping:\n  target_file_megabytes: 0\n",
            3,
            "housekeeping.target_file_megabytes",
            "whole number from 1"
        ),
        Case("pipeline: a\nmodels:\n  champoin: {}\n", 3, "models.champoin", "unknown key"),
        Case(
            "pipeline: a\nmodels:\n  champion: {learner: magic}\n",
            3,
            "models.champion.learner",
            "hazard, forest"
        ),
        Case("pipeline: a\nmodels:\n  champion: {trees: 0}\n", 3, "models.champion.trees", "from 1 to 100"),
        Case("pipeline: a\nmodels:\n  challenger: never\n", 3, "models.challenger", "expected keys"),
        Case("pipeline: a\nmodels:\n  without: [shoe_size]\n", 3, "models.without[0]", "age, gender"),
        Case("pipeline: a\nalerts:\n  likely_breach: 0.5\n", 3, "alerts.likely_breach", "expected keys"),
        Case(
            "pipeline: a\nalerts:\n  likely_breach: {per_day: 3, precision: 0.8}\n",
            3,
            "alerts.likely_breach",
            "exactly one"
        ),
        Case(
            "pipeline: a\nalerts:\n  critical_stay: {precision: 80}\n",
            3,
            "alerts.critical_stay.precision",
            "number from 0"
        ),
        Case("pipeline: a b\n", 1, "pipeline", "letters, digits"),
    ]

    @Test(arguments: faults)
    func aFaultNamesFileLineAndKey(_ example: Case) throws {
        let error = #expect(throws: ConfigurationError.self) {
            try PipelineConfiguration(yaml: example.yaml, file: "pipelines/x.yaml", folder: "pipelines")
        }
        let text = try #require(error?.description)
        #expect(text.hasPrefix("pipelines/x.yaml:\(example.line): `\(example.key)`: "), "\(text)")
        #expect(text.contains(example.words), "\(text)")
    }

    @Test(arguments: ["", "seed: 7\n", "pipeline: [a\n", "- a\n", "pipeline: a\npipeline: b\n"])
    func aFileThatIsNoPipelineIsRefusedWithItsName(yaml: String) throws {
        let error = #expect(throws: ConfigurationError.self) {
            try PipelineConfiguration(yaml: yaml, file: "pipelines/x.yaml", folder: "pipelines")
        }
        #expect(error?.description.hasPrefix("pipelines/x.yaml") == true)
    }

    @Test func theStandardPipelineLoadsAndMeansWhatTheDefaultsMean() throws {
        let loaded = try PipelineConfiguration.load("\(repository)/pipelines/adt.yaml")
        #expect(loaded.name == "adt")
        let rules = try #require(loaded.rules("RXA"))
        var builtIn = SiteRules(code: "RXA")
        builtIn.version = rules.version
        builtIn.fields = rules.fields
        #expect(rules == builtIn)
        #expect(loaded.housekeeping == HousekeepingRules())
        #expect(rules.fields.arrivalMode.count == 2)
        #expect(throws: ConfigurationError.self) {
            try PipelineConfiguration.load("\(repository)/pipelines/none.yaml")
        }
    }

    @Test func londonHasADayOf23HoursAndOneOf25() throws {
        let yaml = "pipeline: a\ntime_zone: Europe/London\n"
        let configuration = try PipelineConfiguration(yaml: yaml, file: "x.yaml", folder: ".")
        let clock = configuration.rulesForReading("").clock
        for (month, day, hours) in [(3, 29, 23.0), (10, 25, 25.0), (6, 1, 24.0)] {
            let start = clock.startOfDay(CivilTime(year: 2026, month: month, day: day, hour: 12).utc)
            #expect(clock.startOfDay(start + .hours(30)).since(start).hours == hours)
        }
    }

    // MARK: Schemas

    /// A copy of the schema folder with `old` replaced in one file; returns what opening the lake says.
    private func refusal(_ table: String, _ old: String, _ new: String) throws -> String? {
        let workspace = try Workspace()
        let schemas = URL(fileURLWithPath: "\(repository)/schemas").resolvingSymlinksInPath().path
        try FileManager.default.copyItem(atPath: schemas, toPath: "\(workspace.path)/schemas")
        let file = "\(workspace.path)/schemas/\(table).yaml"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try #require(text.contains(old))
        _ = try workspace.write(
            text.replacing(old, with: new, maxReplacements: 1),
            to: "schemas/\(table).yaml"
        )
        var configuration = try standardConfiguration()
        configuration.schemas = "\(workspace.path)/schemas"
        let log = try log(workspace, [])
        do {
            _ = try Pipeline(log: log, lakePath: workspace.lake("lake"), configuration: configuration)
            return nil
        } catch let error as ConfigurationError {
            return error.description
        }
    }

    @Test func everySchemaFileMatchesWhatTheCodeWrites() throws {
        #expect(try refusal("gold/kpis", "table: gold/kpis", "table: gold/kpis") == nil)
    }

    @Test(arguments: [
        (
            "gold/kpis", "name: value, type: double", "name: value, type: long",
            ["`value`", "int64", "double"]
        ),
        ("gold/kpis", "name: as_of, type", "name: as_off, type", ["`as_off`"]),
        (
            "silver/events", "name: event_id, type: string", "name: event_id, type: text",
            ["silver/events.yaml", "expected one of"]
        ),
        ("silver/late", "kind: fact", "kind: facts", ["silver/late.yaml", "fact or keyed"]),
        ("silver/late", "table: silver/late", "table: silver/later", ["silver/later", "silver/late"]),
    ])
    func aSchemaThatDoesNotFitTheCodeIsRefused(table: String, old: String, new: String, words: [String])
        throws
    {
        let text = try #require(try refusal(table, old, new))
        for word in words { #expect(text.contains(word), "\(text)") }
        #expect(text.contains(".yaml"))
    }
}
