import DeltaLake
import Parquet

/// Collects rows of one table and commits them with the log offsets they reach to.
///
/// A row says which partition and offset caused it. Rows the table already holds (offset not above the partition's
/// `txn`) are dropped as they come, so that a replay after a crash needs no code of its own.
struct TableWriter<Row> {
    /// The tag that marks a keyed table's file of live rows, replaced at each commit.
    static var sliceTag: String { "wardflow.slice" }
    static var liveSlice: String { "live" }

    let schema: TableSchema
    private(set) var table: DeltaTable
    private let columns: [RowLayout<Row>.Column]
    private let facilityColumn: String?
    private let appIDPrefix: String
    private let originID: String?
    private let empty: ColumnBatch
    /// Last offset per partition that the table holds.
    private var durable: [Int: Int64] = [:]
    /// Rows waiting for a commit, a batch for each facility.
    private var buffers: [(facility: String, batch: ColumnBatch)] = []
    private var bufferIndex: [String: Int] = [:]
    /// Where the row before went; rows of one facility come in runs.
    private var lastBuffer = 0

    /// Opens or makes the table at `lake`/`layout.path`.
    init(
        _ layout: RowLayout<Row>, lake: String, identity: LakeIdentity, configuration: PipelineConfiguration
    ) throws {
        let schema = try TableSchema.load(layout.path, from: configuration.schemas)
        let bound = try layout.bound(to: schema)
        self.schema = schema
        columns = bound.filter { !schema.partitionBy.contains($0.name) }
        facilityColumn = schema.partitionBy.first
        appIDPrefix = identity.appIDPrefix
        originID = identity.originID
        let deltaSchema = DeltaSchema(
            schema.columns.map { column in
                DeltaColumn(
                    column.name, column.type.deltaType, isNullable: column.isNullable, comment: column.meaning,
                    unit: column.unit, isIdentifying: column.isIdentifying,
                    encoding: column.type == .binary ? .plain : .automatic)
            })
        table = try DeltaTable.openOrCreate(
            at: "\(lake)/\(layout.path)", schema: deltaSchema, partitionColumns: schema.partitionBy,
            description: schema.description,
            options: TableOptions(
                syncsToDevice: configuration.fsync, checkpointInterval: Int64(configuration.checkpointEvery)))
        empty = ColumnBatch(schema: deltaSchema.fileSchema(partitionColumns: schema.partitionBy))
        for partition in 0..<identity.partitionCount {
            if let version = table.transactionVersion(appID(partition)) { durable[partition] = version }
        }
    }

    private func appID(_ partition: Int) -> String { "\(appIDPrefix)/\(partition)" }

    /// Last offset of `partition` the table holds; -1 for none.
    func durableOffset(_ partition: Int) -> Int64 { durable[partition] ?? -1 }

    /// Bytes of rows waiting for a commit.
    var bufferedBytes: Int { buffers.reduce(0) { $0 + $1.batch.byteCount } }

    /// Takes in a row caused by `offset` of `partition`, unless the table has it.
    mutating func append(_ row: Row, facility: String, partition: Int, offset: Int64) {
        guard offset > durableOffset(partition) else { return }
        write(row, facility: facility)
    }

    private mutating func write(_ row: Row, facility: String) {
        let buffer = bufferNumber(facility)
        for (index, column) in columns.enumerated() { column.append(row, &buffers[buffer].batch.columns[index]) }
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

    /// Commits what was appended, and for a keyed table the live rows of each facility in `live`.
    ///
    /// `offsets` are the last offsets of each partition that the rows reach to. Does nothing without rows. Throws
    /// `PipelineError.fenced` when another writer moved a partition on.
    mutating func commit(upTo offsets: [Int: Int64], live: [String: [Row]] = [:]) throws -> Bool {
        let moved = offsets.filter { $0.value > durableOffset($0.key) }
        guard !moved.isEmpty, !live.isEmpty || buffers.contains(where: { $0.batch.rowCount > 0 }) else {
            return false
        }
        var transaction = Transaction(operation: "STREAMING UPDATE")
        for (facility, batch) in buffers.sorted(by: { $0.facility < $1.facility }) where batch.rowCount > 0 {
            transaction.add(try stage(batch, facility: facility, tags: [:]))
        }
        if !live.isEmpty {
            for (path, file) in table.files where file.tags?[Self.sliceTag] == Self.liveSlice {
                let facility = facilityColumn.flatMap { file.partitionValues[$0] ?? nil } ?? ""
                if live[facility] != nil { transaction.remove(path) }
            }
            for (facility, rows) in live.sorted(by: { $0.key < $1.key }) where !rows.isEmpty {
                var batch = empty
                for row in rows {
                    for (index, column) in columns.enumerated() { column.append(row, &batch.columns[index]) }
                }
                transaction.add(try stage(batch, facility: facility, tags: [Self.sliceTag: Self.liveSlice]))
            }
        }
        for (partition, offset) in moved.sorted(by: { $0.key < $1.key }) {
            let before: Transaction.Predecessor = durable[partition].map { .exactly($0) } ?? .absent
            transaction.setTransaction(appID(partition), version: offset, after: before)
        }
        if let originID, table.transactionVersion(originID) == nil {
            transaction.setTransaction(originID, version: 0, after: .absent)
        }
        switch try table.commit(transaction) {
        case .committed: break
        case .conflict(let conflict): throw PipelineError.fenced(table: schema.path, conflict: "\(conflict)")
        }
        durable.merge(moved) { $1 }
        for buffer in buffers.indices { buffers[buffer].batch.removeAll(keepingCapacity: true) }
        return true
    }

    private mutating func stage(_ batch: ColumnBatch, facility: String, tags: [String: String]) throws -> AddFile {
        var values: [String: String?] = [:]
        if let facilityColumn { values[facilityColumn] = .some(facility.isEmpty ? nil : facility) }
        return try table.stage(batch: batch, partitionValues: values, tags: tags)
    }
}

/// Names this pipeline's progress in the tables: one `txn` per log partition.
package struct LakeIdentity: Sendable, Equatable {
    /// `pipeline/topic`.
    package var appIDPrefix: String
    package var partitionCount: Int
    /// What tells the log from another of its name; empty when nothing does.
    package var origin: String

    package init(pipeline: String, topic: String, partitionCount: Int, origin: String = "") {
        appIDPrefix = "\(pipeline)/\(topic)"
        self.partitionCount = partitionCount
        self.origin = origin
    }

    /// Where the `txn` ids of origins begin.
    var originPrefix: String { "\(appIDPrefix)/origin/" }

    /// The `txn` that marks a table as made from this log.
    var originID: String? { origin.isEmpty ? nil : originPrefix + origin }
}

extension ColumnType {
    /// The Delta type of a column in a schema file.
    var deltaType: DeltaType {
        switch self {
        case .boolean: .boolean
        case .int32: .integer
        case .int64: .long
        case .double: .double
        case .binary: .binary
        case .timestamp, .localTimestamp: .timestamp
        case .date: .date
        case .string, .unsupported: .string
        }
    }
}
