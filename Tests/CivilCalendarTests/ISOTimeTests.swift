import CivilCalendar
import Testing

@Suite struct ISOTimeTests {
    @Test func everyDayOfFourCenturiesComesBack() {
        let first = CivilCalendar.dayNumber(year: 1_900, month: 1, day: 1)
        #expect(first == -25_567)
        for day in first..<first + 146_097 {
            let date = CivilCalendar.date(day: day)
            #expect(CivilCalendar.dayNumber(year: date.year, month: date.month, day: date.day) == day)
            #expect((1...CivilCalendar.days(inMonth: date.month, of: date.year)).contains(date.day))
        }
    }

    @Test(
        arguments: [
            ("2026-01-05T07:00:00Z", 1_767_596_400, 0), ("2026-01-05 07:00", 1_767_596_400, 0),
            ("2026-01-05", 1_767_571_200, 0), ("2026-01", 1_767_225_600, 0), ("2026", 1_767_225_600, 0),
            ("2026-01-05T08:00:00+01:00", 1_767_596_400, 0), ("2026-01-05T08:00:00+0100", 1_767_596_400, 0),
            ("2026-01-05T06:00:00.5-01", 1_767_596_400, 500_000_000),
            ("2026-01-05T07:00:00.12345678999Z", 1_767_596_400, 123_456_789),
            ("1969-12-31T23:59:59Z", -1, 0), ("0000-01-01", -62_167_219_200, 0),
            ("-0044-03-15", -63_549_360_000, 0),
        ] as [(String, Int64, Int)]
    )
    func aTimeIsReadAsWritten(text: String, seconds: Int64, nanosecond: Int) throws {
        let time = try #require(ISOTime(text))
        #expect(time.seconds() == seconds, "\(text)")
        #expect(time.nanosecond == nanosecond)
        let day = CivilCalendar.dayNumber(year: time.year, month: time.month, day: time.day)
        #expect(CivilCalendar.date(day: day) == (time.year, time.month, time.day))
    }

    @Test(arguments: [
        "", "26", "2026-13-01", "2026-02-29", "2026-00-01", "2026-01-00", "2026-1-5", "05/01/2026",
        "2026-01-05T",
        "2026-01-05T24:00", "2026-01-05T07:60", "2026-01-05T07:00:60", "2026-01-05T07:00:00.",
        "2026-01-05T7:00",
        "2026-01-05T07:00:00X", "2026-01-05T07:00+24:00", "2026-01-05T07:00+01:60", "2026-01-05Z",
        "yesterday",
        "2026-01-05T07:00:00Z ", " 2026-01-05", "20260105",
    ])
    func whatIsNoTimeOfTheCalendarIsNone(text: String) {
        #expect(ISOTime(text) == nil)
    }

    @Test func precisionZoneAndDecimalsAreTold() throws {
        #expect(ISOTime("2026")?.precision == .year)
        #expect(ISOTime("2026-01-05T07:00")?.precision == .minute)
        let time = try #require(ISOTime("2026-01-05T07:00:00.1234567-03:30"))
        #expect(time.precision == .fraction && time.decimals == 7 && time.offsetMinutes == -210)
        #expect(ISOTime("2026-01-05T07:00")?.offsetMinutes == nil)
        #expect(ISOTime("2026-01-05T07:00")?.seconds(defaultOffsetMinutes: 60) == 1_767_592_800)
    }
}
