import EventLog
import Hospital
import Lake

/// The records of one partition from the first on: what the log no longer holds from bronze, then the log.
///
/// For example: `try PartitionHistory<Site>(log, lake, partition: 0, batchRecords: 20_000).read(from: 0, below: 100) { ... }`.
struct PartitionHistory<Processor: KeyedProcessor> {
    /// Most configuration records looked at before the first other one, and records of one kind read in one go.
    static var mostRules: Int { 10_000 }
    private static var page: Int { 100 }

    /// A record that concerns the pipeline itself.
    struct Control {
        var offset: Int64
        var kind: RecordKind
        var key: String
        var payload: [UInt8]
    }

    let log: any EventLog
    let lakePath: String
    let partition: Int
    /// The offsets the log holds.
    let kept: Range<Int64>
    private let batchRecords: Int

    init(_ log: any EventLog, _ lakePath: String, partition: Int, batchRecords: Int) throws {
        self.log = log
        self.lakePath = lakePath
        self.partition = partition
        self.batchRecords = batchRecords
        let first = try log.firstOffsets()[partition]
        kept = first..<max(first, try log.endOffsets()[partition])
    }

    // MARK: All records

    /// Calls `body` with the records from `start` on and below `end` in order, until it says no.
    func read(from start: Int64, below end: Int64, _ body: (RecordBatch) throws -> Bool) throws {
        var goesOn = true
        func take(_ batch: RecordBatch) throws -> Bool {
            goesOn = try body(batch)
            return goesOn
        }
        if start < kept.lowerBound {
            try readArchive(from: start, below: min(end, kept.lowerBound), take)
        }
        let position = max(start, kept.lowerBound)
        guard goesOn, position < end else { return }
        // A reader of its own: that of the pipeline stands elsewhere and has other partitions.
        let reader = try log.makeReader()
        defer { reader.close() }
        try reader.seek(partition: partition, to: position)
        while (reader.position(partition: partition) ?? end) < end {
            for batch in try reader.poll(maxRecords: batchRecords, timeout: .seconds(1)) {
                guard try take(batch) else { return }
            }
        }
    }

    /// The same from bronze alone.
    func readArchive(from start: Int64, below end: Int64, _ body: (RecordBatch) throws -> Bool) throws {
        let archive = try RecordArchive(lake: lakePath)
        var position = start
        while position < end {
            let next = min(end, position + RecordArchive.windowOffsets)
            let records = try archive.records(partition, from: position, below: next)
            for run in Self.runs(records) {
                let batch = RecordBatch(
                    partition: partition,
                    firstOffset: run[run.startIndex].offset,
                    records: run.map {
                        NewRecord(
                            key: $0.key,
                            kind: RecordKind(columnText: $0.kind),
                            receivedAt: $0.receivedAt,
                            payload: $0.payload
                        )
                    }
                )
                guard try body(batch) else { return }
            }
            position = next
        }
    }

    /// Records cut where offsets jump.
    private static func runs(_ records: [RecordArchive.Record]) -> [ArraySlice<RecordArchive.Record>] {
        var runs: [ArraySlice<RecordArchive.Record>] = []
        var first = 0
        for index in records.indices.dropFirst() where records[index].offset != records[index - 1].offset + 1
        {
            runs.append(records[first..<index])
            first = index
        }
        if first < records.count { runs.append(records[first...]) }
        return runs
    }

    // MARK: Records that concern the pipeline

    /// The records of `kind` from `start` on, as far as the log goes now.
    func records(of kind: RecordKind, from start: Int64) throws -> [Control] {
        var found: [Control] = []
        if start < kept.lowerBound {
            found = try RecordArchive(lake: lakePath)
                .records(partition, from: start, below: kept.lowerBound, kind: kind.columnText)
                .map { Control(offset: $0.offset, kind: kind, key: $0.key, payload: $0.payload) }
        }
        var position = max(start, kept.lowerBound)
        while position < kept.upperBound {
            let page = try log.firstRecords(
                of: kind,
                partition: partition,
                from: position,
                limit: Self.page
            )
            found += page.map { Control(offset: $0.offset, kind: kind, key: $0.key, payload: $0.payload) }
            guard page.count == Self.page, let last = page.last else { break }
            position = last.offset + 1
        }
        return found
    }

    /// The configuration that holds before the first record: the first one the partition was ever given; none for none.
    func firstRules() throws -> [ArraySlice<UInt8>] {
        let archive = try RecordArchive(lake: lakePath)
        let kind = RecordKind.configuration.columnText
        var payloads = try archive.records(partition, from: 0, below: .max, kind: kind).map(\.payload)
        if payloads.isEmpty {
            payloads = try log.firstRecords(
                of: .configuration,
                partition: partition,
                from: kept.lowerBound,
                limit: Self.mostRules
            ).map(\.payload)
        }
        return Array(payloads.map { ArraySlice($0) }.prefix { Processor.Book.isInitial($0) })
    }

    /// What commands from `start` on say is erased.
    ///
    /// Read before the first record, since a command stands behind the records it erases.
    func erasedRecords(from start: Int64) throws -> ErasedRecords {
        var erased = ErasedRecords()
        for record in try records(of: .command, from: start) {
            erased.add(Processor.erasedRecords(by: record.payload[...], key: record.key))
        }
        return erased
    }

    /// What rebuilds of `key` below `end` say: by which rules its history is judged, in the order of the requests.
    func rebuilds(of key: String, below end: Int64) throws -> [PinnedRules<Processor.Book.Rules>] {
        let requests = try records(of: .command, from: 0)
            .filter { $0.key == key && $0.offset < end }
            .compactMap { record in
                RebuildCommand.request(record.payload[...]).map { (record.offset, $0.since) }
            }
        guard !requests.isEmpty else { return [] }
        var book = Processor.Book()
        for record in try firstRules() { _ = try? book.take(record) }
        var changes = try records(of: .configuration, from: 0)[...]
        var pins: [PinnedRules<Processor.Book.Rules>] = []
        for (offset, since) in requests {
            while let change = changes.first, change.offset < offset {
                _ = try? book.take(change.payload[...])
                changes.removeFirst()
            }
            if let rules = book.rules(for: key) ?? book.defaultRules(for: key) {
                pins.append(PinnedRules(rules: rules, since: since, until: offset))
            }
        }
        return pins
    }
}
