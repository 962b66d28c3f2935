import Hospital
import Parquet
import YAMLSettings

/// Collects the rows of one table until the next commit; owned by the pipeline's thread.
///
/// A row says which partition and offset caused it. Rows the table already holds (offset not above the partition's
/// `txn`) are dropped as they come, so that a replay after a crash needs no code of its own. Live rows come whole, and
/// only slices in which one changed go on to the commit.
package final class TableWriter<Row> {
    package let schema: TableSchema
    private let columns: [BoundColumn<Row>]
    private let empty: ColumnBatch
    /// Last offset per partition that the table held when the partition was taken.
    private var durable: [Int: Int64] = [:]
    /// Sites whose rows are all written anew, whatever the table holds of them.
    private var rebuilt: Set<String> = []
    /// Rows waiting for a commit, a batch for each partition and site.
    private var buffers: [(place: RowPlace, batch: ColumnBatch)] = []
    private var bufferIndex: [RowPlace: Int] = [:]
    /// Where the row before went; rows of one site come in runs.
    private var lastBuffer = 0
    /// What each live slice looked like when it was last handed over.
    private var digests: [String: [Int: UInt64]] = [:]
    private var live: [String: LiveSlices] = [:]

    /// A writer for the table that `committer` keeps.
    init(_ layout: RowLayout<Row>, _ committer: TableCommitter) throws(ConfigurationError) {
        schema = committer.schema
        columns = try layout.bound(to: schema, givenByPartition: [TableSchema.openColumn])
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

    /// Writes everything of `site` anew: its next commit replaces what the table holds of it.
    package func rebuild(site: String) {
        guard schema.kind == .keyed else { return }
        rebuilt.insert(site)
        forget(site: site)
    }

    /// Forgets what the live slices of `site` looked like, so that all of them are written with the next commit.
    package func forget(site: String) {
        digests[site] = nil
        live[site] = nil
    }

    /// Takes in a row caused by `offset` of `partition`, unless the table has it.
    package func append(_ row: Row, site: String, partition: Int, offset: Int64) {
        guard offset > durableOffset(partition) || rebuilt.contains(site) else { return }
        let buffer = bufferNumber(RowPlace(partition: partition, site: site))
        for (index, column) in columns.enumerated() {
            column.append(row, to: &buffers[buffer].batch.columns[index])
        }
    }

    private func bufferNumber(_ place: RowPlace) -> Int {
        if lastBuffer < buffers.count, buffers[lastBuffer].place == place { return lastBuffer }
        if let known = bufferIndex[place] {
            lastBuffer = known
        } else {
            lastBuffer = buffers.count
            bufferIndex[place] = lastBuffer
            buffers.append((place, empty))
        }
        return lastBuffer
    }

    /// Takes in all live rows of `site`.
    package func replaceLive(_ rows: [Row], site: String, slice: (Row) -> Int) {
        var slices: [Int: [Row]] = [:]
        for row in rows { slices[slice(row), default: []].append(row) }
        let known = digests[site]
        var next: [Int: UInt64] = [:]
        var changed = live[site]?.changed.filter { slices[$0.key] != nil } ?? [:]
        for (number, rows) in slices {
            var digest = RowDigest()
            for row in rows { for column in columns { column.mix(row, into: &digest) } }
            next[number] = digest.value
            if let known, known[number] == digest.value { continue }
            var batch = empty
            for row in rows {
                for (index, column) in columns.enumerated() { column.append(row, to: &batch.columns[index]) }
            }
            changed[number] = batch
        }
        digests[site] = next
        let isWhole = known == nil || live[site]?.isWhole == true
        guard isWhole || !changed.isEmpty || known?.count != next.count else { return }
        live[site] = LiveSlices(present: Set(slices.keys), changed: changed, isWhole: isWhole)
    }

    /// Rows of rebuilt sites that wait, for a rebuild that must not keep them all in memory.
    package var waitingRows: Int { buffers.reduce(0) { $0 + $1.batch.rowCount } }

    /// Hands over what was appended and the live slices that changed.
    package func takeRows() -> PendingRows {
        var pending = PendingRows()
        for (place, batch) in buffers where batch.rowCount > 0 { pending.added.append((place, batch)) }
        buffers.removeAll(keepingCapacity: true)
        bufferIndex.removeAll(keepingCapacity: true)
        pending.live = live
        live.removeAll(keepingCapacity: true)
        pending.rebuilt = rebuilt
        rebuilt.removeAll()
        return pending
    }

    /// Hands over the settled rows of sites that are rebuilt, to be staged ahead of their commit.
    package func takeSpool() -> PendingRows {
        var pending = PendingRows()
        pending.isSpool = true
        for (index, buffer) in buffers.enumerated()
        where buffer.batch.rowCount > 0 && rebuilt.contains(buffer.place.site) {
            pending.added.append((buffer.place, buffer.batch))
            buffers[index].batch = empty
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
    /// Whether the rows are only staged now and committed later.
    var isSpool = false

    package var isEmpty: Bool { added.isEmpty && live.isEmpty && rebuilt.isEmpty }

    /// Rows on their way.
    package var rowCount: Int {
        added.reduce(0) { $0 + $1.batch.rowCount }
            + live.values.reduce(0) { $0 + $1.changed.values.reduce(0) { $0 + $1.rowCount } }
    }
}
