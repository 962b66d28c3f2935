internal import CivilCalendar

/// A proleptic Gregorian date and time of day without a zone.
package struct CivilTime: Hashable, Sendable {
    package var year: Int
    package var month: Int
    package var day: Int
    package var hour: Int
    package var minute: Int
    package var second: Int

    package init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
    }

    /// The civil time at `moment` read as UTC; shift the moment by a zone's offset first for local time.
    package init(utc moment: Timestamp) {
        let seconds = moment.microseconds.floorDivided(by: 1_000_000)
        let days = seconds.floorDivided(by: 86_400)
        let ofDay = Int(seconds - days * 86_400)
        (year, month, day) = CivilCalendar.date(day: Int(days))
        hour = ofDay / 3_600
        minute = ofDay % 3_600 / 60
        second = ofDay % 60
    }

    /// Days from 1970-01-01 to this date.
    package var dayNumber: Int64 {
        Int64(CivilCalendar.dayNumber(year: year, month: month, day: day))
    }

    /// The moment this civil time names in UTC.
    package var utc: Timestamp {
        Timestamp(seconds: dayNumber * 86_400 + Int64(hour * 3_600 + minute * 60 + second))
    }

    /// Day of the week, 0 for Monday to 6 for Sunday.
    package var weekday: Int {
        let day = Int(dayNumber % 7)
        return ((day + 3) % 7 + 7) % 7
    }

    /// Days in `month` of `year`; 0 for a month outside 1...12.
    package static func days(inMonth month: Int, of year: Int) -> Int {
        CivilCalendar.days(inMonth: month, of: year)
    }
}

extension Timestamp {
    /// ISO 8601 in UTC with seconds, `2026-01-05T07:00:00Z`; microseconds are left out.
    package var iso8601: String {
        let civil = CivilTime(utc: self)
        return "\(padded(civil.year, 4))-\(padded(civil.month, 2))-\(padded(civil.day, 2))T"
            + "\(padded(civil.hour, 2)):\(padded(civil.minute, 2)):\(padded(civil.second, 2))Z"
    }
}

/// `value` in decimal with leading zeros to `width`; for non-negative values.
package func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

extension Timestamp {
    /// The moments of the years 1 to 9999, which every table reader can show.
    package static let calendar =
        CivilTime(year: 1, month: 1, day: 2).utc...CivilTime(year: 9_999, month: 12, day: 30).utc
}
