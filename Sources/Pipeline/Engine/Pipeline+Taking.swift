import EventLog
import Hospital
import Lake

/// Beginning to own a partition: from saved state where it fits log and lake, else from the first record on.
extension Pipeline {
    /// Takes `partition`: restores its state, reads again what is missing, and appends rules that changed.
    ///
    /// - Throws: `LakeError` when log, lake and state do not belong together, or records are gone that are needed.
    package func take(partition: Int, shouldStop: () -> Bool) throws {
        try finishEpoch()
        let marks = try committer.marks(partition: partition)
        tables.take(partition: partition, durable: marks.map(\.offset))
        let runner = PartitionRunner(partition: partition, tables: tables, sites: sites, secret: secret)
        let history = try history(partition)
        let range = history.kept
        try checkLog(partition, range)
        let saved = try store.load(partition) { saved in
            Self.fits(saved, marks) && saved.nextOffset <= range.upperBound
        }
        committer.goesOn(from: saved, partition: partition)
        var behind: [String] = []
        var lacksFirst = false
        if let saved {
            behind = try restore(saved, into: runner)
        } else {
            let isFirst = tables.highestDurable(partition) < 0
            runner.rebuildsAll = !isFirst
            let first = try history.firstRules()
            lacksFirst = first.isEmpty
            let own =
                lacksFirst ? configuration.records(from: Processor.Book(), at: now()).map { $0[...] } : first
            try runner.begin(with: own)
        }
        own(runner)
        let from = saved?.replayFrom ?? 0
        runner.erased = try history.erasedRecords(from: behind.isEmpty ? from : 0)
        for key in behind {
            try rebuild(owner: key, of: runner, shouldStop)
        }
        let reached = try replayArchive(runner, from: from, history, shouldStop)
        do {
            try reader.seek(partition: partition, to: reached)
        } catch {
            throw LakeError.logDoesNotFit(partition: partition, detail: "\(error)")
        }
        try appendRules(runner, lacksFirst: lacksFirst)
    }

    /// All records of a partition.
    func history(_ partition: Int) throws -> PartitionHistory<Processor> {
        try PartitionHistory(log, lakePath, partition: partition, batchRecords: settings.batchRecords)
    }

    // MARK: Does it fit

    /// Whether no table lost what it had when the snapshot was taken.
    private static func fits(_ saved: SavedPartition, _ marks: [SavedPartition.TableMark]) -> Bool {
        saved.tables.allSatisfy { then in
            marks.contains { $0.path == then.path && $0.version >= then.version && $0.offset >= then.offset }
        }
    }

    /// Fails when the lake holds records that the log does not have, or others.
    private func checkLog(_ partition: Int, _ range: Range<Int64>) throws {
        let highest = tables.highestDurable(partition)
        guard highest < range.upperBound else {
            throw LakeError.logDoesNotFit(
                partition: partition,
                detail: "the tables hold offset \(highest), the log ends at \(range.upperBound)"
            )
        }
        let bronze = tables.bronzeDurable(partition)
        guard range.contains(bronze) else { return }
        let archive = try RecordArchive(lake: lakePath)
        guard let known = try archive.records(partition, from: bronze, below: bronze + 1).first else {
            return
        }
        // A reader of its own: that of the pipeline has partitions taken before, whose records would be dropped here.
        let reader = try log.makeReader()
        defer { reader.close() }
        try reader.seek(partition: partition, to: bronze)
        var found: RecordBatch?
        for _ in 0..<100 {
            found = try reader.poll(maxRecords: 1, timeout: .milliseconds(100)).first {
                $0.partition == partition
            }
            if found != nil { break }
        }
        guard let found, found.firstOffset == bronze, found.kind(0) != .redacted else { return }
        let isSame =
            found.kind(0).columnText == known.kind
            && found.payload[found.payloadRange(0)] == known.payload[...]
        guard isSame else {
            throw LakeError.logDoesNotFit(
                partition: partition,
                detail:
                    "the record at offset \(bronze) is not the one the lake holds: the log was restored from a "
                    + "copy, or made anew, and has grown since"
            )
        }
    }

    // MARK: State

    /// Gives `runner` its owners back; the keys of those whose state cannot be read, which must be made anew.
    private func restore(_ saved: SavedPartition, into runner: PartitionRunner<Processor>) throws -> [String]
    {
        var reader = StateReader(saved.own)
        let own: PartitionOwn<Processor.Book>
        do {
            own = try PartitionOwn(from: &reader)
        } catch {
            throw LakeError.unknownState(owner: "partition \(saved.partition)", detail: error.description)
        }
        runner.restore(saved, own: own)
        var behind: [String] = []
        for owner in saved.owners {
            guard let rules = own.book.rules(for: owner.key) ?? own.book.defaultRules(for: owner.key) else {
                throw LakeError.unknownState(owner: owner.key, detail: "no rules are known for it")
            }
            guard let parts = store.parts(owner, partition: saved.partition) else {
                behind.append(owner.key)
                continue
            }
            do throws(StateError) {
                let processor = try Processor(key: owner.key, rules: rules, restoring: parts)
                runner.add(processor, key: owner.key, from: owner.nextOffset, isSaved: true)
            } catch {
                guard error.reason != .newer else {
                    throw LakeError.unknownState(owner: owner.key, detail: error.description)
                }
                behind.append(owner.key)
            }
        }
        return behind
    }

    /// Appends what the files say otherwise than the rules that will hold at the log's end.
    ///
    /// Of two processes that start at once one appends, where the log can tell; elsewhere the second record changes nothing.
    private func appendRules(_ runner: PartitionRunner<Processor>, lacksFirst: Bool) throws {
        for _ in 0..<Self.appendAttempts {
            let end = try log.endOffsets()[runner.partition]
            var book = lacksFirst ? Processor.Book() : runner.book
            for record in try log.firstRecords(
                of: .configuration,
                partition: runner.partition,
                from: runner.nextOffset,
                limit: PartitionHistory<Processor>.mostRules
            ) { _ = try? book.take(record.payload[...]) }
            let changes = configuration.records(from: book, at: now())
            guard !changes.isEmpty else { return }
            let records = changes.map { payload in
                NewRecord(
                    key: "",
                    kind: .configuration,
                    receivedAt: now().microseconds,
                    payload: payload,
                    partition: runner.partition
                )
            }
            if try log.append(records, ifEndOffsets: [runner.partition: end]) != nil { return }
        }
        // Feeders never rest: a second record of the same rules changes nothing.
        let changes = configuration.records(from: lacksFirst ? Processor.Book() : runner.book, at: now())
        _ = try log.append(
            changes.map {
                NewRecord(
                    key: "",
                    kind: .configuration,
                    receivedAt: now().microseconds,
                    payload: $0,
                    partition: runner.partition
                )
            }
        )
    }

    /// How often rules are appended behind the log's end before they are appended wherever it is.
    private static var appendAttempts: Int { 10 }

    // MARK: Reading again

    /// Feeds what the log no longer holds from bronze; the offset from which the log is read.
    private func replayArchive(
        _ runner: PartitionRunner<Processor>,
        from start: Int64,
        _ history: PartitionHistory<Processor>,
        _ shouldStop: () -> Bool
    ) throws -> Int64 {
        let range = history.kept
        guard start < range.lowerBound else { return start }
        let end = tables.bronzeDurable(runner.partition) + 1
        guard end >= range.lowerBound else {
            throw LakeError.recordsMissing(
                partition: runner.partition,
                from: end,
                to: range.lowerBound - 1,
                detail: "the log begins at \(range.lowerBound) and bronze ends before it"
            )
        }
        try history.readArchive(from: start, below: range.lowerBound) { batch in
            try process(batch, runner, shouldStop)
            return !shouldStop()
        }
        runner.passed(to: range.lowerBound)
        return range.lowerBound
    }

    // MARK: Making owners anew

    /// Lets `runner` take in a batch, and makes the owners anew that its records ask for.
    func process(
        _ batch: RecordBatch,
        _ runner: PartitionRunner<Processor>,
        _ shouldStop: () -> Bool
    ) throws {
        try runner.process(batch) { try rebuild(owner: $0, of: runner, shouldStop) }
        try spool()
    }

    /// Makes the owner of `key` anew from the first record on, up to where `runner` stands, and writes its keyed tables anew.
    private func rebuild(
        owner key: String,
        of runner: PartitionRunner<Processor>,
        _ shouldStop: () -> Bool
    ) throws {
        tables.rebuild(site: key)
        let history = try history(runner.partition)
        let end = runner.nextOffset
        let replay = OwnerReplay<Processor>(
            key: key,
            partition: runner.partition,
            erased: runner.erased,
            secret: secret,
            pins: try history.rebuilds(of: key, below: end)
        )
        try replay.begin(with: try history.firstRules())
        var isWhole = true
        try history.read(from: 0, below: end) { batch in
            if var output = replay.process(batch, below: end) {
                tables.takeKeyed(&output, site: key)
            }
            try spool()
            isWhole = !shouldStop()
            return isWhole
        }
        // Half an owner is none: it stays behind, and the next start makes it anew.
        guard isWhole else { throw StoppedRebuild() }
        guard let processor = replay.processor else { return }
        runner.add(processor, key: key, from: end, isSaved: false, isRebuilding: true)
        // Committed even when no record follows.
        noteOwnerMade()
    }
}

/// A stop was asked for while an owner was made anew; nothing of it was committed.
package struct StoppedRebuild: Error, CustomStringConvertible {
    package var description: String {
        "stopped while a site's tables were made anew; nothing of it was written, and the next run begins it again"
    }
}
