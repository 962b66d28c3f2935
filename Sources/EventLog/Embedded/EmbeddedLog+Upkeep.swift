import Dispatch

extension EmbeddedLog {
    /// Most offsets in one call of `redact`: it is one transaction, and appends wait for it.
    package static let redactionLimit = 10_000
    /// Longest pause between two steps of a trim.
    private static let longestPause = Duration.milliseconds(50)

    /// Deletes whole blocks below `offsets`, one per partition, and lets the file shrink.
    ///
    /// Works in short transactions; appends of this and other processes go between. After a crash it can be begun
    /// again. A file made before it could shrink is written anew once, if at most 128 MiB are kept.
    package func trim(below offsets: [Int64]) throws(EventLogError) {
        guard offsets.count == partitionCount else {
            throw .invalidArgument("\(offsets.count) offsets to trim \(partitionCount) partitions")
        }
        for (partition, offset) in offsets.enumerated() {
            while try step({ (store) throws(EventLogError) in
                try store.trimStep(partition: partition, below: offset)
            }) {}
        }
        guard try withWriter({ (writer) throws(EventLogError) in try writer.store.isWorthShrinking() }) else {
            return
        }
        while try step({ (store) throws(EventLogError) in try store.shrinkStep() }) {}
        try withWriter { (writer) throws(EventLogError) in try writer.store.checkpoint() }
    }

    /// One transaction of a long job, behind the appends that wait; returns whether there is more to do.
    private func step(
        _ body: (BlockStore) throws(EventLogError) -> Bool
    ) throws(EventLogError) -> Bool {
        commitWaiting()
        let start = ContinuousClock.now
        let hasMore = try withWriter { (writer) throws(EventLogError) in try body(writer.store) }
        if hasMore {
            // Another process that waits for SQLite's lock looks for it now and then only: it must find it free.
            let pause = min(start.duration(to: .now), Self.longestPause)
            _ = DispatchSemaphore(value: 0).wait(timeout: .now() + pause.dispatchInterval)
        }
        return hasMore
    }

    /// Rewrites the blocks that hold `offsets`, and overwrites the bytes they had in file and write-ahead log.
    ///
    /// Offsets that were trimmed are passed over; it may be repeated.
    package func redact(partition: Int, offsets: [Int64]) throws(EventLogError) {
        guard (0..<partitionCount).contains(partition) else {
            throw .noSuchPartition(partition: partition, partitionCount: partitionCount)
        }
        guard offsets.count <= Self.redactionLimit else {
            throw .invalidArgument("\(offsets.count) offsets to redact: at most \(Self.redactionLimit)")
        }
        let sorted = Set(offsets).sorted()
        try withWriter { (writer) throws(EventLogError) in
            let end = try writer.store.bounds(partitionCount: partitionCount).end[partition]
            if let last = sorted.last, last >= end {
                throw .recreated(partition: partition, requested: last, end: end)
            }
            try writer.store.redact(partition: partition, offsets: sorted)
        }
    }

    /// Finds kinds from `configuration` on by an index, the older ones by reading the envelopes of all blocks.
    package func firstRecords(
        of kind: RecordKind,
        partition: Int,
        from offset: Int64,
        limit: Int
    ) throws(EventLogError) -> [LogRecord] {
        guard (0..<partitionCount).contains(partition) else {
            throw .noSuchPartition(partition: partition, partitionCount: partitionCount)
        }
        let store = try BlockStore.openReader(path: path)
        defer { store.close() }
        let decoder = try BlockDecoder(place: path)
        var found: [LogRecord] = []
        var next = offset
        while found.count < limit {
            guard let block = try store.nextBlock(of: kind, partition: partition, from: next),
                let batch = try decoder.decode([block])
            else { break }
            found += batch.records(of: kind, from: offset)
            next = block.endOffset
        }
        return Array(found.prefix(limit))
    }

    package func append(
        _ records: [NewRecord],
        ifEndOffsets ends: [Int: Int64]
    ) throws(EventLogError) -> AppendReceipt? {
        let pending = try PendingAppend(
            records,
            partitionCount: partitionCount,
            recordByteLimit: Self.recordByteLimit
        )
        for partition in ends.keys where !(0..<partitionCount).contains(partition) {
            throw .noSuchPartition(partition: partition, partitionCount: partitionCount)
        }
        try withWriter { (writer) throws(EventLogError) in writer.commit([pending], ifEndOffsets: ends) }
        return try pending.outcome?.get()
    }
}
