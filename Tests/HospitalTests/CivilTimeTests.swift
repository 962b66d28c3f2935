import Hospital
import Testing

@Suite struct CivilTimeTests {
    @Test(
        arguments: [
            (CivilTime(year: 1970, month: 1, day: 1), Int64(0)),
            (CivilTime(year: 1969, month: 12, day: 31), -1),
            (CivilTime(year: 2000, month: 2, day: 29), 11_016),
            (CivilTime(year: 1, month: 1, day: 1), -719_162),
            (CivilTime(year: 9_999, month: 12, day: 31), 2_932_896),
        ] as [(CivilTime, Int64)]
    )
    func datesHaveTheirDayNumber(civil: CivilTime, day: Int64) {
        #expect(civil.dayNumber == day)
        #expect(CivilTime(utc: Timestamp(seconds: day * 86_400)) == civil)
    }

    @Test func everyDayOfFourCenturiesComesBack() {
        let first = CivilTime(year: 1_900, month: 1, day: 1).dayNumber
        for day in first..<first + 146_097 {
            let civil = CivilTime(utc: Timestamp(seconds: day * 86_400))
            #expect(civil.dayNumber == day)
            #expect((1...CivilTime.days(inMonth: civil.month, of: civil.year)).contains(civil.day))
        }
    }

    @Test(arguments: [(5, 0), (10, 5), (11, 6)])
    func weekdaysCountFromMonday(day: Int, weekday: Int) {
        #expect(CivilTime(year: 2026, month: 1, day: day).weekday == weekday)
    }

    @Test func hoursBeforeTheEpochRoundDown() {
        #expect(Timestamp(seconds: -1).hourNumber == -1)
        #expect(Timestamp(seconds: -3_600).hourNumber == -1)
        #expect(Timestamp(hourNumber: -1).iso8601 == "1969-12-31T23:00:00Z")
    }
}
