import YAMLSettings
import Parquet

/// Collects the rows of one table until the next commit.
///
/// A row says which partition and offset caused it. Rows the table already holds (offset not above the partition's
/// `txn`) are dropped as they come, so that a replay after a crash needs no code of its own.
struct TableWriter<Row> {
    let schema: TableSchema
    private let columns: [RowLayout<Row>.Column]
    private let empty: ColumnBatch
    /// Last offset per partition that the table held when it was opened.
    private var durable: [Int: Int64] = [:]
    /// Rows waiting for a commit, a batch for each facility.
    private var buffers: [(facility: String, batch: ColumnBatch)] = []
    private var bufferIndex: [String: Int] = [:]
    /// Where the row before went; rows of one facility come in runs.
    private var lastBuffer = 0

    /// A writer for the table that `committer` keeps.
    init(_ layout: RowLayout<Row>, _ committer: TableCommitter, partitionCount: Int)
        throws(ConfigurationError)
    {
        schema = committer.schema
        columns = try layout.bound(to: schema).filter { [schema] in !schema.partitionBy.contains($0.name) }
        empty = committer.emptyBatch
        for partition in 0..<partitionCount { durable[partition] = committer.durableOffset(partition) }
    }

    /// Last offset of `partition` the table held when it was opened; -1 for none.
    func durableOffset(_ partition: Int) -> Int64 { durable[partition] ?? -1 }

    /// Takes in a row caused by `offset` of `partition`, unless the table has it.
    mutating func append(_ row: Row, facility: String, partition: Int, offset: Int64) {
        guard offset > durableOffset(partition) else { return }
        write(row, facility: facility)
    }

    private mutating func write(_ row: Row, facility: String) {
        let buffer = bufferNumber(facility)
        for (index, column) in columns.enumerated() {
            column.append(row, &buffers[buffer].batch.columns[index])
        }
    }

    private mutating func bufferNumber(_ facility: String) -> Int {
        if lastBuffer < buffers.count, buffers[lastBuffer].facility == facility { return lastBuffer }
        if let known = bufferIndex[facility] {
            lastBuffer = known
        } else {
            lastBuffer = buffers.count
            bufferIndex[facility] = lastBuffer
            buffers.append((facility, empty))
        }
        return lastBuffer
    }

    /// Hands over what was appended, and for a keyed table the live rows of each facility in `live`.
    mutating func takeRows(live: [String: [Row]] = [:]) -> PendingRows {
        var pending = PendingRows()
        for (facility, batch) in buffers where batch.rowCount > 0 { pending.added[facility] = batch }
        buffers.removeAll(keepingCapacity: true)
        bufferIndex.removeAll(keepingCapacity: true)
        for (facility, rows) in live {
            var batch = empty
            for row in rows {
                for (index, column) in columns.enumerated() { column.append(row, &batch.columns[index]) }
            }
            pending.live[facility] = batch
        }
        return pending
    }
}

/// Rows of one table on their way into a commit, by facility.
struct PendingRows: Sendable {
    /// Rows that join the table.
    var added: [String: ColumnBatch] = [:]
    /// Rows that replace the facility's live slice.
    var live: [String: ColumnBatch] = [:]

    var isEmpty: Bool { added.isEmpty && live.isEmpty }
}
