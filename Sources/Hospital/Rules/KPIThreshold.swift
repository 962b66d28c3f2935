/// The limits of one figure: when a tile changes its colour and what level the briefing takes.
///
/// Declared here once; the screen, the wards and the briefing judge by the same row, and a site may set its own.
package struct KPIThreshold: Sendable, Equatable {
    /// What is judged.
    ///
    /// The raw value is its name in a pipeline file and, but for a ward's, its KPI or figure.
    package enum ID: String, Sendable, CaseIterable {
        /// Occupied beds over beds of the hospital without emergency wards, in percent.
        case occupancy = "occupancy_percent"
        /// The same of one ward; an emergency ward counts its patients over its spaces.
        case wardOccupancy = "ward_occupancy_percent"
        /// Patients in the emergency department over its spaces, in percent.
        case departmentOccupancy = "ed_occupancy_percent"
        /// Patients who wait there for a bed over its spaces, in percent.
        case boarders = "boarders_percent"
        /// Departures within four hours over all departures, in percent.
        case fourHour = "four_hour_percent"
        /// Patients in the department for 210 minutes or more.
        case waitingOver210 = "waiting_over_210"
        /// Standard deviation of waits to be seen, in minutes.
        case chaos = "chaos_score"
        /// Registered nurse hours worked over hours rostered, in percent; of a ward and of the hospital.
        case nurseFill = "fill_rate_rn_percent"
        /// Support worker hours worked over hours rostered, in percent; of a ward.
        case supportFill = "fill_rate_hcsw_percent"
        /// Critical alerts that are open.
        case criticalAlerts = "alerts_critical"
        /// Age of the newest message, in minutes.
        case feedAge = "feed_age_minutes"
    }

    /// Where a value must lie to cross a limit.
    package enum Side: String, Sendable, CaseIterable {
        case atLeast, above, below
    }

    /// How bad a value is, best first.
    package enum Band: Int, Sendable, Comparable, CaseIterable {
        case normal, watch, high, critical

        package static func < (left: Band, right: Band) -> Bool { left.rawValue < right.rawValue }
    }

    package var side: Side
    /// First limit, of the screen alone; nil for none.
    package var watch: Double?
    /// The limit that makes the briefing orange.
    package var high: Double
    /// The limit that makes the briefing red; nil when this figure alone never does.
    package var critical: Double?
    /// The limit that is the target: what is meant to stay uncrossed.
    package var target: Band
    /// The band from which the briefing is orange; `critical` for what is no matter of the whole hospital before.
    package var orangeFrom: Band

    package init(
        _ side: Side,
        watch: Double? = nil,
        high: Double,
        critical: Double? = nil,
        target: Band = .high,
        orangeFrom: Band = .high
    ) {
        self.side = side
        self.watch = watch
        self.high = high
        self.critical = critical
        self.target = target
        self.orangeFrom = orangeFrom
    }

    /// The band of `value`, judged exact; `normal` for a value that is none.
    package func band(_ value: Double?) -> Band {
        guard let value, value.isFinite else { return .normal }
        for (band, limit) in [(Band.critical, critical), (.high, high), (.watch, watch)] {
            if let limit, crosses(value, limit) { return band }
        }
        return .normal
    }

    /// The limit at which `band` begins; nil for none.
    package func limit(_ band: Band) -> Double? {
        switch band {
        case .normal: nil
        case .watch: watch
        case .high: high
        case .critical: critical
        }
    }

    private func crosses(_ value: Double, _ limit: Double) -> Bool {
        switch side {
        case .atLeast: value >= limit
        case .above: value > limit
        case .below: value < limit
        }
    }

    /// The target in words, "under 92 %", with the limit times `scale` before `unit`; nil without one.
    package func targetText(_ unit: String, scale: Double = 1) -> String? {
        guard let limit = limit(target) else { return nil }
        let number = Self.text((limit * scale * 100).rounded() / 100)
        return switch side {
        case .atLeast: limit == 1 && scale == 1 ? "0 \(unit)" : "under \(number) \(unit)"
        case .above: "\(number) \(unit) or less"
        case .below: "\(number) \(unit) or more"
        }
    }

    /// A limit without needless decimals.
    private static func text(_ value: Double) -> String {
        value == value.rounded() && value.magnitude < 1e15 ? String(Int64(value)) : String(value)
    }
}
