import Hospital
import Sites
import Testing
import YAMLSettings

@Suite struct SiteBookTests {
    private func files(_ defaults: String = "", _ sites: [String: String] = [:]) throws -> SiteFiles {
        var files = try SiteFiles(yaml: "pipeline: a\n" + defaults, file: "adt.yaml")
        for (code, yaml) in sites.sorted(by: { $0.key < $1.key }) {
            try files.add(yaml: yaml, file: "sites/\(code).yaml", code: code)
        }
        return files
    }

    private func differences(_ book: SiteBook, _ files: SiteFiles) -> [ConfigurationRecord] {
        book.differences(to: files, by: "ops", at: Timestamp(seconds: 5))
    }

    /// Sends the records through their bytes and folds them.
    private func fold(_ records: [ConfigurationRecord], into book: inout SiteBook) throws {
        for record in records {
            let read = try ConfigurationRecord(payload: try record.payload())
            #expect(read == record)
            try book.apply(read)
        }
    }

    private static let worlds: [(String, [String: String])] = [
        ("", [:]),
        ("limits: {lateness: 48h}", ["RXA": "name: A"]),
        (
            "sites: listed",
            ["RXA": "name: A", "../x": "wards: {W: {beds: 1}}", "a=b": "time_zone: Asia/Kolkata"]
        ),
        ("sites: listed\nseed: 9", ["RXA": "name: B", "a=b": "briefings: {at: [\"08:30\"]}"]),
        ("seed: 9", [String(repeating: "k", count: 500): "name: long", "病院": "name: \"東\\u00e9 x\""]),
    ]

    @Test func whatWasAppendedMakesTheBookEqualToTheFilesFromAnyStart() throws {
        for before in Self.worlds {
            for after in Self.worlds {
                var book = try SiteBook(try files(before.0, before.1))
                let target = try files(after.0, after.1)
                try fold(differences(book, target), into: &book)
                #expect(book == (try SiteBook(target)))
                #expect(differences(book, target).isEmpty)
                for code in ["RXA", "../x", "a=b", "病院", "none"] {
                    #expect(book.rules(for: code) == (try SiteBook(target)).rules(for: code))
                }
            }
        }
    }

    @Test func theFirstRecordsOfABookAreInitialAndLaterOnesAreNot() throws {
        var book = SiteBook()
        let first = differences(book, try files("", ["RXA": "name: A"]))
        #expect(first.map(\.scope) == [.defaults, .site("RXA")] && first.allSatisfy(\.initial))
        try fold(first, into: &book)
        let second = differences(book, try files("seed: 1", [:]))
        #expect(second.map(\.scope) == [.defaults, .site("RXA")] && !second.contains(where: \.initial))
        #expect(second.last?.removed == true)
    }

    @Test func openTakesStrangersUnderTheDefaultsAndListedTakesNone() throws {
        let open = try SiteBook(try files("limits: {lateness: 48h}", ["RXA": "limits: {lateness: 2h}"]))
        let stranger = try #require(open.rules(for: "RXB"))
        #expect(stranger.code == "RXB" && stranger.name == "RXB" && stranger.organisation == "RXB")
        #expect(stranger.lateness == .hours(48) && !stranger.isDescribed)
        #expect(open.rules(for: "RXA")?.lateness == .hours(2) && open.rules(for: "RXA")?.isDescribed == true)
        let listed = try SiteBook(try files("sites: listed", ["RXA": "name: A"]))
        #expect(
            listed.policy == .listed && listed.rules(for: "RXA") != nil && listed.rules(for: "RXB") == nil
        )
        #expect(listed.defaultRules(for: "RXB")?.code == "RXB" && SiteBook().rules(for: "RXA") == nil)
    }

    @Test func strangersShareTheOrganisationThatTheDefaultsName() throws {
        let book = try SiteBook(try files("organisation: Trust"))
        #expect(book.rules(for: "RXA")?.organisation == "Trust")
    }

    @Test func aSavedBookReadsBackEqual() throws {
        for world in Self.worlds {
            let book = try SiteBook(try files(world.0, world.1))
            var writer = StateWriter()
            book.write(to: &writer)
            var reader = StateReader(writer.bytes)
            let read = try SiteBook(from: &reader)
            #expect(read == book && reader.isAtEnd && read.policy == book.policy)
            #expect(read.rules(for: "RXA") == book.rules(for: "RXA"))
            for cut in stride(from: 0, to: writer.bytes.count, by: 7) {
                var short = StateReader(Array(writer.bytes[..<cut]))
                #expect(throws: StateError.self) { try SiteBook(from: &short) }
            }
        }
    }

    @Test func aSiteKeepsItsRulesWhileNewDefaultsDoNotGoWithItsOwn() throws {
        let before = try files(
            "alerts: {occupancy_enter_percent: 93}",
            ["RXA": "alerts: {occupancy_leave_percent: 80}"]
        )
        let after = try files(
            "alerts: {occupancy_enter_percent: 70, occupancy_leave_percent: 60}",
            ["RXA": "alerts: {occupancy_leave_percent: 50}"]
        )
        var book = try SiteBook(before)
        let records = differences(book, after)
        #expect(records.count == 2)
        try book.apply(records[0])
        #expect(book.rules(for: "RXA")?.alerts.occupancyEnterPercent == 93)
        #expect(book.rules(for: "RXB")?.alerts.occupancyEnterPercent == 70)
        var writer = StateWriter()
        book.write(to: &writer)
        var reader = StateReader(writer.bytes)
        #expect(try SiteBook(from: &reader).rules(for: "RXA") == book.rules(for: "RXA"))
        try book.apply(records[1])
        #expect(book.rules(for: "RXA")?.alerts.occupancyEnterPercent == 70)
        #expect(book == (try SiteBook(after)))
    }

    @Test func aRecordThatCannotBeReadChangesNothing() throws {
        var book = try SiteBook(try files("", ["RXA": "name: A"]))
        let before = book
        let later = try RulesDocument(text: #"{"limits":{"of_a_later_version":1}}"#)
        for scope in [ConfigurationRecord.Scope.defaults, .site("RXA")] {
            let record = ConfigurationRecord(scope: scope, document: later, by: "ops", at: .distantPast)
            #expect(throws: ConfigurationError.self) { try book.apply(record) }
        }
        #expect(book == before && book.rules(for: "RXA")?.name == "A")
        var empty = SiteBook()
        let early = ConfigurationRecord(scope: .site("RXA"), document: later, by: "ops", at: .distantPast)
        #expect(throws: ConfigurationError.self) { try empty.apply(early) }
    }

    @Test(arguments: [
        "", "{}", "[]", #"{"scope":"defaults","by":"x","at":1}"#, #"{"scope":"site","by":"x","at":1}"#,
        #"{"scope":"defaults","by":"x","at":1,"removed":true}"#,
        #"{"scope":"defaults","by":"x","at":1,"document":"{}","hash":"0"}"#,
        #"{"scope":"defaults","site":"RXA","by":"x","at":1,"document":"{}"}"#,
        #"{"scope":"elsewhere","by":"x","at":1,"document":"{}"}"#,
    ])
    func bytesThatAreNoConfigurationRecordAreRefused(text: String) {
        #expect(throws: ConfigurationError.self) { try ConfigurationRecord(payload: Array(text.utf8)) }
    }

    @Test func aKeyOfALaterVersionInTheEnvelopeIsPassedOver() throws {
        let document = try RulesDocument(text: #"{"seed":3}"#)
        let text =
            #"{"scope":"defaults","by":"x","at":7,"later":[1],"document":"{\"seed\":3}","hash":""#
            + document.hash + #""}"#
        let record = try ConfigurationRecord(payload: Array(text.utf8))
        #expect(record.document == document && record.at == Timestamp(microseconds: 7) && !record.initial)
    }
}
