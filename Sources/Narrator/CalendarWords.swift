/// British names of months and days.
package enum CalendarWords {
    /// Name of month 1...12; empty outside.
    package static func month(_ month: Int) -> String {
        months.indices.contains(month - 1) ? months[month - 1] : ""
    }

    /// Name of a day of the week, Monday being 0 and Sunday 6; empty outside.
    package static func weekday(_ day: Int) -> String {
        days.indices.contains(day) ? days[day] : ""
    }

    /// The names of all months.
    package static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ]

    private static let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
}
