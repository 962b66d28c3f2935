import Hospital
import DeltaLake
import Parquet

/// One Delta table and how far into the log it reaches; owned by whoever commits.
struct TableCommitter: Sendable {
    /// The tag that marks a keyed table's file of live rows, replaced at each commit.
    static let sliceTag = "wardflow.slice"
    static let liveSlice = "live"
    /// Conflicts in a row after which the commit gives up.
    static let attempts = 5

    let schema: TableSchema
    private(set) var table: DeltaTable
    /// A batch without rows, in the form the data files have.
    let emptyBatch: ColumnBatch
    private let facilityColumn: String?
    private let appIDPrefix: String
    private let originID: String?
    /// Last offset per partition that the table holds.
    private var durable: [Int: Int64] = [:]

    /// Opens or makes the table at `lake`/`path`.
    init(_ path: String, lake: String, identity: LakeIdentity, configuration: PipelineConfiguration) throws {
        let schema = try TableSchema.load(path, from: configuration.schemas)
        self.schema = schema
        facilityColumn = schema.partitionBy.first
        appIDPrefix = identity.appIDPrefix
        originID = identity.originID
        let deltaSchema = DeltaSchema(
            schema.columns.map { column in
                DeltaColumn(
                    column.name,
                    column.type.deltaType,
                    isNullable: column.isNullable,
                    comment: column.meaning,
                    unit: column.unit,
                    isIdentifying: column.isIdentifying,
                    encoding: column.type == .binary ? .plain : .automatic,
                    bloomFilter: column.bloomFilter
                )
            }
        )
        do {
            table = try DeltaTable.openOrCreate(
                at: "\(lake)/\(path)",
                schema: deltaSchema,
                partitionColumns: schema.partitionBy,
                configuration: configuration.housekeeping.properties(schema.kind),
                description: schema.description,
                options: TableOptions(
                    syncsToDevice: configuration.fsync,
                    checkpointInterval: Int64(configuration.checkpointEvery),
                    deletesExpiredFiles: true
                )
            )
        } catch {
            throw PipelineError.unusableTable(path: "\(lake)/\(path)", detail: error.description)
        }
        emptyBatch = ColumnBatch(schema: deltaSchema.fileSchema(partitionColumns: schema.partitionBy))
        for partition in 0..<identity.partitionCount {
            if let version = table.transactionVersion(appID(partition)) { durable[partition] = version }
        }
    }

    /// Why the last checkpoint could not be written; commits do not depend on it.
    var fault: Upkeep.Fault? {
        table.checkpointFailure.map { Upkeep.Fault(table: schema.path, reason: $0.description) }
    }

    private func appID(_ partition: Int) -> String { "\(appIDPrefix)/\(partition)" }

    /// Last offset of `partition` the table holds; -1 for none.
    func durableOffset(_ partition: Int) -> Int64 { durable[partition] ?? -1 }

    /// Commits `rows` with the last offsets they reach to; does nothing without rows.
    ///
    /// An erasure, a restored file or a new property by another's hand is taken over and the commit made anew.
    /// Throws `PipelineError.fenced` when another writer moved a partition on.
    mutating func commit(_ rows: PendingRows, upTo offsets: [Int: Int64]) throws -> Bool {
        let moved = offsets.filter { $0.value > durableOffset($0.key) }
        guard !moved.isEmpty, !rows.isEmpty else { return false }
        var attempts = 0
        while true {
            attempts += 1
            switch try table.commit(try transaction(rows, moved)) {
            case .committed:
                durable.merge(moved) { $1 }
                return true
            case .conflict(let conflict):
                guard attempts < Self.attempts, conflict.leavesProgressAlone else {
                    throw PipelineError.fenced(table: schema.path, conflict: "\(conflict)")
                }
                try table.refresh()
            }
        }
    }

    private mutating func transaction(_ rows: PendingRows, _ moved: [Int: Int64]) throws -> Transaction {
        var transaction = Transaction(operation: "STREAMING UPDATE")
        for (facility, batch) in rows.added.sorted(by: { $0.key < $1.key }) {
            transaction.add(try stage(batch, facility: facility, tags: [:]))
        }
        if !rows.live.isEmpty {
            for (path, file) in table.files where file.tags?[Self.sliceTag] == Self.liveSlice {
                let facility = facilityColumn.flatMap { file.partitionValues[$0] ?? nil } ?? ""
                if rows.live[facility] != nil { transaction.remove(path) }
            }
            for (facility, batch) in rows.live.sorted(by: { $0.key < $1.key }) where batch.rowCount > 0 {
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
        return transaction
    }

    private mutating func stage(_ batch: ColumnBatch, facility: String, tags: [String: String]) throws
        -> AddFile
    {
        var values: [String: String?] = [:]
        if let facilityColumn { values[facilityColumn] = .some(facility.isEmpty ? nil : facility) }
        return try table.stage(batch: batch, partitionValues: values, tags: tags)
    }
}

extension CommitConflict {
    /// Whether nobody moved a partition's progress: then the rows are still ours to write.
    fileprivate var leavesProgressAlone: Bool {
        switch self {
        case .transactionMoved: false
        case .metadataChanged, .protocolChanged, .fileRemoved, .rowsAdded, .fileAdded, .contention: true
        }
    }
}

extension ColumnType {
    /// The Delta type of a column in a schema file.
    var deltaType: DeltaType {
        switch self {
        case .boolean: .boolean
        case .int8: .byte
        case .int16: .short
        case .int32: .integer
        case .int64: .long
        case .float: .float
        case .double: .double
        case .decimal(let precision, let scale): .decimal(precision: precision, scale: scale)
        case .binary, .fixedBinary: .binary
        case .timestamp, .localTimestamp: .timestamp
        case .date: .date
        case .string, .uuid, .time, .unsupported: .string
        }
    }
}
