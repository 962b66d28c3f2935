package import Hospital

/// Where the control room listens and how it shows time and silence.
package struct ControlRoomSettings: Sendable {
    package var host: String
    /// 0 picks a free port.
    package var port: Int
    /// Heading of the page.
    package var title: String
    /// The time zone of a facility, by which its page shows times.
    package var clock: @Sendable (String) -> SiteClock
    /// Silence after which the screen shows its numbers as old.
    package var staleAfter: Duration
    /// Silence after which `/readyz` answers 503.
    package var notReadyAfter: Duration
    /// Whether SIGTERM and SIGINT end `run` gracefully; otherwise cancel its task.
    package var handlesSignals: Bool
    /// The wall clock of the page header.
    package var now: @Sendable () -> Timestamp

    package init(
        host: String = "127.0.0.1",
        port: Int = 8080,
        title: String = "Wardflow control room",
        clock: @escaping @Sendable (String) -> SiteClock = { _ in .utc },
        staleAfter: Duration = .seconds(10),
        notReadyAfter: Duration = .seconds(5),
        handlesSignals: Bool = true,
        now: @escaping @Sendable () -> Timestamp = WallClock.now
    ) {
        self.host = host
        self.port = port
        self.title = title
        self.clock = clock
        self.staleAfter = staleAfter
        self.notReadyAfter = notReadyAfter
        self.handlesSignals = handlesSignals
        self.now = now
    }

    var page: PageSettings { PageSettings(title: title, clock: .utc, clockOf: clock, staleAfter: staleAfter) }
}
