package import Board
package import Hospital
import Synchronization

/// Boards for tests: two hospitals with every kind of part.
package enum Sample {
    package static let start = Timestamp(seconds: 1_767_596_400)

    package static func alert(
        _ id: String,
        facility: String = "RXA",
        state: AlertLine.State = .raised,
        message: String = "ward over beds"
    ) -> AlertLine {
        AlertLine(
            id: id,
            rule: "ward_full",
            severity: .high,
            facility: facility,
            ward: "AMU",
            bed: "B01",
            state: state,
            at: start,
            raisedAt: start,
            message: message,
            value: 1.02
        )
    }

    package static func facility(_ name: String, census: Double = 571, alerts: [AlertLine] = [])
        -> FacilityBoard
    {
        FacilityBoard(
            facility: name,
            asOf: start,
            level: .orange,
            levelReasons: ["19 patients wait for a bed"],
            tiles: [
                Tile(
                    id: "census",
                    label: "In the hospital",
                    value: census,
                    unit: "patients",
                    target: "under 600",
                    severity: .watch,
                    trend: [560, 565, census]
                ),
                Tile(id: "breach", label: "Over 4 hours", value: 27.4, unit: "%", severity: .critical),
            ],
            wards: [WardCell(ward: "AMU", occupied: 61, beds: 60, percent: 101.7, severity: .critical)],
            activeAlerts: alerts.filter { $0.state != .cleared },
            alertTail: alerts,
            model: [ModelLine(model: "stay", metric: "mean error, h", value: 18.42, count: 812)],
            briefing: BriefingLine(at: start, level: .orange, html: "<h1>Morning</h1>", markdown: "# Morning")
        )
    }

    package static func board(_ sequence: Int64, census: Double = 571, alerts: [AlertLine] = [])
        -> BoardSnapshot
    {
        BoardSnapshot(
            sequence: sequence,
            asOf: start + .seconds(sequence),
            facilities: [
                facility("RXA", census: census, alerts: alerts.filter { $0.facility == "RXA" }),
                facility("RXB", alerts: alerts.filter { $0.facility == "RXB" }),
            ],
            accounting: Accounting(records: 1_000, silver: 940, quarantined: 30, duplicates: 20, late: 10),
            health: PipelineHealth(
                partitions: [.init(partition: 0, offset: 990, endOffset: 1_000)],
                tableVersions: [.init(table: "events", version: 41)],
                commits: 42,
                lastCommitMilliseconds: 51,
                eventsPerSecond: 200,
                quarantineReasons: [.init(reason: "missing_pv1", count: 30)],
                lake: "lake",
                log: "log"
            )
        )
    }
}

/// A monotonic clock that moves only when told.
package final class ManualClock: Sendable {
    private let moment = Mutex(ContinuousClock.now)

    package init() {}

    package var now: ContinuousClock.Instant { moment.withLock { $0 } }

    package func advance(by duration: Duration) {
        moment.withLock { $0 += duration }
    }
}

/// Remembers acknowledgements; refuses them when told to.
package final class MemorySink: CommandSink {
    package struct Refused: Error {}

    let isBroken: Bool
    private let lines = Mutex<[String]>([])

    package init(isBroken: Bool = false) {
        self.isBroken = isBroken
    }

    package var acknowledged: [String] { lines.withLock { $0 } }

    package func acknowledge(alert: String, actor: String) async throws -> CommandVerdicts.Verdict? {
        if isBroken { throw Refused() }
        lines.withLock { $0.append("\(alert) by \(actor)") }
        return nil
    }
}
