import Hospital

/// KPI rows arranged for tiles: hourly values up to now, and today's ratios over all wards.
struct TrendRows {
    private var hourly: [String: [Int64: Double]] = [:]
    private var today: [String: (upper: Double, lower: Double)] = [:]
    /// The first hour that has any row: before it nothing was known, and nothing is shown.
    private var firstHour = Int64.max
    private let lastHour: Int64
    private let hours: Int64

    init(_ rows: [KPIRow], now: Timestamp, hours: Int64) {
        lastHour = now.hourNumber
        self.hours = hours
        var newestDay: [String: Timestamp] = [:]
        for row in rows {
            switch row.grain {
            case .hour:
                let hour = row.bucketStart.hourNumber
                firstHour = min(firstHour, hour)
                guard hour > lastHour - hours, hour <= lastHour else { continue }
                if row.ward.isEmpty {
                    hourly[row.kpi, default: [:]][hour] = row.reading.value
                } else {
                    hourly["\(row.kpi) of wards", default: [:]][hour, default: 0] += row.reading.value
                }
            case .day:
                guard row.bucketStart <= now else { continue }
                let newest = newestDay[row.kpi] ?? .distantPast
                if row.bucketStart > newest {
                    newestDay[row.kpi] = row.bucketStart
                    today[row.kpi] = (0, 0)
                }
                guard row.bucketStart == newestDay[row.kpi] else { continue }
                today[row.kpi]?.upper += row.reading.numerator
                today[row.kpi]?.lower += row.reading.denominator
            }
        }
    }

    /// Facility values by hour, oldest first; hours without a row are 0 for counts and left out otherwise.
    func values(_ kpi: String) -> [Double] { values(kpi, hourly[kpi]) }

    /// Sum over wards by hour, with the same gaps.
    func summed(_ kpi: String) -> [Double] { values(kpi, hourly["\(kpi) of wards"]) }

    private func values(_ kpi: String, _ values: [Int64: Double]?) -> [Double] {
        let missing: Double? = KPINames.counts.contains(kpi) ? 0 : nil
        return (lastHour - hours + 1...lastHour).compactMap { hour in
            values?[hour] ?? (hour < firstHour ? nil : missing)
        }
    }

    /// Today's figure over all wards: numerators over denominators.
    func ratio(_ kpi: String) -> Double? {
        guard let sums = today[kpi], sums.lower > 0 else { return nil }
        return sums.upper / sums.lower
    }
}
