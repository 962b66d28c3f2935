import Hospital

/// What the page needs to know besides the board.
struct PageSettings: Sendable {
    var title: String
    /// The site's time zone.
    var clock: SiteClock
    /// Silence after which numbers are shown as old.
    var staleAfter: Duration
}
