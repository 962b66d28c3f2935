package import Board
package import EventLog
import Facility
import Hospital
import PatientFlow

/// The loop: poll a batch, run the stages in order, hand an epoch to the commit thread on the beat.
///
/// Owned by one thread.
package final class Pipeline {
    private let log: any EventLog
    private let reader: any LogReader
    private let configuration: PipelineConfiguration
    private var lake: Lake
    private let committer: CommitThread
    private var partitions: [PartitionState]
    private let screen: ScreenFeed?
    private var beat: Beat
    private var summary = RunSummary()

    /// Opens the lake at `lakePath`, restores the state and stands ready where it left off.
    package init(
        log: any EventLog,
        lakePath: String,
        configuration: PipelineConfiguration,
        board: LiveBoard? = nil
    ) throws {
        self.log = log
        self.configuration = configuration
        let identity = LakeIdentity(
            pipeline: configuration.name,
            topic: log.identity,
            partitionCount: log.partitionCount,
            origin: log.origin
        )
        lake = try Lake(path: lakePath, identity: identity, configuration: configuration)
        let store = try StateStore(lake: lakePath, identity: identity, configuration: configuration)
        committer = CommitThread(lake.tables, store, Housekeeping(configuration.housekeeping))
        reader = try log.makeReader()
        beat = Beat(configuration)
        partitions = []
        for partition in 0..<log.partitionCount {
            let state =
                store.load(partition, durable: lake.bronzeDurable(partition), configuration)
                ?? PartitionState(partition: partition)
            do {
                try reader.seek(partition: partition, to: state.nextOffset)
            } catch {
                throw PipelineError.logDoesNotFit(partition: partition, detail: "\(error)")
            }
            partitions.append(state)
        }
        screen = board.map { ScreenFeed($0, lake: lakePath, log: log.identity) }
        try checkLogReachesLake()
    }

    /// A lake ahead of its log belongs to another log.
    private func checkLogReachesLake() throws {
        let ends = try log.endOffsets()
        for partition in partitions.indices where lake.highestDurable(partition) >= ends[partition] {
            throw PipelineError.logDoesNotFit(
                partition: partition,
                detail:
                    "the tables hold offset \(lake.highestDurable(partition)), the log ends at \(ends[partition])"
            )
        }
    }

    /// Processes records until `shouldStop`, or with `untilEnd` until what the log held at the start is done.
    package func run(untilEnd: Bool, progress: ((Int64) -> Void)? = nil, shouldStop: () -> Bool) throws
        -> RunSummary
    {
        let started = ContinuousClock.now
        do {
            try work(untilEnd: untilEnd, progress: progress, shouldStop: shouldStop)
        } catch {
            committer.rest()
            reader.close()
            throw error
        }
        committer.rest()
        reader.close()
        return finished(since: started)
    }

    private func work(untilEnd: Bool, progress: ((Int64) -> Void)?, shouldStop: () -> Bool) throws {
        let goal = untilEnd ? try log.endOffsets() : nil
        while !shouldStop() {
            if let goal, partitions.allSatisfy({ $0.nextOffset >= goal[$0.partition] }) { break }
            let batches = try reader.poll(maxRecords: configuration.batchRecords, timeout: beat.patience)
            for batch in batches { process(batch) }
            passOffsetsWithoutRecords()
            if let done = try committer.poll() { note(done) }
            if beat.isCommitDue, isPastReplay, !committer.isBusy || beat.isFull { try commit() }
            try screen?.publish(partitions, summary) { try log.endOffsets() }
            progress?(summary.processed)
        }
        // During a replay the tables that are behind still need the rows in memory: the older state must stay.
        if isPastReplay, beat.hasStateToSave { try commit(savingState: true) }
        if let done = try committer.wait() { note(done) }
        screen?.publishNow(partitions, summary)
    }

    private func process(_ batch: RecordBatch) {
        lake.bronze.process(batch)
        let partition = batch.partition
        for index in 0..<batch.count {
            let touched = lake.silver.process(batch, index, &partitions[partition])
            for facility in touched {
                lake.gold.brief(
                    &partitions[partition].facilities[facility],
                    partition: partition,
                    offset: batch.offset(index)
                )
            }
        }
        partitions[partition].nextOffset = batch.endOffset
        takeOutput(partition)
        summary.processed += Int64(batch.count)
        beat.note(records: batch.count)
    }

    /// A topic that ends in a transaction marker is read to its end although its last offset holds no record.
    private func passOffsetsWithoutRecords() {
        for index in partitions.indices {
            guard let position = reader.position(partition: partitions[index].partition) else { continue }
            partitions[index].nextOffset = max(partitions[index].nextOffset, position)
        }
    }

    private func takeOutput(_ partition: Int) {
        for facility in partitions[partition].facilities.indices {
            let settled = partitions[partition].facilities[facility].flow.takeSettledVisits()
            lake.silver.settle(settled, partition: partition)
            let transitions = lake.gold.take(
                &partitions[partition].facilities[facility],
                partition: partition
            )
            screen?.note(transitions)
        }
    }

    /// Whether everything the tables already hold has been read again.
    private var isPastReplay: Bool {
        partitions.allSatisfy { $0.nextOffset > lake.highestDurable($0.partition) }
    }

    /// Hands everything up to here to the commit thread, after waiting for the epoch before.
    private func commit(savingState: Bool = false) throws {
        if let done = try committer.wait() { note(done) }
        var offsets: [Int: Int64] = [:]
        var live: [LiveRows] = []
        for partition in partitions.indices {
            if partitions[partition].nextOffset > 0 {
                offsets[partition] = partitions[partition].nextOffset - 1
            }
            for facility in partitions[partition].facilities.indices {
                guard partitions[partition].facilities[facility].isDirty else { continue }
                partitions[partition].facilities[facility].isDirty = false
                let state = partitions[partition].facilities[facility]
                live.append(
                    LiveRows(
                        facility: state.facility,
                        visits: state.flow.liveVisits(),
                        kpis: state.liveKPIs()
                    )
                )
            }
        }
        var epoch = lake.takeEpoch(upTo: offsets, live: live)
        beat.committed()
        if savingState || beat.isStateDue {
            epoch.states = partitions.map(SavedPartition.init)
            beat.stateSaved()
        }
        committer.start(epoch)
        // Nobody watches: one thread after the other costs less than two at once.
        if screen == nil, let done = try committer.wait() { note(done) }
    }

    private func note(_ done: CommittedEpoch) {
        summary.commits += Int64(done.commits)
        screen?.note(done)
        log.reportProgress(done.offsets.mapValues { $0 + 1 })
    }

    private func finished(since started: ContinuousClock.Instant) -> RunSummary {
        let accounting = partitions.reduce(Accounting()) { $0 + $1.accounting }
        let counts = partitions.reduce(OutputCounts()) { $0 + $1.counts }
        let usage = RunSummary.usage()
        summary.records = accounting.records
        summary.silver = accounting.silver
        summary.quarantined = accounting.quarantined
        summary.duplicates = accounting.duplicates
        summary.late = accounting.late
        summary.kpiRows = partitions.reduce(counts.settledKPIs) { total, partition in
            partition.facilities.reduce(total) { $0 + Int64($1.liveKPIs().count) }
        }
        summary.predictions = counts.predictions
        summary.alerts = counts.alerts
        summary.briefings = counts.briefings
        let elapsed = started.duration(to: .now)
        summary.seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        summary.cpuSeconds = usage.cpuSeconds
        summary.peakRSSBytes = usage.peakRSSBytes
        return summary
    }
}
