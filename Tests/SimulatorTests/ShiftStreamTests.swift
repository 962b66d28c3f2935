import FoundationEssentials
import Hospital
import Simulator
import Testing

@Suite struct ShiftStreamTests {
    private struct Wire: Decodable {
        var event_id: String
        var facility: String
        var ward: String
        var staff: String
        var role: String
        var shift: String
        var status: String
        var starts_at: String
        var ends_at: String
        var at: String
    }

    @Test func shiftsAreRosteredThenWorkedOrSickAndSumToTheFillRate() throws {
        let configuration = SimulatorConfiguration(
            seed: 41,
            length: .days(4),
            faults: .none,
            keepsHistory: true
        )
        let (records, truth) = run(configuration)
        var steps: [String: [Wire]] = [:]
        var eventIDs: Set<String> = []
        for record in records where record.kind == .shift {
            let event = try JSONDecoder().decode(Wire.self, from: Data(record.payload))
            #expect(eventIDs.insert(event.event_id).inserted)
            steps[event.shift, default: []].append(event)
        }
        var worked: [String: Double] = [:]
        for events in steps.values {
            let ordered = events.sorted { $0.at < $1.at }
            let statuses = ordered.map(\.status)
            let fits = [
                ["rostered"], ["rostered", "sick"], ["rostered", "clocked_in"],
                ["rostered", "clocked_in", "clocked_out"],
            ].contains(statuses)
            #expect(fits)
            guard let start = ordered.first(where: { $0.status == "clocked_in" }), start.role == "RN" else {
                continue
            }
            let begun = try seconds(start.at)
            let stop = try seconds(ordered.last { $0.status == "clocked_out" }?.at ?? "2026-01-09T00:00:00Z")
            guard try seconds(start.starts_at) <= stop else { continue }
            let hours = stop - begun
            worked[ordered[0].ward + ordered[0].starts_at.prefix(10), default: 0] += Double(hours) / 3_600
        }
        for row in truth.kpis where row.kpi == "fill_rate_rn_percent" {
            let sum = worked[row.ward + row.bucket.iso8601.prefix(10)] ?? 0
            #expect(abs(sum - row.numerator) < 1e-6)
        }
        #expect(worked.count == 4 * 10)
    }

    @Test func aShiftEventIsWrittenAsItsDocumentationShows() {
        let event = ShiftEvent(
            eventID: "S1",
            facility: "RXA",
            ward: "AMU",
            staff: "N042",
            role: .registeredNurse,
            shift: "RXA-AMU-20260105D-3",
            status: .rostered,
            startsAt: CivilTime(year: 2026, month: 1, day: 5, hour: 7).utc,
            endsAt: CivilTime(year: 2026, month: 1, day: 5, hour: 19, minute: 30).utc,
            at: CivilTime(year: 2026, month: 1, day: 4, hour: 12).utc
        )
        #expect(
            String(decoding: event.jsonBytes, as: UTF8.self) == """
                {"event_id":"S1","facility":"RXA","ward":"AMU","staff":"N042","role":"RN",\
                "shift":"RXA-AMU-20260105D-3","status":"rostered","starts_at":"2026-01-05T07:00:00Z",\
                "ends_at":"2026-01-05T19:30:00Z","at":"2026-01-04T12:00:00Z"}
                """
        )
    }

    private func seconds(_ text: String) throws -> Int64 {
        let digits = text.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
        try #require(digits.count == 6)
        let civil = CivilTime(
            year: digits[0],
            month: digits[1],
            day: digits[2],
            hour: digits[3],
            minute: digits[4],
            second: digits[5]
        )
        return civil.utc.microseconds / 1_000_000
    }
}
