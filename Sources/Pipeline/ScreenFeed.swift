import Alerts
import Board
import Facility
import Hospital
import PatientFlow

/// Publishes the states in memory to the live board, at most every 25 ms; owned by the pipeline's thread.
final class ScreenFeed {
    /// Shortest time between two snapshots, so that a burst does not spend itself on drawing.
    static let shortestPause = Duration.milliseconds(25)
    /// How often the log's end and the throughput are looked up.
    static let slowPause = Duration.seconds(1)

    private let board: LiveBoard
    private var composer = BoardComposer()
    private var health: PipelineHealth
    private var waiting: [AlertLine] = []
    private var boards: [String: FacilityBoard] = [:]
    private var sequence: Int64
    private var lastPublish: ContinuousClock.Instant?
    private var lastSlow: ContinuousClock.Instant?
    private var processedAtSlow: Int64 = 0
    private var publishedOffsets: [Int64] = []

    init(_ board: LiveBoard, lake: String, log: String) {
        self.board = board
        health = PipelineHealth(lake: lake, log: log)
        sequence = board.current?.sequence ?? 0
    }

    /// Alert steps to send with the next snapshot.
    func note(_ transitions: [AlertTransition]) {
        guard !transitions.isEmpty else { return }
        waiting += composer.note(transitions)
    }

    /// Shows what an epoch's commit took and where the tables stand.
    func note(_ done: CommittedEpoch) {
        let duration = done.duration.components
        health.lastCommitMilliseconds = Double(duration.seconds) * 1e3 + Double(duration.attoseconds) / 1e15
        health.tableVersions = done.versions
        health.upkeep = done.upkeep
    }

    /// Publishes when something changed and the last snapshot is old enough.
    func publish(
        _ partitions: [PartitionState],
        _ summary: RunSummary,
        endOffsets: () throws -> [Int64]
    ) throws {
        let now = ContinuousClock.now
        if lastSlow.map({ $0.duration(to: now) >= Self.slowPause }) ?? true {
            try lookUp(now, partitions, summary, endOffsets())
        }
        let offsets = partitions.map(\.nextOffset)
        let isQuiet = offsets == publishedOffsets && waiting.isEmpty
        let pause = isQuiet ? Self.slowPause : Self.shortestPause
        if let lastPublish, lastPublish.duration(to: now) < pause { return }
        publishNow(partitions, summary)
    }

    private func lookUp(
        _ now: ContinuousClock.Instant,
        _ partitions: [PartitionState],
        _ summary: RunSummary,
        _ ends: [Int64]
    ) {
        if let lastSlow {
            let elapsed = lastSlow.duration(to: now)
            let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
            health.eventsPerSecond = Double(summary.processed - processedAtSlow) / max(seconds, 0.001)
        }
        lastSlow = now
        processedAtSlow = summary.processed
        health.partitions = partitions.map {
            .init(partition: $0.partition, offset: $0.nextOffset, endOffset: ends[$0.partition])
        }
    }

    /// Publishes what is in memory.
    func publishNow(_ partitions: [PartitionState], _ summary: RunSummary) {
        let offsets = partitions.map(\.nextOffset)
        for (index, partition) in partitions.enumerated() {
            let isSame = index < publishedOffsets.count && publishedOffsets[index] == offsets[index]
            for facility in partition.facilities where !isSame || boards[facility.facility] == nil {
                guard facility.flow.watermark > .distantPast else { continue }
                boards[facility.facility] = composer.board(facility)
            }
            if index < health.partitions.count {
                health.partitions[index].offset = partition.nextOffset
                health.partitions[index].endOffset = max(
                    health.partitions[index].endOffset,
                    partition.nextOffset
                )
            }
        }
        health.commits = summary.commits
        var reasons: [String: Int64] = [:]
        for partition in partitions { reasons.merge(partition.quarantineReasons) { $0 + $1 } }
        health.quarantineReasons = reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { .init(reason: $0.key, count: $0.value) }
        sequence += 1
        let snapshot = BoardSnapshot(
            sequence: sequence,
            asOf: boards.values.map(\.asOf).max() ?? Timestamp(microseconds: 0),
            facilities: boards.values.sorted { $0.facility < $1.facility },
            accounting: partitions.reduce(Accounting()) { $0 + $1.accounting },
            health: health
        )
        board.publish(snapshot, transitions: waiting)
        waiting.removeAll(keepingCapacity: true)
        publishedOffsets = offsets
        lastPublish = .now
    }
}
