import Board
import Hospital
import Narrator

/// The tiles of a facility's board: what each shows, its target and when it is urgent.
struct BoardTiles {
    private let spaces: Int

    /// - Parameter layout: gives the spaces of the emergency department.
    init(_ layout: HospitalLayout) {
        spaces = layout.wards.filter(\.isEmergency).reduce(0) { $0 + $1.beds }
    }

    /// All tiles in the order of the screen.
    func tiles(_ trend: TrendRows, _ facts: BriefingFacts) -> [Tile] {
        emergency(trend, facts) + beds(trend, facts) + today(trend, facts)
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
                target: "under \(spaces) spaces",
                severity: BoardSeverity(shareOfSpaces(census), watch: 80, high: 100, critical: 130),
                trend: trend.values("ed_census")
            ),
            Tile(
                id: "four_hour",
                label: "Four-hour standard",
                value: fourHour,
                unit: "%",
                target: "78 % or more",
                severity: BoardSeverity(fourHour.map { 100 - $0 }, watch: 15, high: 22, critical: 40),
                trend: trend.values("four_hour_percent")
            ),
            Tile(
                id: "waiting_over_210",
                label: "Over 3 h 30 in ED",
                value: waiting,
                unit: "patients",
                target: "0 patients",
                severity: BoardSeverity(waiting, watch: 1, high: 10, critical: 20),
                trend: trend.values("waiting_over_210")
            ),
            Tile(
                id: "boarders",
                label: "Waiting for a bed",
                value: boarders,
                unit: "patients",
                target: "under 10 % of spaces",
                severity: BoardSeverity(shareOfSpaces(boarders), watch: 5, high: 10, critical: 20),
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
                target: "under 92 %",
                severity: BoardSeverity(occupancy, watch: 88, high: 92, critical: 98),
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
                target: "under 45",
                severity: BoardSeverity(chaos, watch: 45, high: 90, critical: 150),
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
                target: "90 % or more",
                severity: BoardSeverity(fill.map { 100 - 100 * $0 }, watch: 10, high: 15, critical: 25),
                trend: []
            ),
        ]
    }
}
