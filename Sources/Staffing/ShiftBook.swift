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
    package mutating func adopt(clock: SiteClock, lateness: TimeSpan) {
        self.clock = clock
        self.lateness = lateness
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
        shifts[event.shift] = shift
        return .applied
    }

    /// Writes out and forgets the days whose buckets have settled.
    package mutating func advance(to watermark: Timestamp, offset: Int64) {
        horizon = max(horizon, watermark - lateness)
        // Days settle a few hours late rather than looking at every shift each hour.
        let hour = horizon.hourNumber.floorDivided(by: 6)
        guard hour != lastSettleHour else { return }
        lastSettleHour = hour
        let over = shifts.filter { settledAt($0.value.startsAt) <= horizon }
        guard !over.isEmpty else { return }
        for key in over.keys { shifts[key] = nil }
        settled += rows(of: over.values, asOf: watermark).map { Settled(row: $0, offset: offset) }
    }

    /// Hands over the rows settled since the last call.
    package mutating func takeSettled() -> [Settled<KPIRow>] {
        defer { settled.removeAll(keepingCapacity: true) }
        return settled
    }

    /// Fill-rate rows of the open shifts.
    package func liveKPIs(asOf watermark: Timestamp) -> [KPIRow] {
        rows(of: shifts.values, asOf: watermark)
    }

    /// When the horizon settles the day of a shift that begins at `start`.
    private func settledAt(_ start: Timestamp) -> Timestamp {
        // Days have 23 to 25 hours, so 30 hours after midnight lies in the next one.
        clock.startOfDay(clock.startOfDay(start) + .hours(30)) + ShiftEvent.longestShift
    }

    private struct Bucket: Hashable {
        var ward: String
        var role: ShiftEvent.Role
        var day: Timestamp
    }

    /// 100 x hours worked / hours rostered per ward, role and day; both counted up to `asOf`.
    private func rows(of shifts: some Sequence<Shift>, asOf: Timestamp) -> [KPIRow] {
        var seconds: [Bucket: (worked: Int64, rostered: Int64)] = [:]
        for shift in shifts where shift.startsAt <= asOf {
            let bucket = Bucket(ward: shift.ward, role: shift.role, day: clock.startOfDay(shift.startsAt))
            let rostered = max(0, min(shift.endsAt, asOf).since(shift.startsAt).wholeSeconds)
            seconds[bucket, default: (0, 0)].rostered += rostered
            seconds[bucket, default: (0, 0)].worked += shift.workedSeconds(asOf: asOf)
        }
        let ordered = seconds.sorted {
            ($0.key.day, $0.key.ward, $0.key.role.rawValue) < ($1.key.day, $1.key.ward, $1.key.role.rawValue)
        }
        return ordered.compactMap { bucket, total in
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
                asOf: asOf
            )
        }
    }
}

extension ShiftBook.Shift {
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
