import CivilCalendar
import Hospital

/// Reads the times that CSV cells hold.
enum CellTime {
    /// The moment `YYYY-MM-DD[(T| )HH:MM[:SS[.S+]]][Z|+HH:MM|+HHMM]` names, or nil when it is none.
    ///
    /// Without a zone the time is read `utcOffsetMinutes` east of UTC. Fractions are cut at microseconds.
    static func parse(_ text: String, utcOffsetMinutes: Int) -> Timestamp? {
        guard let time = ISOTime(text), (0...9_999).contains(time.year), time.precision >= .day,
            time.offsetMinutes.map({ abs($0) < 15 * 60 }) ?? true
        else { return nil }
        let seconds = time.seconds(defaultOffsetMinutes: utcOffsetMinutes)
        return Timestamp(microseconds: seconds * 1_000_000 + Int64(time.nanosecond / 1_000))
    }
}
