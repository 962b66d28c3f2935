package import EventLog
import Foundation
package import Hospital
import Lake

/// The engine: polls the partitions it owns, lets their runners process, and hands an epoch to the commit thread.
///
/// It knows keyed processors and tables, and nothing of what they mean. Owned by one thread.
///
/// For example: `try Pipeline<Site>(log: log, lakePath: "lake", settings: settings).run(untilEnd: true) { false }`.
package final class Pipeline<Processor: KeyedProcessor> {
    let log: any EventLog
    let reader: any LogReader
    let settings: PipelineSettings
    let identity: LakeIdentity
    let lakePath: String
    let tables: LakeTables<Processor>
    let committer: CommitThread
    let store: StateStore
    private let lock: WriterLock
    let sites = SiteBindings()
    /// The partitions this process owns.
    private(set) var runners: [Int: PartitionRunner<Processor>] = [:]
    private var beat: Beat
    private var summary = RunSummary()
    /// The lake's secret for digests in commands, set before partitions are taken; empty for none.
    package var secret: [UInt8] = []
    /// Sees what happens on the pipeline's thread, for screens.
    package var observer: (any PipelineObserver<Processor>)?
    /// The configuration that holds before the first record of a log that has none; appended to it when the run begins.
    let configuration: any ConfigurationSource<Processor.Book>
    /// The clock that stamps configuration records.
    let now: @Sendable () -> Timestamp

    /// Opens the lake at `lakePath`; partitions are taken when the run begins.
    package init(
        log: any EventLog,
        lakePath: String,
        settings: PipelineSettings,
        configuration: any ConfigurationSource<Processor.Book>,
        now: @escaping @Sendable () -> Timestamp = { .wall }
    ) throws {
        self.now = now
        self.log = log
        self.lakePath = lakePath
        self.settings = settings
        self.configuration = configuration
        identity = LakeIdentity(pipeline: settings.name, log: log)
        tables = try LakeTables(path: lakePath, identity: identity, settings: settings.lake)
        store = try StateStore(lake: lakePath, identity: identity, sync: settings.lake.fsync)
        lock = try WriterLock(folder: store.folder)
        committer = CommitThread(tables.committers, store, Housekeeping(settings.lake.housekeeping), log: log)
        reader = try log.makeReader()
        beat = Beat(settings)
    }

    /// Processes records until `shouldStop`, or with `untilEnd` until what the log held at the start is done.
    ///
    /// - Parameter partitions: those to own; nil for all.
    package func run(
        untilEnd: Bool,
        partitions: [Int]? = nil,
        progress: ((Int64) -> Void)? = nil,
        shouldStop: () -> Bool
    ) throws -> RunSummary {
        let started = ContinuousClock.now
        defer { close() }
        for partition in partitions ?? Array(0..<log.partitionCount) {
            try take(partition: partition, shouldStop: shouldStop)
        }
        try work(untilEnd: untilEnd, progress: progress, shouldStop: shouldStop)
        return finished(since: started)
    }

    /// Lets the log go and waits until the lake is at rest.
    func close() {
        committer.rest()
        reader.close()
    }

    /// Polls, processes and commits until it is time to stop.
    package func work(untilEnd: Bool, progress: ((Int64) -> Void)?, shouldStop: () -> Bool) throws {
        let goal = untilEnd ? try log.endOffsets() : nil
        while !shouldStop() {
            if let goal, runners.values.allSatisfy({ $0.nextOffset >= goal[$0.partition] }) { break }
            try poll(timeout: beat.patience, shouldStop: shouldStop)
            if let done = try committer.poll() { note(done) }
            if beat.isCommitDue, isPastReplay, !committer.isBusy || beat.isFull { try commit() }
            try observer?.observe(status(endOffsets: { try self.log.endOffsets() }))
            progress?(summary.processed)
        }
        // During a replay the tables that are behind still need the rows in memory: the older state must stay.
        if isPastReplay, beat.hasStateToSave { try commit(isFinal: true) }
        if let done = try committer.wait() { note(done) }
        observer?.finish(status(endOffsets: nil))
    }

    /// Reads what has come and processes it.
    package func poll(timeout: Duration, shouldStop: () -> Bool = { false }) throws {
        for batch in try reader.poll(maxRecords: settings.batchRecords, timeout: timeout) {
            guard let runner = runners[batch.partition] else { continue }
            try process(batch, runner, shouldStop)
            summary.processed += Int64(batch.count)
            beat.note(records: batch.count)
        }
        for runner in runners.values {
            if let position = reader.position(partition: runner.partition) { runner.passed(to: position) }
        }
    }

    /// An owner was made anew: there is something to commit.
    func noteOwnerMade() { beat.note(records: 0) }

    // MARK: Owning partitions

    /// The partitions this process owns now.
    package var owned: Set<Int> { Set(runners.keys) }

    func own(_ runner: PartitionRunner<Processor>) {
        runners[runner.partition] = runner
        runner.observe = { [weak self] key, output in self?.observer?.note(key, output) }
        runner.verdict = { [weak self] outcome, isDone in self?.observer?.note(outcome, isDone: isDone) }
    }

    /// Lets `partition` go: with `commits` everything read so far is committed and saved first, else it is forgotten, as
    /// after a crash.
    package func drop(partition: Int, commits: Bool) throws {
        guard let runner = runners[partition] else { return }
        if commits, isPastReplay, runner.nextOffset > 0 { try commit(isFinal: true) }
        try finishEpoch()
        tables.drop(partition: partition, sites: runner.keys)
        runners[partition] = nil
        for key in runner.keys { sites.release(key, from: partition) }
    }

    /// Waits for the epoch under way.
    func finishEpoch() throws {
        if let done = try committer.wait() { note(done) }
    }

    // MARK: Committing

    /// Whether everything the tables already hold has been read again.
    package var isPastReplay: Bool {
        runners.values.allSatisfy { $0.nextOffset > tables.highestDurable($0.partition) }
    }

    /// Stages settled rows of a rebuild when there are many in memory.
    func spool() throws {
        guard let rows = tables.takeSpool(over: Self.spoolRows) else { return }
        if let done = try committer.wait() { note(done) }
        committer.start(Epoch(offsets: [:], rows: rows))
        _ = try committer.wait()
    }

    /// Settled rows of rebuilt sites in memory over which they are staged.
    static var spoolRows: Int { 500_000 }

    /// Hands everything up to here to the commit thread, after waiting for the epoch before.
    package func commit(isFinal: Bool = false) throws {
        if let done = try committer.wait() { note(done) }
        let strangers = try committer.strangers(owned: owned)
        var offsets: [Int: Int64] = [:]
        for runner in runners.values {
            if runner.nextOffset > 0 { offsets[runner.partition] = runner.nextOffset - 1 }
            if !strangers.isEmpty { runner.rewriteLive(of: strangers) }
            runner.drainLive()
        }
        var epoch = Epoch(offsets: offsets, rows: tables.takeRows())
        epoch.states = snapshots(isFinal: isFinal)
        if isFinal { beat.stateSaved() }
        epoch.keepFrom = keepFrom()
        beat.committed()
        committer.start(epoch)
        // Nobody watches: one thread after the other costs less than two at once.
        if observer == nil, let done = try committer.wait() { note(done) }
    }

    /// Snapshots that are due: when nothing presses of one owner a beat, so that no beat waits for all of them.
    private func snapshots(isFinal: Bool) -> [StateStore.Pending] {
        runners.values.sorted { $0.partition < $1.partition }.compactMap { runner in
            let due = runner.ownersDue(
                records: settings.snapshotMaxRecords,
                every: settings.snapshotEvery,
                isFinal: isFinal
            )
            guard isFinal || !due.isEmpty else { return nil }
            return runner.snapshot(of: due)
        }
    }

    /// From which offset the log must keep each partition by `log.keep`; empty when all is kept.
    private func keepFrom() -> [Int: Int64] {
        guard let keep = settings.logKeep else { return [:] }
        return runners.compactMapValues { $0.own.arrivals.firstOffset(within: keep) }
    }

    private func note(_ done: CommittedEpoch) {
        summary.commits += Int64(done.commits)
        for (partition, fault) in done.stateFaults {
            runners[partition]?.snapshotFailed()
            observer?.note(stateFault: fault)
        }
        observer?.note(done)
        log.reportProgress(done.offsets.mapValues { $0 + 1 })
    }

    // MARK: What is told

    private func status(endOffsets: (() throws -> [Int64])?) -> PipelineStatus<Processor> {
        PipelineStatus(
            runners: runners.values.sorted { $0.partition < $1.partition },
            processed: summary.processed,
            commits: summary.commits,
            isReplaying: !isPastReplay,
            endOffsets: endOffsets
        )
    }

    private func finished(since started: ContinuousClock.Instant) -> RunSummary {
        let usage = RunSummary.usage()
        summary.accounting = runners.values.reduce(Accounting()) { $0 + $1.accounting }
        for name in Processor.countNames { summary.outputs[name] = 0 }
        for runner in runners.values {
            for owner in runner.owners { summary.outputs.merge(owner.processor.counts) { $0 + $1 } }
        }
        (summary.written, summary.stateBytes) = committer.written
        let elapsed = started.duration(to: .now)
        summary.seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        summary.cpuSeconds = usage.cpuSeconds
        summary.peakRSSBytes = usage.peakRSSBytes
        return summary
    }
}
