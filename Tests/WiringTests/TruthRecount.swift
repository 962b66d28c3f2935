import Hospital
import Simulator

/// What screens and briefings must say at a whole hour, read off the truth of a simulation.
///
/// Shares no code with the flow, the board or the briefing desk; the rules of the figures are those of `docs/kpis.md`.
struct TruthRecount {
    let truth: [KPITruth]
    /// A whole hour, the end of everything that is counted.
    let now: Timestamp

    /// The same figures as they were `hours` earlier.
    func earlier(hours: Int64) -> TruthRecount { TruthRecount(truth: truth, now: now - .hours(hours)) }

    /// A gauge as it stands now: the reading at the end of the hour before.
    func gauge(_ kpi: String, ward: String = "") -> Double? {
        truth.first { $0.kpi == kpi && $0.ward == ward && $0.bucket == now - .hour }?.value
    }

    /// The beds of a ward that has some.
    func beds(_ ward: String) -> Double? {
        truth.first { $0.kpi == "occupancy_percent" && $0.ward == ward }?.denominator
    }

    /// Wards with beds.
    var wards: Set<String> { Set(truth.filter { $0.kpi == "occupied_beds" }.map(\.ward)) }

    /// A gauge of all wards together.
    func gaugeOfWards(_ kpi: String) -> Double { wards.reduce(0) { $0 + (gauge(kpi, ward: $1) ?? 0) } }

    /// The rows of the last twelve hours.
    private func shift(_ kpi: String) -> [KPITruth] {
        truth.filter { $0.kpi == kpi && $0.bucket >= now - .hours(12) && $0.bucket < now }
    }

    /// A count over the last twelve hours; nil where nothing happened.
    func sum(_ kpi: String, ward: String = "") -> Double? {
        let rows = shift(kpi).filter { $0.ward == ward }
        return rows.isEmpty ? nil : rows.reduce(0) { $0 + $1.value }
    }

    /// A count over the last twelve hours and all wards.
    func sumOfWards(_ kpi: String) -> Double? {
        let rows = shift(kpi).filter { !$0.ward.isEmpty }
        return rows.isEmpty ? nil : rows.reduce(0) { $0 + $1.value }
    }

    /// Parts over parts of the last twelve hours, all scopes.
    func share(_ kpi: String) -> Double? { Self.share(shift(kpi)) }

    /// Parts over parts of the newest day, all wards.
    func today(_ kpi: String) -> Double? {
        let days = truth.filter { $0.kpi == kpi && $0.bucket <= now }
        guard let newest = days.map(\.bucket).max() else { return nil }
        return Self.share(days.filter { $0.bucket == newest })
    }

    /// The newest day of a ward that began by now, and no earlier than a day before the shift.
    func newestDay(_ kpi: String, ward: String) -> Double? {
        truth.filter {
            $0.kpi == kpi && $0.ward == ward && $0.bucket < now && $0.bucket > now - .hours(36)
        }
        .max { $0.bucket < $1.bucket }?.value
    }

    /// The newest hour of the last twelve that says something.
    func newestHour(_ kpi: String) -> Double? { shift(kpi).max { $0.bucket < $1.bucket }?.value }

    private static func share(_ rows: [KPITruth]) -> Double? {
        let whole = rows.reduce(0) { $0 + $1.denominator }
        return whole > 0 ? rows.reduce(0) { $0 + $1.numerator } / whole : nil
    }

    /// How an hour without a row is shown.
    enum Trend {
        /// Read at each hour's end, and now.
        case gauge
        /// Nothing happened: 0.
        case count
        /// Nothing to tell: left out.
        case ratio
    }

    /// The last twelve hours, the one that has just begun among them.
    func trend(_ kpi: String, _ kind: Trend, ofWards: Bool = false) -> [Double] {
        (0..<12).reversed().compactMap { back in
            var bucket = now - .hours(Int64(back))
            if kind == .gauge, back == 0 { bucket = now - .hour }
            let rows = truth.filter {
                $0.kpi == kpi && $0.bucket == bucket && $0.ward.isEmpty != ofWards
            }
            if rows.isEmpty { return kind == .count ? 0 : nil }
            return rows.reduce(0) { $0 + $1.value }
        }
    }
}
