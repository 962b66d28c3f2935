import Hospital

/// What the page needs to know besides the board.
struct PageSettings: Sendable {
    var title: String
    /// The time zone that times are shown in.
    var clock: SiteClock
    /// The time zone of a facility.
    var clockOf: @Sendable (String) -> SiteClock
    /// Silence after which numbers are shown as old.
    var staleAfter: Duration

    /// These settings with the time zone of `facility`.
    func local(to facility: String) -> PageSettings {
        var settings = self
        settings.clock = clockOf(facility)
        return settings
    }
}
