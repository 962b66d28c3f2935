package import Hospital
package import DeltaLake
import Parquet
import YAMLSettings

/// One Delta table and how far into the log it reaches; owned by whoever commits.
package struct TableCommitter: Sendable {
    /// The tags of a keyed table's file of live rows: that it is one, and which slice it holds.
    static let sliceTag = "wardflow.slice"
    static let liveSlice = "live"
    /// The tags that every file of live rows has.
    package static let liveSliceTags = [sliceTag: liveSlice]
    static let partTag = "wardflow.part"
    /// Conflicts in a row after which the commit gives up.
    static let attempts = 5

    package let schema: TableSchema
    package internal(set) var table: DeltaTable
    /// A batch without rows, in the form the data files have.
    let emptyBatch: ColumnBatch
    private let deltaSchema: DeltaSchema
    private let siteColumn: String?
    private let appIDPrefix: String
    private let originID: String?
    /// Last offset per partition that the table holds.
    private var durable: [Int: Int64] = [:]
    private var slices: LiveSliceFiles
    /// Files of sites that are rebuilt, staged ahead of their commit.
    private var spooled: [String: [AddFile]] = [:]
    /// Rows and bytes written since the table was opened.
    package private(set) var written = WrittenAmount()

    /// Opens or makes the table at `lake`/`path`.
    init(_ path: String, lake: String, identity: LakeIdentity, settings: LakeSettings) throws {
        let schema = try TableSchema.load(path, from: settings.schemas)
        self.schema = schema
        siteColumn = schema.partitionBy.first
        appIDPrefix = identity.appIDPrefix
        originID = identity.originID
        deltaSchema = schema.deltaSchema
        do {
            table = try Self.opened(schema, at: "\(lake)/\(path)", settings)
        } catch {
            throw LakeError.unusableTable(path: "\(lake)/\(path)", detail: error.description)
        }
        emptyBatch = ColumnBatch(schema: deltaSchema.fileSchema(partitionColumns: schema.partitionBy))
        slices = LiveSliceFiles(table, isKeyed: schema.kind == .keyed)
        takeProgress()
    }

    private static func opened(
        _ schema: TableSchema,
        at path: String,
        _ settings: LakeSettings
    ) throws(DeltaError) -> DeltaTable {
        let options = TableOptions(
            syncsToDevice: settings.fsync,
            checkpointInterval: Int64(settings.checkpointEvery),
            deletesExpiredFiles: true
        )
        func open() throws(DeltaError) -> DeltaTable {
            try DeltaTable.openOrCreate(
                at: path,
                schema: schema.deltaSchema,
                partitionColumns: schema.partitionBy,
                configuration: settings.housekeeping.properties(schema.kind),
                description: schema.description,
                options: options
            )
        }
        do throws(DeltaError) {
            return try open()
        } catch {
            guard case .partitionMismatch = error, schema.kind == .keyed else { throw error }
            try TableUpgrade.addOpenColumn(at: path, schema: schema, options: options)
            return try open()
        }
    }

    /// Reads off the table how far it reaches in each partition.
    private mutating func takeProgress() {
        durable = [:]
        for (name, version) in table.transactionVersions where name.hasPrefix(appIDPrefix + "/") {
            if let partition = Int(name.dropFirst(appIDPrefix.count + 1)) { durable[partition] = version }
        }
    }

    /// Takes over what others committed since; sites whose live files were changed by another's hand.
    package mutating func catchUp() throws -> Set<String> {
        let before = table.version
        try table.refresh()
        if table.version != before {
            takeProgress()
            slices = LiveSliceFiles(table, isKeyed: schema.kind == .keyed)
        }
        return slices.strangers
    }

    /// Why the last checkpoint could not be written; commits do not depend on it.
    package var fault: Upkeep.Fault? {
        table.checkpointFailure.map { Upkeep.Fault(table: schema.path, reason: $0.description) }
    }

    private func appID(_ partition: Int) -> String { "\(appIDPrefix)/\(partition)" }

    /// The table's version as this handle knows it.
    package var version: Int64 { table.version }

    /// Last offset of `partition` the table holds; -1 for none.
    package func durableOffset(_ partition: Int) -> Int64 { durable[partition] ?? -1 }

    /// Commits `rows` with the last offsets they reach to; does nothing without rows.
    ///
    /// An erasure, a restored file or a new property by another's hand is taken over and the commit made anew.
    /// Throws `LakeError.fenced` when another writer moved a partition on.
    package mutating func commit(_ rows: PendingRows, upTo offsets: [Int: Int64]) throws -> Bool {
        for site in rows.restarted { spooled[site] = nil }
        if rows.isSpool {
            for (place, batch) in rows.added {
                spooled[place.site, default: []].append(try stage(batch, site: place.site, slice: nil))
            }
            return false
        }
        let moved = offsets.filter { $0.value > durableOffset($0.key) }
        guard !rows.isEmpty, !moved.isEmpty || !rows.rebuilt.isEmpty else { return false }
        var attempts = 0
        while true {
            attempts += 1
            let (transaction, changed) = try transaction(rows, moved)
            switch try table.commit(transaction) {
            case .committed:
                durable.merge(moved) { $1 }
                slices.took(changed)
                for site in rows.rebuilt { spooled[site] = nil }
                return true
            case .conflict(let conflict):
                guard attempts < Self.attempts, conflict.leavesProgressAlone else {
                    throw LakeError.fenced(table: schema.path, conflict: "\(conflict)")
                }
                let before = durable.filter { moved[$0.key] != nil }
                // Live rows that another's hand moved cannot be replaced slice by slice: whoever holds them begins anew.
                let touched = try catchUp().intersection(rows.live.filter { !$0.value.isWhole }.keys)
                guard touched.isEmpty else {
                    throw LakeError.fenced(table: schema.path, conflict: "live rows were rewritten")
                }
                guard durable.filter({ moved[$0.key] != nil }) == before else {
                    throw LakeError.fenced(
                        table: schema.path,
                        conflict: "another writer moved a partition on"
                    )
                }
            }
        }
    }

    private mutating func transaction(_ rows: PendingRows, _ moved: [Int: Int64]) throws -> (
        Transaction, LiveSliceFiles.Change
    ) {
        let isRebuild = !rows.rebuilt.isEmpty
        var transaction = Transaction(operation: isRebuild ? "REBUILD" : "STREAMING UPDATE")
        var change = LiveSliceFiles.Change()
        for site in rows.rebuilt.sorted() {
            if let siteColumn { transaction.replacePartition([siteColumn: site.isEmpty ? nil : site]) }
            for file in spooled[site] ?? [] { transaction.add(file) }
        }
        for (place, batch) in rows.added {
            transaction.add(try stage(batch, site: place.site, slice: nil))
        }
        for (site, live) in rows.live.sorted(by: { $0.key < $1.key }) {
            if !rows.rebuilt.contains(site) {
                for path in slices.replaced(by: live, site: site) where table.files[path] != nil {
                    transaction.remove(path)
                }
            }
            var paths: [Int: String] = [:]
            for (slice, batch) in live.changed.sorted(by: { $0.key < $1.key }) where batch.rowCount > 0 {
                let file = try stage(batch, site: site, slice: slice)
                transaction.add(file)
                paths[slice] = file.path
            }
            change.sites[site] = (live, paths)
        }
        for (partition, offset) in moved.sorted(by: { $0.key < $1.key }) {
            let before: Transaction.Predecessor = durable[partition].map { .exactly($0) } ?? .absent
            transaction.setTransaction(appID(partition), version: offset, after: before)
        }
        if let originID, table.transactionVersion(originID) == nil {
            transaction.setTransaction(originID, version: 0, after: .absent)
        }
        return (transaction, change)
    }

    /// Writes a file of settled rows, or of a slice of live ones.
    private mutating func stage(_ batch: ColumnBatch, site: String, slice: Int?) throws -> AddFile {
        var values: [String: String?] = [:]
        if let siteColumn { values[siteColumn] = .some(site.isEmpty ? nil : site) }
        if schema.kind == .keyed { values[TableSchema.openColumn] = .some(slice == nil ? "false" : "true") }
        let tags = slice.map { [Self.sliceTag: Self.liveSlice, Self.partTag: "\($0)"] } ?? [:]
        let file = try table.stage(batch: batch, partitionValues: values, tags: tags)
        written.rows += Int64(batch.rowCount)
        written.bytes += file.size
        written.files += 1
        return file
    }
}

/// What was written into tables.
package struct WrittenAmount: Sendable, Equatable {
    package var rows: Int64 = 0
    package var bytes: Int64 = 0
    package var files: Int64 = 0

    package init() {}

    package static func + (left: WrittenAmount, right: WrittenAmount) -> WrittenAmount {
        var sum = left
        sum.rows += right.rows
        sum.bytes += right.bytes
        sum.files += right.files
        return sum
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
