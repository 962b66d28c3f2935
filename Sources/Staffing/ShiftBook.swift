package import Hospital

/// Shifts of one facility that may still change, and the fill rates they give.
package struct ShiftBook: Sendable, Equatable {
    /// What is known of one rostered shift.
    package struct Shift: Sendable, Equatable {
        package var ward: String
        package var role: ShiftEvent.Role
        package var startsAt: Timestamp
        package var endsAt: Timestamp
        package var clockedInAt: Timestamp?
        package var clockedOutAt: Timestamp?
        package var isSick = false
        /// Event time and log offset of the newest event, which decides about plan and place.
        var newest: Timestamp
        var newestOffset: Int64
    }

    /// Most open shifts of a facility; more is a broken sender.
    package static let capacity = 100_000

    package internal(set) var shifts: [String: Shift] = [:]
    package internal(set) var settled: [Settled<KPIRow>] = []
    /// When an event last changed the hours of a ward, role and day.
    var changedAt: [Bucket: Timestamp] = [:]

    let facility: String
    private(set) var clock: SiteClock
    private(set) var lateness: TimeSpan
    var lastSettleHour = Int64.min
    /// What is settled, which never moves back: not by a longer lateness either.
    var horizon = Timestamp.distantPast

    package init(facility: String, clock: SiteClock = .utc, lateness: TimeSpan = .hours(24)) {
        self.facility = facility
        self.clock = clock
        self.lateness = lateness
    }

    /// From here on other rules hold; days that settled stay as they are.
    package mutating func adopt(clock: SiteClock, lateness: TimeSpan, watermark: Timestamp) {
        self.lateness = lateness
        guard clock != self.clock else { return }
        self.clock = clock
        // Days begin at other moments, so every row may be another.
        for shift in shifts.values { changedAt[bucket(shift)] = watermark }
    }

    /// What became of an event.
    package enum Outcome: Sendable, Equatable {
        case applied, late, full
    }

    /// Takes in one event; late when its shift's day has settled at `watermark`.
    package mutating func apply(_ event: ShiftEvent, watermark: Timestamp, offset: Int64) -> Outcome {
        let horizon = max(horizon, watermark - lateness)
        guard event.at >= horizon, settledAt(event.startsAt) > horizon else { return .late }
        guard shifts.count < Self.capacity || shifts[event.shift] != nil else { return .full }
        var shift =
            shifts[event.shift]
            ?? Shift(
                ward: event.ward,
                role: event.role,
                startsAt: event.startsAt,
                endsAt: event.endsAt,
                newest: event.at,
                newestOffset: offset
            )
        if (shift.newest, shift.newestOffset) <= (event.at, offset) {
            shift.ward = event.ward
            shift.role = event.role
            shift.startsAt = event.startsAt
            shift.endsAt = event.endsAt
            shift.newest = event.at
            shift.newestOffset = offset
        }
        switch event.status {
        case .rostered: break
        case .clockedIn: shift.clockedInAt = shift.clockedInAt.map { min($0, event.at) } ?? event.at
        case .clockedOut: shift.clockedOutAt = shift.clockedOutAt.map { max($0, event.at) } ?? event.at
        case .sick: shift.isSick = true
        }
        noteChange(from: shifts[event.shift], to: shift, at: max(watermark, event.at))
        shifts[event.shift] = shift
        return .applied
    }

    private mutating func noteChange(from old: Shift?, to new: Shift, at moment: Timestamp) {
        if let old {
            guard !old.hasSameHours(as: new) else { return }
            changedAt[bucket(old)] = moment
        }
        changedAt[bucket(new)] = moment
    }

    /// Writes out and forgets the days whose buckets have settled; whether there were any.
    @discardableResult
    package mutating func advance(to watermark: Timestamp, offset: Int64) -> Bool {
        horizon = max(horizon, watermark - lateness)
        // Days settle a few hours late rather than looking at every shift each hour.
        let hour = horizon.hourNumber.floorDivided(by: 6)
        guard hour != lastSettleHour else { return false }
        lastSettleHour = hour
        let over = shifts.filter { settledAt($0.value.startsAt) <= horizon }
        guard !over.isEmpty else { return false }
        for key in over.keys { shifts[key] = nil }
        settled += rows(of: over.values, countedTo: watermark, at: watermark)
            .map { Settled(row: $0, offset: offset) }
        changedAt = changedAt.filter { settledAt($0.key.day) > horizon }
        return true
    }

    /// Hands over the rows settled since the last call.
    package mutating func takeSettled() -> [Settled<KPIRow>] {
        defer { settled.removeAll(keepingCapacity: true) }
        return settled
    }

    // MARK: Reading

    /// Fill-rate rows of the open shifts as they are at `watermark`, for screens.
    package func liveKPIs(asOf watermark: Timestamp) -> [KPIRow] {
        rows(of: shifts.values, countedTo: watermark, at: watermark)
    }

    /// Fill-rate rows of the open shifts as the table has them: each counts up to when it last changed.
    ///
    /// Hours worked grow all the time; a row takes them in when an event changes it, when an hour ends and when a shift
    /// does.
    package func rows(at watermark: Timestamp) -> [KPIRow] {
        rows(of: shifts.values, countedTo: nil, at: watermark)
    }

    /// Whether a shift ended after `start` and up to `end`, which changes its row within the hour.
    package func hasCounted(from start: Timestamp, to end: Timestamp) -> Bool {
        shifts.values.contains { $0.endsAt > start && $0.endsAt <= end }
    }

    /// When the horizon settles the day of a shift that begins at `start`.
    private func settledAt(_ start: Timestamp) -> Timestamp {
        // Days have 23 to 25 hours, so 30 hours after midnight lies in the next one.
        clock.startOfDay(clock.startOfDay(start) + .hours(30)) + ShiftEvent.longestShift
    }

    /// Whose hours one row counts.
    struct Bucket: Hashable, Comparable {
        var ward: String
        var role: ShiftEvent.Role
        var day: Timestamp

        static func < (left: Bucket, right: Bucket) -> Bool {
            (left.day, left.ward, left.role.rawValue) < (right.day, right.ward, right.role.rawValue)
        }
    }

    private func bucket(_ shift: Shift) -> Bucket {
        Bucket(ward: shift.ward, role: shift.role, day: clock.startOfDay(shift.startsAt))
    }

    /// 100 x hours worked / hours rostered per ward, role and day; both counted up to `countedTo`, or without it up to
    /// the moment at which the row last changed.
    private func rows(
        of shifts: some Collection<Shift>,
        countedTo: Timestamp?,
        at watermark: Timestamp
    ) -> [KPIRow] {
        let lastChanges = lastChanges(of: shifts, watermark)
        var seconds: [Bucket: (worked: Int64, rostered: Int64)] = [:]
        for shift in shifts {
            let bucket = bucket(shift)
            let end = countedTo ?? lastChanges[bucket] ?? watermark
            guard shift.startsAt <= end else { continue }
            let rostered = max(0, min(shift.endsAt, end).since(shift.startsAt).wholeSeconds)
            seconds[bucket, default: (0, 0)].rostered += rostered
            seconds[bucket, default: (0, 0)].worked += shift.workedSeconds(asOf: end)
        }
        return seconds.sorted { $0.key < $1.key }.compactMap { bucket, total in
            guard let kpi = bucket.role.fillRateKPI,
                let reading = KPIReading.ratio(
                    Double(total.worked) / 3_600,
                    Double(total.rostered) / 3_600,
                    scale: 100
                )
            else { return nil }
            return KPIRow(
                facility: facility,
                ward: bucket.ward,
                kpi: kpi,
                unit: "percent",
                grain: .day,
                bucketStart: bucket.day,
                reading: reading,
                asOf: lastChanges[bucket] ?? watermark
            )
        }
    }

    /// When the rows of `shifts` last changed: by an event, or as their hours were counted.
    private func lastChanges(of shifts: some Collection<Shift>, _ watermark: Timestamp) -> [Bucket: Timestamp]
    {
        var moments: [Bucket: Timestamp] = [:]
        for shift in shifts {
            let bucket = bucket(shift)
            let counted = max(changedAt[bucket] ?? .distantPast, shift.lastCounted(watermark) ?? .distantPast)
            moments[bucket] = max(moments[bucket] ?? .distantPast, counted)
        }
        return moments
    }
}

extension ShiftBook.Shift {
    /// Whether it adds the same to the same row as `other`.
    func hasSameHours(as other: Self) -> Bool {
        (ward, role, startsAt, endsAt) == (other.ward, other.role, other.startsAt, other.endsAt)
            && (clockedInAt, clockedOutAt) == (other.clockedInAt, other.clockedOutAt)
    }

    /// When its hours were last counted by time alone: at its planned end, while it runs at the end of each hour.
    func lastCounted(_ watermark: Timestamp) -> Timestamp? {
        let moment = endsAt <= watermark ? endsAt : Timestamp(hourNumber: watermark.hourNumber)
        return moment > startsAt ? moment : nil
    }

    /// From clocking in to clocking out; while still on duty to `asOf`, but not beyond the planned end.
    func workedSeconds(asOf: Timestamp) -> Int64 {
        guard let clockedInAt else { return 0 }
        let end = clockedOutAt ?? min(endsAt, asOf)
        return max(0, end.since(clockedInAt).wholeSeconds)
    }
}

extension ShiftEvent.Role {
    /// The KPI that reports this role's fill rate; nil for roles without one.
    package var fillRateKPI: String? {
        switch self {
        case .registeredNurse: "fill_rate_rn_percent"
        case .supportWorker: "fill_rate_hcsw_percent"
        case .doctor: nil
        }
    }
}
