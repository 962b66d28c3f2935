import DeltaLake
import EventLog
import Facility
import Hospital
import Narrator
import Pipeline
import Sites
import Testing
import Wiring

/// A shift briefing counts from one shift change to the next, whatever minute of a UTC hour they lie on.
@Suite struct BriefingPeriodTests {
    /// Shifts change at 07:00 and 19:00 of `zone`, or as told.
    private struct Place: CustomStringConvertible {
        var zone: String
        /// The date of the first evening.
        var year = 2026
        var month: Int
        var day: Int
        var changes = ["07:00", "19:00"]
        var description: String { "\(zone) \(changes)" }
    }

    private static let places = [
        Place(zone: "Asia/Kolkata", month: 11, day: 10), Place(zone: "Australia/Adelaide", month: 6, day: 10),
        Place(zone: "Asia/Kathmandu", month: 11, day: 10), Place(zone: "America/St_Johns", month: 1, day: 10),
        Place(zone: "Europe/London", month: 1, day: 10),
        Place(zone: "Europe/London", month: 1, day: 10, changes: ["07:20", "19:20"]),
    ]

    /// Minutes after the first evening's change: arrival and departure.
    private static let visits: [(arrival: Int, departure: Int)] = [
        (5, 25), (10, 75), (210, 310), (695, 715), (719, 721), (730, 745), (1_020, 1_080), (1_455, 1_475),
        (2_220, 2_280),
    ]

    private func message(_ trigger: String, _ visit: Int, _ local: CivilTime) -> (String, NewRecord) {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let at =
            "\(local.year)" + [local.month, local.day, local.hour, local.minute].map(two).joined() + "00"
        let text =
            "MSH|^~\\&|PAS|RXA|WF|RXA|\(at)||ADT^\(trigger)|\(visit)\(trigger)|P|2.5.1\rEVN|\(trigger)|\(at)\r"
            + "PID|1||P\(visit)||Test^Person||19800615|F\rPV1|1|E|ED^^||||||||||||||||V\(visit)\r"
        // Received days later, so that a local time an hour ahead of UTC is none in the future.
        let received = CivilTime(year: local.year, month: local.month, day: 20).utc
        return (
            at,
            NewRecord(
                key: "RXA",
                kind: .message,
                receivedAt: received.microseconds,
                payload: Array(text.utf8)
            )
        )
    }

    private func evening(_ place: Place) -> CivilTime {
        let change = place.changes[1].split(separator: ":").compactMap { Int($0) }
        return CivilTime(
            year: place.year,
            month: place.month,
            day: place.day,
            hour: change[0],
            minute: change[1]
        )
    }

    /// A lake of the visits, told in local time.
    private func lake(_ place: Place, _ workspace: Workspace) throws -> PipelineConfiguration {
        var configuration = try standardConfiguration()
        let changes = place.changes.map { "\"\($0)\"" }.joined(separator: ", ")
        try configuration.override(defaults: "time_zone: \(place.zone)\nbriefings: {at: [\(changes)]}\n")
        let evening = evening(place).utc
        var records: [(at: String, record: NewRecord)] = []
        for (number, visit) in Self.visits.enumerated() {
            records.append(message("A04", number, CivilTime(utc: evening + .minutes(Int64(visit.arrival)))))
            records.append(message("A03", number, CivilTime(utc: evening + .minutes(Int64(visit.departure)))))
        }
        let log = try log(workspace, records.sorted { $0.at < $1.at }.map(\.record))
        defer { log.close() }
        configuration.batchRecords = 1
        let summary = try runToEnd(log, workspace.lake("lake"), configuration)
        #expect(summary.accounting.silver == Int64(records.count))
        return configuration
    }

    /// What a briefing's text says of the department: patients now, arrivals and departures.
    private func said(_ markdown: String) -> [Int] {
        func number(before word: String) -> Int {
            let words = markdown.split { " \n.,()".contains($0) }
            for (count, noun) in zip(words, words.dropFirst()) where noun.hasPrefix(word) {
                return Int(count) ?? 0
            }
            return 0
        }
        return [number(before: "patient"), number(before: "arrival"), number(before: "departure")]
    }

    @Test(arguments: places) private func theCountsAreThoseFromChangeToChange(place: Place) throws {
        let workspace = try Workspace()
        _ = try lake(place, workspace)
        let briefings = try rows(workspace.lake("lake"), "gold/briefings").sorted {
            $0["at"] ?? "" < $1["at"] ?? ""
        }
        let markdown = briefings.compactMap { $0["markdown"] }
        let expected = (1...3).map { period in
            let minutes = (period - 1) * 720..<period * 720
            return [
                Self.visits.count { $0.arrival <= minutes.upperBound && $0.departure > minutes.upperBound },
                Self.visits.count { minutes.contains($0.arrival) },
                Self.visits.count { minutes.contains($0.departure) },
            ]
        }
        #expect(expected == [[1, 5, 4], [0, 2, 3], [0, 1, 1]])
        #expect(markdown.map(said) == expected, "\(place)")
        let (from, to) = (place.changes[1], place.changes[0])
        #expect(markdown.first?.contains("covering \(from) to \(to)") == true, "\(place)")
    }

    /// From the tables alone only whole hours are known: the period named is theirs.
    @Test func aBriefingOnDemandNamesThePeriodOfTheHoursItCounts() throws {
        let workspace = try Workspace()
        let configuration = try lake(Self.places[0], workspace)
        let rules = configuration.rulesForReading("RXA")
        let moment = rules.clock.moment(evening(Self.places[0])) + .hours(12)
        let sources = try GoldReader(lake: workspace.lake("lake")).sources("RXA", at: moment).0
        let text = MarkdownRenderer.render(
            BriefingWriter(BriefingDesk(rules).facts(sources, at: moment)).briefing()
        )
        #expect(text.contains("covering 19:30 to 07:30"))
        // From 19:30 on: the third to the sixth patient came, and the second to the sixth left.
        #expect(Array(said(text).dropFirst()) == [4, 5])
    }
}
