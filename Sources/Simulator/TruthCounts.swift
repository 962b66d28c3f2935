/// Exact numbers a correct pipeline must reach on the whole stream.
package struct TruthCounts: Sendable, Equatable {
    /// Messages sent, with duplicates and malformed ones.
    package var messages = 0
    /// Shift events sent, with duplicates.
    package var shiftEvents = 0
    package var heartbeats = 0
    /// Accepted records: messages and shift events, each once.
    package var silver = 0
    package var duplicates = 0
    package var quarantined = 0
    /// Records whose event time is more than 24 hours before the watermark when they are sent.
    package var late = 0
    /// Registered emergency visits.
    package var arrivals = 0
    /// Admissions in force: cancelled ones are not counted.
    package var admissions = 0
    /// Discharges in force of admitted visits.
    package var discharges = 0
    /// Discharges in force of all visits, with those who went home from the emergency department.
    package var departures = 0
    /// Moves to another place by A02.
    package var transfers = 0

    package init() {}

    /// Messages and shift events sent; equals silver + duplicates + quarantined + late.
    package var records: Int { messages + shiftEvents }

    mutating func addVisitFacts(of other: TruthCounts) {
        arrivals += other.arrivals
        admissions += other.admissions
        discharges += other.discharges
        departures += other.departures
        transfers += other.transfers
    }

    /// Names and values in a fixed order.
    package var named: [(name: String, value: Int)] {
        [
            ("records", records), ("messages", messages), ("shift_events", shiftEvents), ("silver", silver),
            ("duplicates", duplicates), ("quarantined", quarantined), ("late", late),
            ("heartbeats", heartbeats),
            ("arrivals", arrivals), ("admissions", admissions), ("discharges", discharges),
            ("departures", departures), ("transfers", transfers),
        ]
    }
}
