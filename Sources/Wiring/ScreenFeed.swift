import Alerts
package import Board
package import Facility
package import Hospital
package import Pipeline

/// Publishes the sites in memory to the live board, at most every 25 ms; owned by the pipeline's thread.
package final class ScreenFeed: PipelineObserver {
    /// Screens show sites.
    package typealias Processor = SiteProcessor

    /// Shortest time between two snapshots, so that a burst does not spend itself on drawing.
    static let shortestPause = Duration.milliseconds(25)
    /// How often the log's end and the throughput are looked up.
    static let slowPause = Duration.seconds(1)

    private let board: LiveBoard
    private var composer = BoardComposer()
    private var health: PipelineHealth
    private var waiting: [AlertLine] = []
    private var boards: [String: FacilityBoard] = [:]
    /// Sites that put something out since their board was drawn.
    private var changed: Set<String> = []
    private var sequence: Int64
    private var lastPublish: ContinuousClock.Instant?
    private var lastSlow: ContinuousClock.Instant?
    private var processedAtSlow: Int64 = 0
    private var publishedOffsets: [Int64] = []

    package init(_ board: LiveBoard, lake: String, log: String) {
        self.board = board
        health = PipelineHealth(lake: lake, log: log)
        sequence = board.current?.sequence ?? 0
    }

    // MARK: What the pipeline tells

    package func note(_ key: String, _ output: SiteOutput) {
        changed.insert(key)
        let transitions = output.transitions
        guard !transitions.isEmpty else { return }
        waiting += composer.note(transitions)
    }

    package func note(_ outcome: CommandOutcome, isDone: Bool) { board.settle(outcome, isDone: isDone) }

    package func note(_ done: CommittedEpoch) {
        let duration = done.duration.components
        health.lastCommitMilliseconds = Double(duration.seconds) * 1e3 + Double(duration.attoseconds) / 1e15
        health.tableVersions = done.versions
        health.upkeep = done.upkeep
    }

    package func note(stateFault: String) {}

    /// Publishes when something changed and the last snapshot is old enough.
    package func observe(_ status: PipelineStatus<SiteProcessor>) throws {
        let now = ContinuousClock.now
        if lastSlow.map({ $0.duration(to: now) >= Self.slowPause }) ?? true { try lookUp(now, status) }
        let isQuiet = status.offsets == publishedOffsets && waiting.isEmpty
        let pause = isQuiet ? Self.slowPause : Self.shortestPause
        if let lastPublish, lastPublish.duration(to: now) < pause { return }
        publish(status)
    }

    package func finish(_ status: PipelineStatus<SiteProcessor>) { publish(status) }

    private func lookUp(_ now: ContinuousClock.Instant, _ status: PipelineStatus<SiteProcessor>) throws {
        if let lastSlow {
            let elapsed = lastSlow.duration(to: now)
            let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
            health.eventsPerSecond = Double(status.processed - processedAtSlow) / max(seconds, 0.001)
        }
        lastSlow = now
        processedAtSlow = status.processed
        guard let ends = try status.endOffsets?() else { return }
        health.partitions = status.partitions.map {
            .init(partition: $0.partition, offset: $0.nextOffset, endOffset: ends[$0.partition])
        }
    }

    // MARK: Publishing

    /// Publishes what is in memory; only sites that changed are drawn.
    private func publish(_ status: PipelineStatus<SiteProcessor>) {
        let partitions = status.partitions
        for partition in partitions {
            for owner in partition.owners where changed.contains(owner.key) || boards[owner.key] == nil {
                guard owner.processor.flow.watermark > .distantPast else { continue }
                boards[owner.key] = composer.board(owner.processor)
                boards[owner.key]?.partition = partition.partition
            }
            if let place = health.partitions.firstIndex(where: { $0.partition == partition.partition }) {
                health.partitions[place].offset = partition.nextOffset
                health.partitions[place].endOffset = max(
                    health.partitions[place].endOffset,
                    partition.nextOffset
                )
            }
        }
        changed.removeAll(keepingCapacity: true)
        health.commits = status.commits
        var reasons: [String: Int64] = [:]
        for partition in partitions { reasons.merge(partition.quarantineReasons) { $0 + $1 } }
        health.quarantineReasons = reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { .init(reason: $0.key, count: $0.value) }
        sequence += 1
        let snapshot = BoardSnapshot(
            sequence: sequence,
            asOf: boards.values.map(\.asOf).max() ?? Timestamp(microseconds: 0),
            facilities: boards.values.sorted { $0.facility < $1.facility },
            accounting: status.accounting,
            health: health
        )
        board.publish(snapshot, transitions: waiting)
        waiting.removeAll(keepingCapacity: true)
        publishedOffsets = status.offsets
        lastPublish = .now
    }
}
