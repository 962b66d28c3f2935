import Hospital
import Sites
import Testing
import YAMLSettings

@Suite struct SiteRulesTests {
    private func files(_ defaults: String = "", _ sites: [String: String] = [:]) throws -> SiteFiles {
        var files = try SiteFiles(yaml: "pipeline: a\n" + defaults, file: "adt.yaml")
        for (code, yaml) in sites.sorted(by: { $0.key < $1.key }) {
            try files.add(yaml: yaml, file: "sites/\(code).yaml", code: code)
        }
        return files
    }

    private func rules(_ defaults: String, _ site: String? = nil, code: String = "RXA") throws -> SiteRules {
        let files = try files(defaults, site.map { [code: $0] } ?? [:])
        return try SiteRules(defaults: files.defaults, override: files.overrides[code], code: code)
    }

    @Test func aFileWithoutRulesMeansWhatIsBuiltIn() throws {
        var rules = try rules("")
        #expect(!rules.version.isEmpty)
        rules.version = ""
        #expect(rules == SiteRules(code: "RXA"))
    }

    @Test func aSiteOverridesKeyByKeyAndTheRestStaysTheDefault() throws {
        let rules = try rules(
            """
            time_zone: Europe/London
            limits: {lateness: 48h, future_tolerance: 2h}
            fields: {visit: PV1-19.1, patient: PID-3.1, event_time: MSH-7, ward: PV1-3.1}
            expect_or_quarantine: {acuity: [1, 4]}
            models: {champion: {learner: hazard, trees: 4}, challenger: none}
            alerts: {critical_stay: {precision: 0.7}, minimum_learned: 30}
            thresholds: {occupancy_percent: {watch: 80, high: 90}}
            """,
            """
            name: Northfield
            organisation: Trust
            limits: {lateness: 12h}
            fields: {ward: PV1-3.4}
            expect_or_quarantine: {age_years: [18, 120]}
            models: {champion: {trees: 6}}
            alerts: {critical_stay: {per_day: 20}}
            thresholds: {occupancy_percent: {high: 94}}
            """
        )
        #expect(rules.name == "Northfield" && rules.organisation == "Trust" && rules.isDescribed)
        #expect(rules.zone == "Europe/London" && rules.clock == SiteClock.zone("Europe/London"))
        #expect(rules.lateness == .hours(12) && rules.futureTolerance == .hours(2))
        #expect(rules.fields.ward == [FieldPath("PV1-3.4")] && rules.fields.visit == [FieldPath("PV1-19.1")])
        #expect(rules.expectations.acuity == 1...4 && rules.expectations.ageYears == 18...120)
        #expect(rules.models.champion.trees == 6 && rules.models.challenger == nil)
        #expect(rules.alerts.criticalStay == .perDay(20) && rules.alerts.minimumLearned == 30)
        let occupancy = rules.thresholds[.occupancy]
        #expect(occupancy.watch == 80 && occupancy.high == 94 && occupancy.critical == 98)
    }

    @Test func wardsAndBriefingTimesAreReplacedWhole() throws {
        let rules = try rules(
            "wards: {A: {beds: 1}, B: {beds: 2}}\nbriefings: {at: [\"07:00\", \"19:00\"]}\n",
            "wards: {C: {beds: 3, emergency: true}}\nbriefings: {at: [\"21:30\", \"06:45\"]}\n"
        )
        #expect(rules.layout.wards == [.init(code: "C", beds: 3, isEmergency: true)])
        #expect(rules.briefingMinutes == [6 * 60 + 45, 21 * 60 + 30])
    }

    @Test(arguments: [
        ("limits: {lateness: 30m}", "`limits.lateness`: expected at least 1h"),
        ("\nnothing: 3", "sites/RXA.yaml:2: `nothing`: unknown key; known here: code, name, organisation"),
        ("seed: 3", "`seed`: unknown key"), ("sites: open", "`sites`: unknown key"),
        ("commit: {every: 1s}", "`commit`: unknown key"),
        ("limits: {batch_records: 5}", "`limits.batch_records`: unknown key; known here: lateness"),
        ("briefings: {at: [\"07:00\", \"07:00\"]}", "`briefings.at[1]`: this time is given twice"),
        ("briefings: {at: [\"7\"]}", "local time"), ("time_zone: Europe/Londn", "unknown time zone"),
        ("name: \"a\\nb\"", "expected one line"), ("- a", "expected keys and values"), ("", "empty"),
        ("alerts: {occupancy_enter_percent: 90}", "occupancy_leave_percent must be below"),
        (
            "thresholds: {occupancy: {high: 1}}",
            "`thresholds.occupancy`: unknown key; known here: occupancy_percent"
        ),
        ("thresholds: {occupancy_percent: {high: 99}}", "must rise in this order, they are 88.0, 99.0, 98.0"),
        ("thresholds: {four_hour_percent: {high: 50}}", "must fall in this order"),
        ("thresholds: {four_hour_percent: {high: none}}", "expected a number"),
        ("wards: {\"\": {beds: 1}}", "ward code of 1 to 100 bytes"),
    ])
    func aFaultOfASiteNamesItsFileAndKey(yaml: String, words: String) throws {
        #expect {
            try rules("", yaml)
        } throws: {
            "\($0)".contains("sites/RXA.yaml") && "\($0)".contains(words)
        }
    }

    @Test func aFaultThatTheDefaultsMakeWithASiteNamesTheDefaults() throws {
        let site = "alerts: {occupancy_leave_percent: 80}"
        _ = try rules("alerts: {occupancy_enter_percent: 93}", site)
        #expect(throws: ConfigurationError.self) {
            try rules("alerts: {occupancy_enter_percent: 70, occupancy_leave_percent: 60}", site)
        }
    }

    @Test(arguments: [
        ("limitz: 3", "adt.yaml:2: `limitz`: unknown key"), ("name: x", "`name`: unknown key"),
        ("limits: {latenes: 1h}", "known here: lateness, future_tolerance, batch_records"),
        ("sites: closed", "`sites`: expected open or listed"),
        ("seed: -1", "`seed`: expected a whole number"),
    ])
    func aFaultOfTheDefaultsNamesTheKnownKeys(yaml: String, words: String) {
        #expect {
            try files(yaml)
        } throws: {
            "\($0)".contains(words)
        }
    }

    @Test func keysOfTheProcessAreNoPartOfTheDocument() throws {
        let one = try files(
            "schemas: ../x\nlimits: {batch_records: 5}\ncommit: {every: 1s}\nlog: {keep: 7d}\n"
        )
        #expect(one.defaults.text == "{}")
        #expect(
            one.process.json.contains("\"batch_records\":5") && one.process.json.contains("\"keep\":\"7d\"")
        )
        let both = try files("limits: {batch_records: 5, lateness: 2h}\n")
        #expect(both.defaults.text == #"{"limits":{"lateness":"2h"}}"#)
        #expect(both.process.json == #"{"limits":{"batch_records":5},"pipeline":"a"}"#)
    }

    @Test func aRemarkOrAnotherOrderOfKeysMakesNoOtherDocument() throws {
        let one = try files("seed: 3   # of the models\nlimits: {lateness: 24h, future_tolerance: 1h}\n")
            .defaults
        let other = try files("limits:\n  future_tolerance: 1h\n  lateness: \"24h\"\nseed: 3\n").defaults
        #expect(one == other && one.hash == other.hash && one.hash.count == 16)
    }

    @Test func changesAreToldInWords() throws {
        let old = try files("", ["RXA": "limits: {lateness: 24h}\nwards: {MED: {beds: 180}, OLD: {beds: 1}}"])
        let new = try files("", ["RXA": "limits: {lateness: 48h}\nwards: {MED: {beds: 160}}\nname: N"])
        #expect(
            RulesDocument.changes(from: old.overrides["RXA"], to: new.overrides["RXA"]) == [
                "limits.lateness: 24h -> 48h", "name: not set -> N", "wards.MED.beds: 180 -> 160",
                "wards.OLD.beds: 1 -> not set",
            ]
        )
        #expect(RulesDocument.changes(from: nil, to: new.overrides["RXA"]).count == 3)
        #expect(RulesDocument.changes(from: old.defaults, to: old.defaults).isEmpty)
    }

    @Test func londonHasADayOf23HoursAndOneOf25() throws {
        let clock = try #require(SiteClock.zone("Europe/London"))
        for (month, day, hours) in [(3, 29, 23.0), (10, 25, 25.0), (6, 1, 24.0)] {
            let start = clock.startOfDay(CivilTime(year: 2026, month: month, day: day, hour: 12).utc)
            #expect(clock.startOfDay(start + .hours(30)).since(start).hours == hours)
        }
    }
}
