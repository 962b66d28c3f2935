import Hospital
import Testing

@Suite struct SiteClockTests {
    /// Summer time in London in 2026.
    private let london = SiteClock(changes: [
        .init(start: .distantPast, offsetSeconds: 0),
        .init(start: CivilTime(year: 2026, month: 3, day: 29, hour: 1).utc, offsetSeconds: 3_600),
        .init(start: CivilTime(year: 2026, month: 10, day: 25, hour: 1).utc, offsetSeconds: 0),
    ])
    /// A zone whose clocks jump at midnight, so that 29 March begins at 01:00.
    private let midnightJump = SiteClock(changes: [
        .init(start: .distantPast, offsetSeconds: -14_400),
        .init(start: CivilTime(year: 2026, month: 3, day: 29, hour: 4).utc, offsetSeconds: -10_800),
    ])

    @Test(arguments: [
        // Local time, UTC: before, in the skipped hour, after, in the repeated hour, after it.
        (CivilTime(year: 2026, month: 3, day: 29, hour: 0, minute: 30), "2026-03-29T00:30:00Z"),
        (CivilTime(year: 2026, month: 3, day: 29, hour: 1, minute: 30), "2026-03-29T01:30:00Z"),
        (CivilTime(year: 2026, month: 3, day: 29, hour: 2, minute: 30), "2026-03-29T01:30:00Z"),
        (CivilTime(year: 2026, month: 3, day: 29, hour: 12), "2026-03-29T11:00:00Z"),
        (CivilTime(year: 2026, month: 7, day: 1), "2026-06-30T23:00:00Z"),
        (CivilTime(year: 2026, month: 10, day: 25, hour: 1, minute: 30), "2026-10-25T00:30:00Z"),
        (CivilTime(year: 2026, month: 10, day: 25, hour: 2), "2026-10-25T02:00:00Z"),
    ])
    func aLocalTimeNamesAMoment(local: CivilTime, expected: String) {
        #expect(london.moment(local).iso8601 == expected)
    }

    @Test(arguments: [(3, 29, 23.0), (10, 25, 25.0), (7, 1, 24.0)])
    func aDayHasItsOwnLength(month: Int, day: Int, hours: Double) {
        let start = london.startOfDay(CivilTime(year: 2026, month: month, day: day, hour: 12).utc)
        let next = london.startOfDay(start + .hours(30))
        #expect(next.since(start).hours == hours)
        #expect(london.startOfDay(next - .second) == start)
        #expect(london.startOfDay(start) == start)
    }

    @Test func aDayWithoutAMidnightBeginsAtItsFirstMoment() {
        let noon = CivilTime(year: 2026, month: 3, day: 29, hour: 16).utc
        let start = midnightJump.startOfDay(noon)
        #expect(start.iso8601 == "2026-03-29T04:00:00Z")
        #expect(midnightJump.startOfDay(start) == start)
        #expect(midnightJump.local(start).hour == 1)
        #expect(midnightJump.startOfDay(start - .second).iso8601 == "2026-03-28T04:00:00Z")
    }

    @Test func everyHourOfTheYearReturnsFromLocalTimeToItself() {
        for hour in 0..<(365 * 24) {
            let moment = CivilTime(year: 2026, month: 1, day: 1).utc + .hours(Int64(hour))
            let back = london.moment(london.local(moment))
            // The second pass of the repeated hour reads as the first.
            let isRepeated = moment.iso8601 == "2026-10-25T01:00:00Z"
            #expect(back == (isRepeated ? moment - .hour : moment))
        }
    }
}
