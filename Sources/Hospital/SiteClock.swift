/// A site's time zone as a list of offset changes, so that pure code can turn UTC into local time and back.
package struct SiteClock: Sendable, Equatable {
    /// From `start` on, local time is UTC plus `offsetSeconds`.
    package struct Change: Sendable, Equatable {
        package var start: Timestamp
        package var offsetSeconds: Int64

        package init(start: Timestamp, offsetSeconds: Int64) {
            self.start = start
            self.offsetSeconds = offsetSeconds
        }
    }

    package let changes: [Change]

    package static let utc = SiteClock(changes: [Change(start: .distantPast, offsetSeconds: 0)])

    /// - Parameter changes: in order of `start`; the first one holds before its start too.
    package init(changes: [Change]) {
        precondition(!changes.isEmpty, "a site clock needs at least one offset")
        self.changes = changes
    }

    /// Seconds to add to UTC at `moment`.
    package func offsetSeconds(at moment: Timestamp) -> Int64 {
        var low = 0
        var high = changes.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if changes[middle].start <= moment { low = middle } else { high = middle }
        }
        return changes[low].offsetSeconds
    }

    /// Local date and time of day at `moment`.
    package func local(_ moment: Timestamp) -> CivilTime {
        CivilTime(utc: moment + .seconds(offsetSeconds(at: moment)))
    }

    /// The moment a local civil time names; in a repeated hour the earlier, in a skipped hour the one after the gap.
    package func moment(_ local: CivilTime) -> Timestamp {
        let asUTC = local.utc
        let before = offsetSeconds(at: asUTC - .day)
        let after = offsetSeconds(at: asUTC + .day)
        let early = asUTC - .seconds(before)
        if offsetSeconds(at: early) == before { return early }
        let late = asUTC - .seconds(after)
        return offsetSeconds(at: late) == after ? late : early
    }

    /// Midnight that begins the local day of `moment`.
    package func startOfDay(_ moment: Timestamp) -> Timestamp {
        if changes.count == 1 {
            let offset = changes[0].offsetSeconds * 1_000_000
            let day = TimeSpan.day.microseconds
            return Timestamp(
                microseconds: (moment.microseconds + offset).floorDivided(by: day) * day - offset
            )
        }
        let civil = local(moment)
        return self.moment(CivilTime(year: civil.year, month: civil.month, day: civil.day))
    }
}

extension SiteClock: StateCoded {
    package func write(to writer: inout StateWriter) {
        writer.write(UInt32(changes.count))
        for change in changes {
            writer.write(change.start)
            writer.write(change.offsetSeconds)
        }
    }

    package init(from reader: inout StateReader) throws(StateError) {
        var changes: [Change] = []
        for _ in 0..<(try reader.integer(UInt32.self)) {
            changes.append(Change(start: try reader.timestamp(), offsetSeconds: try reader.integer()))
        }
        guard !changes.isEmpty else { throw StateError("a clock without any offset") }
        self.init(changes: changes)
    }
}
