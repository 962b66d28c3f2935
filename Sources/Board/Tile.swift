/// One number of the wall screen.
package struct Tile: Sendable, Equatable, Codable {
    /// Stable key, such as `census`.
    package var id: String
    package var label: String
    /// The number now, always finite; nil when there is none yet.
    package var value: Double?
    package var unit: String
    /// The target in words, such as `under 240 min`.
    package var target: String?
    package var severity: BoardSeverity
    /// Earlier values, oldest first, equally spaced, to a thousandth, always finite.
    package var trend: [Double]

    /// Values that are not finite are left out.
    package init(
        id: String,
        label: String,
        value: Double?,
        unit: String,
        target: String? = nil,
        severity: BoardSeverity = .normal,
        trend: [Double] = []
    ) {
        self.id = id
        self.label = label
        self.value = value.flatMap { $0.isFinite ? $0 : nil }
        self.unit = unit
        self.target = target
        self.severity = severity
        self.trend = trend.filter(\.isFinite).map { abs($0) < 1e12 ? ($0 * 1_000).rounded() / 1_000 : $0 }
    }
}
