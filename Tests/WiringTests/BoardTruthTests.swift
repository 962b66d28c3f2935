import Board
import Facility
import Hospital
import Simulator
import Testing
import Wiring

/// Every number of the board against what truly happened in the simulated hospital.
@Suite struct BoardTruthTests {
    /// A hospital that is looked at when its stream ends, at a whole hour.
    struct Run: CustomStringConvertible {
        var seed: UInt64
        /// Hour of the day at which the stream begins and ends, two days later.
        var hour: Int
        var arrivalsPerDay = 300.0
        var description: String { "seed \(seed), \(arrivalsPerDay) arrivals a day, at \(hour):00" }
    }

    private static let runs = [
        Run(seed: 11, hour: 17), Run(seed: 12, hour: 9), Run(seed: 13, hour: 19),
        Run(seed: 14, hour: 5, arrivalsPerDay: 20),
    ]

    /// The board at the end of the stream, and the truth of it.
    private func board(_ run: Run) throws -> (FacilityBoard, TruthRecount) {
        let configuration = try standardConfiguration()
        var simulation = Simulation(Self.simulation(run))
        let site = SiteProcessor(key: "RXA", rules: configuration.rulesForReading("RXA"))
        var offset: Int64 = 0
        while let record = simulation.next() {
            defer { offset += 1 }
            guard record.kind != .heartbeat else {
                if offset > 0 { site.advance(to: record.sentAt, partition: 0, offset: offset) }
                continue
            }
            _ = site.process(
                KeyedRecord(
                    partition: 0,
                    offset: offset,
                    kind: record.kind == .message ? .message : .shift,
                    key: record.facility,
                    receivedAt: record.sentAt,
                    bytes: record.payload,
                    range: 0..<record.payload.count
                )
            )
        }
        let truth = simulation.truth
        let board = BoardComposer().board(site)
        #expect(board.asOf == truth.closedThrough, "\(run)")
        return (board, TruthRecount(truth: truth.kpis, now: truth.closedThrough))
    }

    static func simulation(_ run: Run) -> SimulatorConfiguration {
        var configuration = twoDays(seed: run.seed, facilities: 1)
        configuration.start = CivilTime(year: 2026, month: 1, day: 5, hour: run.hour).utc
        configuration.arrivalsPerDay = run.arrivalsPerDay
        return configuration
    }

    /// Limits of `pipelines/adt.yaml`, written out: watch, high, critical.
    private func severity(_ value: Double?, worseAbove limits: [Double], isOnLimit: Bool) -> BoardSeverity {
        guard let value else { return .normal }
        let crossed = limits.count { isOnLimit ? value >= $0 : value > $0 }
        return [BoardSeverity.normal, .watch, .high, .critical][crossed]
    }

    private func severity(_ value: Double?, worseBelow limits: [Double]) -> BoardSeverity {
        guard let value else { return .normal }
        return [BoardSeverity.normal, .watch, .high, .critical][limits.count { value < $0 }]
    }

    private func isNear(_ left: Double?, _ right: Double?, within: Double = 1e-6) -> Bool {
        guard let left, let right else { return left == nil && right == nil }
        return abs(left - right) <= within
    }

    /// Value and trend of each tile.
    private func expected(_ truth: TruthRecount) -> [String: (value: Double?, trend: [Double])] {
        let beds = truth.wards.reduce(0) { $0 + (truth.beds($1) ?? 0) }
        let flow = truth.sum("net_flow")
        let fill = truth.today("fill_rate_rn_percent")
        return [
            "ed_census": (truth.gauge("ed_census"), truth.trend("ed_census", .gauge)),
            "four_hour": (
                truth.share("four_hour_percent").map { 100 * $0 }, truth.trend("four_hour_percent", .ratio)
            ),
            "waiting_over_210": (truth.gauge("waiting_over_210"), truth.trend("waiting_over_210", .gauge)),
            "boarders": (truth.gauge("boarders"), truth.trend("boarders", .gauge)),
            "occupancy": (
                100 * truth.gaugeOfWards("occupied_beds") / beds,
                truth.trend("occupied_beds", .gauge, ofWards: true)
            ),
            "arrivals": (truth.sum("arrivals"), truth.trend("arrivals", .count)),
            "net_flow": (flow, truth.trend("net_flow", .count)),
            "transfers": (truth.sumOfWards("transfers"), truth.trend("transfers", .count, ofWards: true)),
            "los_hours": (truth.share("los_hours"), []),
            "chaos": (truth.newestHour("chaos_score"), truth.trend("chaos_score", .ratio)),
            "bed_turnaround": (truth.today("bed_turnaround_rate"), []),
            "complexity": (truth.today("complexity_score"), []),
            "fill_rate": (fill.map { 100 * $0 }, []),
        ]
    }

    @Test(arguments: runs) func everyTileShowsTheTruth(run: Run) throws {
        let (board, truth) = try board(run)
        let expected = expected(truth)
        #expect(Set(board.tiles.map(\.id)) == Set(expected.keys))
        #expect(board.tiles.count == expected.count)
        for tile in board.tiles {
            let (value, trend) = expected[tile.id] ?? (nil, [])
            #expect(
                isNear(tile.value, value, within: tile.id == "complexity" ? 1e-5 : 1e-6),
                "\(tile.id): \(tile.value as Any), truth \(value as Any), \(run)"
            )
            #expect(
                tile.trend.count == trend.count
                    && zip(tile.trend, trend).allSatisfy { isNear($0, $1, within: 0.000_6) },
                "\(tile.id): \(tile.trend), truth \(trend), \(run)"
            )
        }
    }

    @Test(arguments: runs) func everyTileHasTheSeverityOfItsTrueValue(run: Run) throws {
        let (board, truth) = try board(run)
        let expected = expected(truth)
        for tile in board.tiles {
            let value = expected[tile.id]?.value
            // The standard department has 60 spaces.
            let spaces = value.map { 100 * $0 / 60 }
            let severity: BoardSeverity =
                switch tile.id {
                case "ed_census": severity(spaces, worseAbove: [80, 100, 130], isOnLimit: false)
                case "boarders": severity(spaces, worseAbove: [5, 10, 20], isOnLimit: false)
                case "occupancy": severity(value, worseAbove: [88, 92, 98], isOnLimit: true)
                case "waiting_over_210": severity(value, worseAbove: [1, 5, 15], isOnLimit: true)
                case "chaos": severity(value, worseAbove: [45, 90, 150], isOnLimit: true)
                case "four_hour": severity(value, worseBelow: [85, 78, 60])
                case "fill_rate": severity(value, worseBelow: [90, 85, 75])
                default: .normal
                }
            #expect(tile.severity == severity, "\(tile.id) at \(value as Any), \(run)")
        }
    }

    @Test(arguments: runs) func everyWardRowShowsTheTruth(run: Run) throws {
        let (board, truth) = try board(run)
        #expect(Set(board.wards.map(\.ward)) == truth.wards.union(["ED"]))
        #expect(board.wards.count == truth.wards.count + 1)
        for cell in board.wards {
            let isEmergency = cell.ward == "ED"
            let occupied =
                isEmergency ? truth.gauge("ed_census") : truth.gauge("occupied_beds", ward: cell.ward)
            let beds = isEmergency ? 60 : truth.beds(cell.ward)
            #expect(Double(cell.occupied) == occupied, "\(cell.ward), \(run)")
            #expect(Double(cell.beds) == beds, "\(cell.ward), \(run)")
            let percent = 100 * (occupied ?? .nan) / (beds ?? .nan)
            #expect(isNear(cell.percent, percent), "\(cell.ward), \(run)")
            #expect(
                cell.severity == severity(percent, worseAbove: [85, 92, 98], isOnLimit: true),
                "\(cell.ward), \(run)"
            )
        }
    }
}
