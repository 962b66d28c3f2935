import Alerts
import Hospital
import PatientFlow
import Testing

private let monday = CivilTime(year: 2026, month: 1, day: 5).utc

private func event(
    _ trigger: PatientEvent.Trigger,
    _ visit: String,
    _ minutes: Int64,
    _ ward: String = "",
    _ bed: String = ""
)
    -> PatientEvent
{
    PatientEvent(
        trigger: trigger,
        facility: "RXA",
        visit: visit,
        patient: "P-\(visit)",
        at: monday + .minutes(minutes),
        location: Location(ward: ward, bed: bed)
    )
}

/// The visit part alone: no KPIs, models or timers.
@Suite struct VisitBookTests {
    private let site = Site(
        facility: "RXA",
        layout: HospitalLayout(wards: [
            .init(code: "ED", beds: 10, isEmergency: true), .init(code: "MED", beds: 4),
        ])
    )

    private func book(_ events: [PatientEvent]) -> VisitBook {
        var book = VisitBook(site: site)
        for (offset, event) in events.enumerated() {
            guard case .taken(let slot, let old) = book.take(event, offset: Int64(offset), isBehind: false)
            else {
                continue
            }
            book.recount(from: old, to: book.visits.records[slot].visit)
        }
        return book
    }

    @Test func tellsWhoIsWhereNow() throws {
        let book = book([
            event(.register, "V1", 0, "ED"), event(.register, "V2", 1, "ED"),
            event(.admit, "V1", 30, "MED", "1"),
        ])
        #expect(book.census.inDepartment == 1)
        #expect(book.census.occupied(try #require(book.number(known: "MED"))) == 1)
        #expect(book.rows(facility: "RXA").map(\.currentWard) == ["MED", "ED"])
    }

    @Test func aFullWardAsksForAnAlertAndAnEmptyOneForNone() throws {
        var book = book((0..<4).map { event(.admit, "V\($0)", Int64($0), "MED", "\($0)") })
        let ward = try #require(book.number(known: "MED"))
        guard case .raise(let alert) = book.occupancyChange(ward, site, at: monday) else {
            Issue.record("a full ward raises nothing")
            return
        }
        #expect(alert.value == 100 && alert.ward == "MED" && alert.rule == .wardOccupancy)
        let discharge = event(.discharge, "V0", 9)
        guard case .taken(let slot, let old) = book.take(discharge, offset: 9, isBehind: false) else {
            return
        }
        book.recount(from: old, to: book.visits.records[slot].visit)
        #expect(
            book.occupancyChange(ward, site, at: monday)
                == .clearWard(.wardOccupancy, ward: "MED", at: monday)
        )
    }

    @Test func isRestoredAndDamageIsAnError() throws {
        let book = book([event(.register, "V1", 0, "ED"), event(.admit, "V1", 30, "MED", "1")])
        var writer = StateWriter()
        book.write(to: &writer)
        var reader = StateReader(writer.bytes)
        let again = try VisitBook(names: book.names, from: &reader)
        #expect(reader.isAtEnd && again.rows(facility: "RXA") == book.rows(facility: "RXA"))
        #expect(again.census == book.census)
        // A ward's number that no name has.
        var names = NameTable()
        _ = names.number(of: "ED")
        #expect(throws: StateError.self) {
            var reader = StateReader(writer.bytes)
            _ = try VisitBook(names: names, from: &reader)
        }
    }
}
