import Board
import Hospital
import Narrator
import Sites

/// The tiles of a facility's board: what each shows, its target and when it is urgent.
struct BoardTiles {
    private let spaces: Int
    private let limits: KPIThresholds

    /// - Parameter rules: give the spaces of the emergency department and the limits.
    init(_ rules: SiteRules) {
        limits = rules.thresholds
        spaces = rules.layout.wards.filter(\.isEmergency).reduce(0) { $0 + $1.beds }
    }

    /// All tiles in the order of the screen.
    func tiles(_ trend: TrendRows, _ facts: BriefingFacts) -> [Tile] {
        emergency(trend, facts) + beds(trend, facts) + today(trend, facts)
    }

    /// `0.6` to turn percent of 60 spaces into spaces.
    private var spacesPerPercent: Double { Double(spaces) / 100 }

    private func severity(_ id: KPIThreshold.ID, _ value: Double?) -> BoardSeverity {
        BoardSeverity(limits[id].band(value))
    }

    private func shareOfSpaces(_ patients: Double?) -> Double? {
        patients.map { 100 * $0 / Double(max(1, spaces)) }
    }

    private func emergency(_ trend: TrendRows, _ facts: BriefingFacts) -> [Tile] {
        let census = facts.figure(.census)?.value
        let fourHour = facts.figure(.fourHourPercent, window: .shift)?.value
        let waiting = facts.figure(.waitingOver210)?.value
        let boarders = facts.figure(.boarders)?.value
        return [
            Tile(
                id: "ed_census",
                label: "In the department",
                value: census,
                unit: "patients",
                target: limits[.departmentOccupancy].targetText("patients", scale: spacesPerPercent),
                severity: severity(.departmentOccupancy, shareOfSpaces(census)),
                trend: trend.values("ed_census")
            ),
            Tile(
                id: "four_hour",
                label: "Four-hour standard",
                value: fourHour,
                unit: "%",
                target: limits[.fourHour].targetText("%"),
                severity: severity(.fourHour, fourHour),
                trend: trend.values("four_hour_percent")
            ),
            Tile(
                id: "waiting_over_210",
                label: "Over 3 h 30 in ED",
                value: waiting,
                unit: "patients",
                target: limits[.waitingOver210].targetText("patients"),
                severity: severity(.waitingOver210, waiting),
                trend: trend.values("waiting_over_210")
            ),
            Tile(
                id: "boarders",
                label: "Waiting for a bed",
                value: boarders,
                unit: "patients",
                target: limits[.boarders].targetText("% of spaces"),
                severity: severity(.boarders, shareOfSpaces(boarders)),
                trend: trend.values("boarders")
            ),
        ]
    }

    private func beds(_ trend: TrendRows, _ facts: BriefingFacts) -> [Tile] {
        let occupancy = facts.figure(.occupancy)?.value
        return [
            Tile(
                id: "occupancy",
                label: "Beds occupied",
                value: occupancy,
                unit: "%",
                target: limits[.occupancy].targetText("%"),
                severity: severity(.occupancy, occupancy),
                trend: trend.summed("occupied_beds")
            ),
            Tile(
                id: "arrivals",
                label: "Arrivals this shift",
                value: facts.figure(.arrivals, window: .shift)?.value,
                unit: "patients",
                trend: trend.values("arrivals")
            ),
            Tile(
                id: "net_flow",
                label: "Admitted less discharged",
                value: facts.figure(.netFlow, window: .shift)?.value,
                unit: "patients",
                target: "0 or less",
                trend: trend.values("net_flow")
            ),
            Tile(
                id: "transfers",
                label: "Transfers this shift",
                value: facts.figure(.transfers, window: .shift)?.value,
                unit: "moves",
                trend: trend.summed("transfers")
            ),
            Tile(
                id: "los_hours",
                label: "Average stay",
                value: facts.figure(.stayHours, window: .shift)?.value,
                unit: "hours",
                trend: []
            ),
        ]
    }

    private func today(_ trend: TrendRows, _ facts: BriefingFacts) -> [Tile] {
        let chaos = facts.figure(.chaos)?.value
        let fill = trend.ratio("fill_rate_rn_percent")
        return [
            Tile(
                id: "chaos",
                label: "Chaos (spread of waits)",
                value: chaos,
                unit: "min",
                target: limits[.chaos].targetText("min"),
                severity: severity(.chaos, chaos),
                trend: trend.values("chaos_score")
            ),
            Tile(
                id: "bed_turnaround",
                label: "Patients per bed today",
                value: trend.ratio("bed_turnaround_rate"),
                unit: "per bed",
                trend: []
            ),
            Tile(
                id: "complexity",
                label: "Complexity today",
                value: trend.ratio("complexity_score"),
                unit: "of 1",
                trend: []
            ),
            Tile(
                id: "fill_rate",
                label: "RN fill rate today",
                value: fill.map { 100 * $0 },
                unit: "%",
                target: limits[.nurseFill].targetText("%"),
                severity: severity(.nurseFill, fill.map { 100 * $0 }),
                trend: []
            ),
        ]
    }
}
