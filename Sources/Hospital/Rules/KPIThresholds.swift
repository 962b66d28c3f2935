/// The limits of every figure that has some, of one site.
///
/// For example: `thresholds[.occupancy].band(93)` is `.high`.
package struct KPIThresholds: Sendable, Equatable {
    private var rows: [KPIThreshold.ID: KPIThreshold] = [:]

    /// The standard limits.
    package init() {}

    /// The limits of one figure.
    package subscript(id: KPIThreshold.ID) -> KPIThreshold {
        get { rows[id] ?? Self.standard(id) }
        set { rows[id] = newValue }
    }

    package static func == (left: KPIThresholds, right: KPIThresholds) -> Bool {
        KPIThreshold.ID.allCases.allSatisfy { left[$0] == right[$0] }
    }

    /// The limits that hold where a site sets none.
    ///
    /// Bed occupancy: 92 % is the most the English health service plans with. Four hours: 78 % is its target of
    /// 2024/25. The others are a hospital's own experience; a site is meant to set them.
    private static func standard(_ id: KPIThreshold.ID) -> KPIThreshold {
        switch id {
        case .occupancy: KPIThreshold(.atLeast, watch: 88, high: 92, critical: 98)
        // One full ward is a matter of the hospital, one at 92 % is not.
        case .wardOccupancy: KPIThreshold(.atLeast, watch: 85, high: 92, critical: 98, orangeFrom: .critical)
        case .departmentOccupancy: KPIThreshold(.above, watch: 80, high: 100, critical: 130)
        case .boarders: KPIThreshold(.above, watch: 5, high: 10, critical: 20)
        case .fourHour: KPIThreshold(.below, watch: 85, high: 78, critical: 60)
        case .waitingOver210: KPIThreshold(.atLeast, watch: 1, high: 5, critical: 15, target: .watch)
        case .chaos: KPIThreshold(.atLeast, watch: 45, high: 90, critical: 150, target: .watch)
        case .nurseFill: KPIThreshold(.below, watch: 90, high: 85, critical: 75, target: .watch)
        case .supportFill: KPIThreshold(.below, watch: 85, high: 80)
        case .criticalAlerts: KPIThreshold(.atLeast, high: 1, critical: 3)
        case .feedAge: KPIThreshold(.atLeast, high: 15)
        }
    }
}
