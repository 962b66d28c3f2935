internal import Parquet

/// Turns a snapshot into the bytes of a classic V1 checkpoint, one row per action.
struct CheckpointWriter {
    private var batch = ColumnBatch(schema: CheckpointSchema.schema)
    private let names: [String: Int]
    private let groups: [String]
    /// Rows written so far.
    private(set) var rowCount: Int64 = 0

    init() {
        let leaves = CheckpointSchema.schema.leaves
        names = Dictionary(uniqueKeysWithValues: leaves.enumerated().map { ($1.name, $0) })
        groups = leaves.map { $0.path[0] }
    }

    /// The file of `snapshot`, with statistics unless the table switches them off.
    static func encode(_ snapshot: Snapshot) throws(ParquetError) -> (file: EncodedFile, rowCount: Int64) {
        var writer = CheckpointWriter()
        if let value = snapshot.tableProtocol { writer.append(value) }
        if let value = snapshot.metadata { writer.append(value) }
        for (appID, version) in snapshot.transactions.sorted(by: { $0.key < $1.key }) {
            writer.append(SetTransaction(appID: appID, version: version))
        }
        for (_, value) in snapshot.domains.sorted(by: { $0.key < $1.key }) { writer.append(value) }
        let keepsStats = snapshot.metadata?.configuration["delta.checkpoint.writeStatsAsJson"] != "false"
        for file in snapshot.files.values.sorted(by: { $0.path < $1.path }) {
            writer.append(file, keepsStats: keepsStats)
        }
        for file in snapshot.tombstones.values.sorted(by: { $0.path < $1.path }) { writer.append(file) }
        var parquet = try FileWriter(schema: CheckpointSchema.schema)
        try parquet.write(writer.batch)
        return (try parquet.finish(), writer.rowCount)
    }

    private mutating func append(_ value: SetTransaction) {
        text("txn.appId", value.appID)
        number("txn.version", value.version)
        number("txn.lastUpdated", nil)
        endRow(of: "txn")
    }

    private mutating func append(_ file: AddFile, keepsStats: Bool) {
        text("add.path", file.path)
        map("add.partitionValues", file.partitionValues)
        number("add.size", file.size)
        number("add.modificationTime", file.modificationTime)
        // A checkpoint describes a state, in which no file changes anything.
        flag("add.dataChange", false)
        map("add.tags", file.tags?.mapValues { Optional($0) })
        text("add.stats", keepsStats ? file.stats : nil)
        vector("add.deletionVector", file.deletionVector)
        number("add.baseRowId", file.baseRowID)
        number("add.defaultRowCommitVersion", file.defaultRowCommitVersion)
        text("add.clusteringProvider", file.clusteringProvider)
        endRow(of: "add")
    }

    private mutating func append(_ file: RemoveFile) {
        text("remove.path", file.path)
        number("remove.deletionTimestamp", file.deletionTimestamp)
        flag("remove.dataChange", false)
        flag("remove.extendedFileMetadata", file.extendedFileMetadata)
        map("remove.partitionValues", file.partitionValues)
        number("remove.size", file.size)
        vector("remove.deletionVector", file.deletionVector)
        number("remove.baseRowId", file.baseRowID)
        number("remove.defaultRowCommitVersion", file.defaultRowCommitVersion)
        endRow(of: "remove")
    }

    private mutating func append(_ value: DomainMetadata) {
        text("domainMetadata.domain", value.domain)
        text("domainMetadata.configuration", value.configuration)
        flag("domainMetadata.removed", false)
        endRow(of: "domainMetadata")
    }

    private mutating func append(_ value: TableMetadata) {
        text("metaData.id", value.id)
        text("metaData.name", value.name)
        text("metaData.description", value.description)
        text("metaData.format.provider", "parquet")
        map("metaData.format.options", [:])
        text("metaData.schemaString", value.schema.json)
        list("metaData.partitionColumns", value.partitionColumns)
        map("metaData.configuration", value.configuration.mapValues { Optional($0) })
        number("metaData.createdTime", value.createdTime)
        endRow(of: "metaData")
    }

    private mutating func append(_ value: TableProtocol) {
        column("protocol.minReaderVersion") { $0.append(Int32(truncatingIfNeeded: value.minReaderVersion)) }
        column("protocol.minWriterVersion") { $0.append(Int32(truncatingIfNeeded: value.minWriterVersion)) }
        list("protocol.readerFeatures", value.readerFeatures)
        list("protocol.writerFeatures", value.writerFeatures)
        endRow(of: "protocol")
    }

    private mutating func endRow(of group: String) {
        for index in batch.columns.indices where groups[index] != group {
            batch.columns[index].appendNull(definition: 0)
        }
        rowCount += 1
    }

    private mutating func column(_ name: String, _ body: (inout Column) -> Void) {
        guard let index = names[name] else { preconditionFailure("no checkpoint column of that name") }
        body(&batch.columns[index])
    }

    private mutating func text(_ name: String, _ value: String?) {
        column(name) { column in
            if let value { column.append(value) } else { column.appendNull() }
        }
    }

    private mutating func number(_ name: String, _ value: Int64?) {
        column(name) { column in
            if let value { column.append(value) } else { column.appendNull() }
        }
    }

    /// A vector: null lies two definition levels below its fields.
    private mutating func vector(_ name: String, _ value: DeletionVectorDescriptor?) {
        guard let value else {
            for field in ["storageType", "pathOrInlineDv", "offset", "sizeInBytes", "cardinality"] {
                column("\(name).\(field)") { $0.appendNull(definition: $0.maxDefinition - 2) }
            }
            return
        }
        text("\(name).storageType", value.storage.rawValue)
        text("\(name).pathOrInlineDv", value.pathOrInlineDv)
        column("\(name).offset") { column in
            if let offset = value.offset { column.append(offset) } else { column.appendNull() }
        }
        column("\(name).sizeInBytes") { $0.append(value.sizeInBytes) }
        number("\(name).cardinality", value.cardinality)
    }

    private mutating func flag(_ name: String, _ value: Bool) {
        column(name) { $0.append(value) }
    }

    /// A map: null lies two definition levels below a key, an empty map one.
    private mutating func map(_ name: String, _ map: [String: String?]?) {
        let entries = map.map { $0.sorted { $0.key < $1.key } }
        column("\(name).key_value.key") { column in
            guard let entries, !entries.isEmpty else {
                column.appendNull(definition: column.maxDefinition - (entries == nil ? 2 : 1))
                return
            }
            for (index, entry) in entries.enumerated() {
                column.append(entry.key, repetition: index == 0 ? 0 : 1)
            }
        }
        column("\(name).key_value.value") { column in
            guard let entries, !entries.isEmpty else {
                column.appendNull(definition: column.maxDefinition - (entries == nil ? 3 : 2))
                return
            }
            for (index, entry) in entries.enumerated() {
                let repetition: UInt8 = index == 0 ? 0 : 1
                if let value = entry.value {
                    column.append(value, repetition: repetition)
                } else {
                    column.appendNull(definition: column.maxDefinition - 1, repetition: repetition)
                }
            }
        }
    }

    /// A list of texts: null lies three definition levels below an element, an empty list two.
    private mutating func list(_ name: String, _ texts: [String]?) {
        column("\(name).list.element") { column in
            guard let texts, !texts.isEmpty else {
                column.appendNull(definition: column.maxDefinition - (texts == nil ? 3 : 2))
                return
            }
            for (index, text) in texts.enumerated() { column.append(text, repetition: index == 0 ? 0 : 1) }
        }
    }
}
