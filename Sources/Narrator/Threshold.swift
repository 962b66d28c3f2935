/// One row of the table that decides the briefing's level.
///
/// Values are judged exact, not as rounded; `decimals(toShow:of:)` adds decimals until what is read agrees.
package struct Threshold: Sendable, Equatable {
    /// Where a value must lie to cross a limit.
    package enum Side: Sendable {
        case atLeast, above, below
    }

    /// What is judged: the one figure of the hospital, or the figure of each ward.
    package enum Scope: Sendable {
        case hospital, eachWard
    }

    package var figure: FigureID
    package var scope: Scope
    /// The first window that has the figure is judged.
    package var windows: [Figure.Window]
    package var side: Side
    package var orange: Double
    /// Nil when the figure alone never makes the briefing red.
    package var red: Double?

    /// The whole table, in the order reasons are read.
    package static let table: [Threshold] = [
        Threshold(.occupancy, .hospital, .atLeast, orange: 92, red: 98),
        Threshold(.fourHourPercent, .hospital, .below, orange: 78, red: 60, in: [.shift]),
        Threshold(.waitingOver210, .hospital, .atLeast, orange: 5, red: 15),
        Threshold(.boardersPercent, .hospital, .above, orange: 10, red: 20),
        Threshold(.emergencyOccupancy, .hospital, .above, orange: 100, red: 130),
        Threshold(.criticalAlerts, .hospital, .atLeast, orange: 1, red: 3),
        Threshold(.nurseFill, .eachWard, .below, orange: 85, red: 75, in: [.coming, .shift]),
        Threshold(.supportFill, .eachWard, .below, orange: 80, red: nil, in: [.coming, .shift]),
        Threshold(.occupancy, .eachWard, .atLeast, orange: 98, red: nil),
        Threshold(.feedAge, .hospital, .atLeast, orange: 15, red: nil),
    ]

    private init(
        _ figure: FigureID,
        _ scope: Scope,
        _ side: Side,
        orange: Double,
        red: Double?,
        in windows: [Figure.Window] = [.now]
    ) {
        self.figure = figure
        self.scope = scope
        self.windows = windows
        self.side = side
        self.orange = orange
        self.red = red
    }

    /// The level `value` alone calls for.
    package func level(_ value: Double) -> BriefingLevel {
        if let red, crosses(value, red) { return .red }
        return crosses(value, orange) ? .orange : .green
    }

    private func crosses(_ value: Double, _ limit: Double) -> Bool {
        switch side {
        case .atLeast: value >= limit
        case .above: value > limit
        case .below: value < limit
        }
    }

    /// The row for `figure` in this scope.
    package static func row(_ figure: FigureID, _ scope: Scope = .hospital) -> Threshold? {
        table.first { $0.figure == figure && $0.scope == scope }
    }

    /// Four-hour performance is quoted to one decimal, as the national figure is.
    private static func leastDecimals(of figure: Figure) -> Int {
        switch figure.unit {
        case .ratio: 2
        case .hours: 1
        case .percent: figure.id == .fourHourPercent ? 1 : 0
        case .count, .minutes: 0
        }
    }

    /// Decimals to read `value` of `figure` with: the unit's own, more when rounding would cross a limit.
    package static func decimals(toShow value: Double, of figure: Figure) -> Int {
        let least = leastDecimals(of: figure)
        let scope: Scope = figure.ward.isEmpty ? .hospital : .eachWard
        guard let row = row(figure.id, scope) else { return least }
        let level = row.level(value)
        for decimals in least..<3 where row.level(DecimalText.rounded(value, decimals: decimals)) == level {
            return decimals
        }
        return 3
    }
}

extension Figure {
    /// Decimals that suit both the value and the one before, so that the two can be compared by ear.
    package var decimals: Int {
        let before = previous.flatMap { $0.isFinite ? $0 : nil } ?? value
        return max(Threshold.decimals(toShow: value, of: self), Threshold.decimals(toShow: before, of: self))
    }
}
