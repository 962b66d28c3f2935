import Hospital
import Staffing
import Testing

private let monday = CivilTime(year: 2026, month: 1, day: 5).utc

/// One event of a day shift, 07:00 to 19:00 of Monday unless told otherwise.
private func event(
    _ status: ShiftEvent.Status,
    _ shift: String,
    at hour: Int64,
    role: ShiftEvent.Role = .registeredNurse,
    starts: Int64 = 7,
    ends: Int64 = 19,
    ward: String = "AMU"
) -> ShiftEvent {
    ShiftEvent(
        eventID: "\(shift)-\(status.rawValue)-\(hour)",
        facility: "RXA",
        ward: ward,
        staff: "N1",
        role: role,
        shift: shift,
        status: status,
        startsAt: monday + .hours(starts),
        endsAt: monday + .hours(ends),
        at: monday + .hours(hour)
    )
}

@Suite struct ShiftBookTests {
    private func book(_ events: [ShiftEvent], lateness: TimeSpan = .hours(24)) -> ShiftBook {
        var book = ShiftBook(facility: "RXA", lateness: lateness)
        for (offset, event) in events.enumerated() {
            _ = book.apply(event, watermark: monday, offset: Int64(offset))
        }
        return book
    }

    private func expect(
        _ book: inout ShiftBook,
        _ event: ShiftEvent,
        watermark: Timestamp,
        offset: Int64,
        _ outcome: ShiftBook.Outcome,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let found = book.apply(event, watermark: watermark, offset: offset)
        #expect(found == outcome, sourceLocation: sourceLocation)
    }

    private func readings(_ rows: [KPIRow]) -> [String] {
        rows.map {
            "\($0.kpi) \($0.ward) \($0.reading.numerator)/\($0.reading.denominator) \($0.reading.value)"
        }.sorted()
    }

    @Test(
        arguments: [
            // Hour of the reading, hours worked and rostered until then.
            (6, nil), (9, "1.0/2.0 50.0"), (19, "11.0/12.0 91.66666666666667"),
            (30, "11.0/12.0 91.66666666666667"),
        ] as [(Int64, String?)]
    )
    func aRunningShiftCountsUpToTheWatermark(hour: Int64, expected: String?) {
        let book = book([event(.rostered, "S", at: -10), event(.clockedIn, "S", at: 8)])
        let rows = readings(book.liveKPIs(asOf: monday + .hours(hour)))
        #expect(rows == (expected.map { ["fill_rate_rn_percent AMU \($0)"] } ?? []))
    }

    @Test func theTablesRowCountsUpToItsLastChangeAndKeepsStillBetween() {
        // 07:00 to 19:30, clocked in at 08:00.
        var book = book([event(.rostered, "S", at: -10), event(.clockedIn, "S", at: 8)])
        var plan = event(.rostered, "S", at: 8)
        plan.endsAt = monday + .minutes(19 * 60 + 30)
        expect(&book, plan, watermark: monday, offset: 9, .applied)
        func row(_ minutes: Int64) -> String {
            let rows = book.rows(at: monday + .minutes(minutes))
            return (readings(rows) + rows.map { String($0.asOf.iso8601.dropFirst(11).prefix(5)) })
                .joined(separator: " ")
        }
        let nine = "fill_rate_rn_percent AMU 1.0/2.0 50.0 09:00"
        #expect(row(9 * 60) == nine)
        #expect(row(9 * 60 + 59) == nine)
        let ended = row(19 * 60 + 30)
        #expect(ended.hasPrefix("fill_rate_rn_percent AMU 11.5/12.5") && ended.hasSuffix("19:30"))
        #expect(row(30 * 60) == ended)
        let within = book.hasCounted(
            from: monday + .minutes(19 * 60 + 10),
            to: monday + .minutes(19 * 60 + 40)
        )
        #expect(within)
        // What a shift does dates its row, with the hours up to then.
        let left = event(.clockedOut, "S", at: 10)
        expect(&book, left, watermark: monday + .hours(10), offset: 10, .applied)
        #expect(row(10 * 60 + 20) == "fill_rate_rn_percent AMU 2.0/3.0 66.66666666666667 10:00")
        // Its end as it was last told: the one that clocked him out.
        let hasEnded = [Int64(18), 19].map {
            book.hasCounted(from: monday + .hours($0), to: monday + .hours($0 + 1))
        }
        #expect(hasEnded == [true, false])
    }

    @Test func anEventThatTellsNothingNewDatesNoRow() {
        var book = book([event(.rostered, "S", at: -10), event(.clockedIn, "S", at: 8)])
        let before = book.rows(at: monday + .minutes(9 * 60 + 30))
        let watermark = monday + .minutes(9 * 60 + 30)
        expect(&book, event(.rostered, "S", at: 9), watermark: watermark, offset: 8, .applied)
        #expect(book.rows(at: watermark) == before)
        expect(&book, event(.rostered, "S", at: 9, ward: "MED"), watermark: watermark, offset: 9, .applied)
        #expect(book.rows(at: watermark).map(\.ward) == ["MED"])
        #expect(book.rows(at: watermark).map(\.asOf) == [watermark])
    }

    @Test func sickAndMissingStaffWorkNothingAndRolesAndWardsAreApart() {
        let book = book([
            event(.rostered, "A", at: -10), event(.clockedIn, "A", at: 7), event(.clockedOut, "A", at: 19),
            event(.rostered, "B", at: -10), event(.sick, "B", at: 5),
            event(.rostered, "C", at: -10, role: .supportWorker),
            event(.clockedIn, "C", at: 7, role: .supportWorker),
            event(.clockedOut, "C", at: 13, role: .supportWorker),
            event(.rostered, "D", at: -10, ward: "MED"),
            event(.rostered, "E", at: -10, role: .doctor),
        ])
        #expect(
            readings(book.liveKPIs(asOf: monday + .hours(24))) == [
                "fill_rate_hcsw_percent AMU 6.0/12.0 50.0", "fill_rate_rn_percent AMU 12.0/24.0 50.0",
                "fill_rate_rn_percent MED 0.0/12.0 0.0",
            ]
        )
    }

    @Test func anyOrderOfArrivalGivesTheSameBook() {
        let events = [
            event(.rostered, "S", at: -20, starts: 8, ends: 20), event(.rostered, "S", at: -10),
            event(.clockedIn, "S", at: 8), event(.clockedIn, "S", at: 9), event(.clockedOut, "S", at: 18),
            event(.clockedOut, "S", at: 19),
        ]
        for first in events.indices {
            let rotated = Array(events[first...] + events[..<first])
            #expect(
                readings(book(rotated).liveKPIs(asOf: monday + .hours(24)))
                    == ["fill_rate_rn_percent AMU 11.0/12.0 91.66666666666667"]
            )
        }
    }

    @Test func aDaySettlesOnceItsLongestShiftIsOverForTheLateness() {
        var book = book(
            [
                event(.rostered, "N", at: -10, starts: 19, ends: 31), event(.clockedIn, "N", at: 19),
                event(.rostered, "D", at: -10), event(.clockedIn, "D", at: 7),
                event(.clockedOut, "D", at: 19),
            ],
            lateness: .hours(1)
        )
        // With an hour of lateness the night shift still runs when its day is over.
        book.advance(to: monday + .hours(26), offset: 1)
        #expect(book.settled.isEmpty)
        expect(&book, event(.clockedOut, "N", at: 31), watermark: monday + .hours(31), offset: 2, .applied)
        for hour in Int64(32)...70 { book.advance(to: monday + .hours(hour), offset: hour) }
        let settled = book.takeSettled()
        #expect(readings(settled.map(\.row)) == ["fill_rate_rn_percent AMU 24.0/24.0 100.0"])
        #expect(settled.first?.offset == 61)
        #expect(book.settled.isEmpty)
        #expect(book.shifts.isEmpty)
        expect(&book, event(.clockedOut, "N", at: 70), watermark: monday + .hours(70), offset: 9, .late)
    }

    @Test func anEventBeforeTheHorizonIsLateAndChangesNothing() {
        var book = book([event(.rostered, "S", at: -10)])
        let before = book
        expect(&book, event(.clockedIn, "S", at: 7), watermark: monday + .hours(32), offset: 5, .late)
        #expect(book == before)
    }

    @Test func aFullBookRefusesNewShiftsAndTakesKnownOnes() {
        var book = ShiftBook(facility: "RXA")
        for number in 0..<ShiftBook.capacity {
            _ = book.apply(event(.rostered, "S\(number)", at: 0), watermark: monday, offset: Int64(number))
        }
        expect(&book, event(.rostered, "new", at: 1), watermark: monday, offset: 0, .full)
        expect(&book, event(.clockedIn, "S7", at: 7), watermark: monday, offset: 0, .applied)
    }

    @Test func aRestoredBookIsEqualAndContinues() throws {
        var whole = book([
            event(.rostered, "S", at: -10), event(.clockedIn, "S", at: 8),
            event(.rostered, "T", at: -10, starts: 30, ends: 40),
        ])
        whole.advance(to: monday + .hours(20), offset: 1)
        var writer = StateWriter()
        whole.write(to: &writer)
        var reader = StateReader(writer.bytes)
        var restored = try ShiftBook(facility: "RXA", clock: .utc, lateness: .hours(24), from: &reader)
        #expect(reader.isAtEnd)
        #expect(restored == whole)
        whole.advance(to: monday + .hours(100), offset: 9)
        restored.advance(to: monday + .hours(100), offset: 9)
        #expect(restored == whole)
        #expect(!restored.settled.isEmpty)
    }
}
