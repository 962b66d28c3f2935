import Hospital
import Parquet
import YAMLSettings

/// Collects the rows of one table until the next commit; owned by the pipeline's thread.
///
/// A row says which partition and offset caused it. Rows the table already holds (offset not above the partition's
/// `txn`) are dropped as they come, so that a replay after a crash needs no code of its own. Live rows come whole, and
/// only slices in which one changed go on to the commit.
package final class TableWriter {
    package let schema: TableSchema
    /// The layout's columns that lie in the data files, in the order of the files' columns.
    let order: [Int]
    private let empty: ColumnBatch
    /// Last offset per partition that the table held when the partition was taken.
    private var durable: [Int: Int64] = [:]
    /// Sites whose rows are all written anew, whatever the table holds of them.
    private var rebuilt: Set<String> = []
    /// Those of them that were begun since rows were last handed over.
    private var restarted: Set<String> = []
    /// Rows waiting for a commit, a batch for each partition and site.
    private var buffers: [(place: RowPlace, sink: ColumnSink)] = []
    private var bufferIndex: [RowPlace: Int] = [:]
    /// Where the row before went; rows of one site come in runs.
    private var lastBuffer = 0
    /// What each live slice looked like when it was last handed over.
    private var digests: [String: [Int: UInt64]] = [:]
    private var live: [String: LiveSlices] = [:]

    /// A writer for rows of `shape` into the table that `committer` keeps.
    init(_ shape: TableShape, _ committer: TableCommitter) throws(ConfigurationError) {
        schema = committer.schema
        order = try shape.bound(to: schema, givenByPartition: [TableSchema.openColumn])
        empty = committer.emptyBatch
    }

    /// Begins a partition that the table holds up to `offset` (-1 for nothing).
    package func take(partition: Int, durable offset: Int64) { durable[partition] = offset }

    /// Lets a partition go with every row that was not handed over, and its sites' slices.
    package func drop(partition: Int, sites: [String]) {
        durable[partition] = nil
        buffers.removeAll { $0.place.partition == partition }
        bufferIndex.removeAll(keepingCapacity: true)
        for (index, buffer) in buffers.enumerated() { bufferIndex[buffer.place] = index }
        lastBuffer = 0
        for site in sites { forget(site: site) }
    }

    /// Last offset of `partition` the table held when it was taken; -1 for none.
    package func durableOffset(_ partition: Int) -> Int64 { durable[partition] ?? -1 }

    /// Writes everything of `site` anew: its next commit replaces what the table holds of it, and what waits is dropped.
    package func rebuild(site: String) {
        guard schema.kind == .keyed else { return }
        rebuilt.insert(site)
        restarted.insert(site)
        for (place, sink) in buffers where place.site == site { _ = sink.takeBatch() }
        forget(site: site)
    }

    /// Forgets what the live slices of `site` looked like, so that all of them are written with the next commit.
    package func forget(site: String) {
        digests[site] = nil
        live[site] = nil
    }

    /// Takes in rows of `site`, but for those the table has.
    func append(_ rows: AddedRows, site: String) {
        for (row, place) in rows.places.enumerated() {
            guard let sink = beginRow(site: site, partition: place.partition, offset: place.offset) else {
                continue
            }
            rows.write(row, order, sink)
        }
    }

    /// Where the cells of a row go that `offset` of `partition` caused; nil when the table has it.
    func beginRow(site: String, partition: Int, offset: Int64) -> ColumnSink? {
        guard offset > durableOffset(partition) || rebuilt.contains(site) else { return nil }
        let sink = buffers[bufferNumber(RowPlace(partition: partition, site: site))].sink
        sink.beginRow()
        return sink
    }

    private func bufferNumber(_ place: RowPlace) -> Int {
        if lastBuffer < buffers.count, buffers[lastBuffer].place == place { return lastBuffer }
        if let known = bufferIndex[place] {
            lastBuffer = known
        } else {
            lastBuffer = buffers.count
            bufferIndex[place] = lastBuffer
            buffers.append((place, ColumnSink(empty)))
        }
        return lastBuffer
    }

    /// Takes in all live rows of `site`.
    func replaceLive(_ rows: PresentRows, site: String) {
        var numbers: [Int: [Int]] = [:]
        for (row, slice) in rows.slices.enumerated() { numbers[slice, default: []].append(row) }
        let known = digests[site]
        var next: [Int: UInt64] = [:]
        var changed = live[site]?.changed.filter { numbers[$0.key] != nil } ?? [:]
        for (slice, members) in numbers {
            let digest = RowDigest()
            for row in members { rows.write(row, order, digest) }
            next[slice] = digest.value
            if let known, known[slice] == digest.value { continue }
            let sink = ColumnSink(empty)
            for row in members {
                sink.beginRow()
                rows.write(row, order, sink)
            }
            changed[slice] = sink.batch
        }
        digests[site] = next
        let isWhole = known == nil || live[site]?.isWhole == true
        guard isWhole || !changed.isEmpty || known?.count != next.count else { return }
        live[site] = LiveSlices(present: Set(numbers.keys), changed: changed, isWhole: isWhole)
    }

    /// Rows of rebuilt sites that wait, for a rebuild that must not keep them all in memory.
    package var waitingRows: Int { buffers.reduce(0) { $0 + $1.sink.batch.rowCount } }

    /// Hands over what was appended and the live slices that changed.
    package func takeRows() -> PendingRows {
        var pending = PendingRows()
        for (place, sink) in buffers where sink.batch.rowCount > 0 {
            pending.added.append((place, sink.takeBatch()))
        }
        buffers.removeAll(keepingCapacity: true)
        bufferIndex.removeAll(keepingCapacity: true)
        pending.live = live
        live.removeAll(keepingCapacity: true)
        pending.rebuilt = rebuilt
        pending.restarted = restarted
        rebuilt.removeAll()
        restarted.removeAll()
        return pending
    }

    /// Hands over the settled rows of sites that are rebuilt, to be staged ahead of their commit.
    package func takeSpool() -> PendingRows {
        var pending = PendingRows()
        pending.isSpool = true
        pending.restarted = restarted
        restarted.removeAll()
        for (place, sink) in buffers where sink.batch.rowCount > 0 && rebuilt.contains(place.site) {
            pending.added.append((place, sink.takeBatch()))
        }
        return pending
    }
}

/// Where rows come from: the log partition and the site, empty for none that can be told.
package struct RowPlace: Hashable, Sendable {
    package var partition: Int
    package var site: String

    package init(partition: Int, site: String) {
        self.partition = partition
        self.site = site
    }
}

/// The live rows of one site: the slices that there are, and those that changed.
package struct LiveSlices: Sendable {
    var present: Set<Int>
    var changed: [Int: ColumnBatch]
    /// Whether `changed` has every slice, so that all files of live rows can be replaced.
    var isWhole: Bool
}

/// Rows of one table on their way into a commit.
package struct PendingRows: Sendable {
    /// Rows that join the table.
    var added: [(place: RowPlace, batch: ColumnBatch)] = []
    /// Live rows by site.
    var live: [String: LiveSlices] = [:]
    /// Sites of which everything the table holds is replaced.
    var rebuilt: Set<String> = []
    /// Rebuilt sites of which rows that were staged before do not count.
    var restarted: Set<String> = []
    /// Whether the rows are only staged now and committed later.
    var isSpool = false

    package var isEmpty: Bool { added.isEmpty && live.isEmpty && rebuilt.isEmpty }

    /// Rows on their way.
    package var rowCount: Int {
        added.reduce(0) { $0 + $1.batch.rowCount }
            + live.values.reduce(0) { $0 + $1.changed.values.reduce(0) { $0 + $1.rowCount } }
    }
}
