package import Hospital

/// One row of the table that decides the briefing's level: a figure, where it is judged, and its limits.
///
/// The limits are the site's (`KPIThresholds`). Values are judged exact, not as rounded; `Figure.decimals` adds
/// decimals until what is read agrees.
package struct Threshold: Sendable, Equatable {
    /// What is judged: the one figure of the hospital, or the figure of each ward.
    package enum Scope: Sendable {
        case hospital, eachWard
    }

    package var figure: FigureID
    package var scope: Scope
    /// The first window that has the figure is judged.
    package var windows: [Figure.Window]
    package var limits: KPIThreshold

    private static let rows: [(KPIThreshold.ID, FigureID, Scope, [Figure.Window])] = [
        (.occupancy, .occupancy, .hospital, [.now]),
        (.fourHour, .fourHourPercent, .hospital, [.shift]),
        (.waitingOver210, .waitingOver210, .hospital, [.now]),
        (.boarders, .boardersPercent, .hospital, [.now]),
        (.departmentOccupancy, .emergencyOccupancy, .hospital, [.now]),
        (.criticalAlerts, .criticalAlerts, .hospital, [.now]),
        (.nurseFill, .nurseFill, .eachWard, [.coming, .shift]),
        (.supportFill, .supportFill, .eachWard, [.coming, .shift]),
        (.wardOccupancy, .occupancy, .eachWard, [.now]),
        (.feedAge, .feedAge, .hospital, [.now]),
    ]

    /// The whole table under these limits, in the order reasons are read.
    package static func table(_ thresholds: KPIThresholds) -> [Threshold] {
        rows.map { id, figure, scope, windows in
            Threshold(figure: figure, scope: scope, windows: windows, limits: thresholds[id])
        }
    }

    /// The limits that a figure is judged by; nil when it is not judged.
    static func limits(of figure: Figure, in thresholds: KPIThresholds) -> KPIThreshold? {
        let scope: Scope = figure.ward.isEmpty ? .hospital : .eachWard
        return rows.first { $0.1 == figure.id && $0.2 == scope }.map { thresholds[$0.0] }
    }

    /// The level `value` alone calls for.
    package func level(_ value: Double) -> BriefingLevel { limits.level(value) }
}

extension KPIThreshold {
    /// The level `value` alone calls for.
    func level(_ value: Double) -> BriefingLevel {
        let band = band(value)
        if band == .critical, orangeFrom < .critical { return .red }
        return band >= orangeFrom ? .orange : .green
    }

    /// The limit at which `level` begins; nil for none.
    func limit(_ level: BriefingLevel) -> Double? {
        switch level {
        case .green: nil
        case .orange: limit(orangeFrom)
        case .red: critical
        }
    }
}

extension Figure {
    /// Four-hour performance is quoted to one decimal, as the national figure is.
    private var leastDecimals: Int {
        switch unit {
        case .ratio: 2
        case .hours: 1
        case .percent: id == .fourHourPercent ? 1 : 0
        case .count, .minutes: 0
        }
    }

    /// Decimals to read `value` with: the unit's own, more when rounding would cross a limit.
    private func decimals(toShow value: Double) -> Int {
        guard let limits = limits ?? Threshold.limits(of: self, in: KPIThresholds()) else {
            return leastDecimals
        }
        let level = limits.level(value)
        for decimals in leastDecimals..<3
        where limits.level(DecimalText.rounded(value, decimals: decimals)) == level {
            return decimals
        }
        return 3
    }

    /// Decimals that suit both the value and the one before, so that the two can be compared by ear.
    package var decimals: Int {
        let before = previous.flatMap { $0.isFinite ? $0 : nil } ?? value
        return max(decimals(toShow: value), decimals(toShow: before))
    }
}
