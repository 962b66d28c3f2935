internal import Parquet

/// Reads classic and multi-part V1 checkpoints of any writer; columns it does not know are left alone.
struct CheckpointReader {
    let storage: any LogStorage
    /// The log folder, absolute.
    let folder: String

    /// The state in a checkpoint made of `files`.
    ///
    /// - Throws: `corruptCheckpoint` with the file's name, or a storage error other than a missing file.
    func read(_ files: [String]) throws(DeltaError) -> Snapshot {
        var snapshot = Snapshot()
        for file in files {
            let bytes: [UInt8]
            do throws(StorageError) {
                bytes = try storage.read("\(folder)/\(file)")
            } catch {
                guard error.isMissing else { throw DeltaError(error) }
                throw .corruptCheckpoint(file: file, reason: "is missing")
            }
            do throws(ParquetError) {
                let reader = try FileReader(bytes: bytes)
                let rows = CheckpointRows(try reader.read(columns: Self.wanted(reader.schema)))
                try Self.apply(rows, file, to: &snapshot)
            } catch {
                throw .corruptCheckpoint(file: file, reason: error.description)
            }
        }
        guard snapshot.tableProtocol != nil, snapshot.metadata != nil else {
            throw .corruptCheckpoint(file: files.first ?? "", reason: "has no protocol or no metaData row")
        }
        return snapshot
    }

    /// Whether `read` would succeed.
    func isReadable(_ files: [String]) -> Bool {
        do throws(DeltaError) {
            _ = try read(files)
            return true
        } catch {
            return false
        }
    }

    /// The columns to read; parsed statistics and partition values repeat what the texts say.
    private static func wanted(_ schema: Schema) -> [String] {
        let skipped: Set<String> = ["stats_parsed", "partitionValues_parsed"]
        let groups: Set<String> = ["txn", "add", "remove", "metaData", "protocol", "domainMetadata"]
        return schema.leaves.filter { leaf in
            groups.contains(leaf.path[0]) && leaf.path.count > 1 && !skipped.contains(leaf.path[1])
        }.map(\.name)
    }

    private static func apply(_ rows: CheckpointRows, _ file: String, to snapshot: inout Snapshot)
        throws(ParquetError)
    {
        for row in 0..<rows.count {
            if let path = rows.text("add.path", row) {
                var file = AddFile(
                    path: path,
                    partitionValues: rows.map("add.partitionValues", row) ?? [:],
                    size: rows.number("add.size", row) ?? 0,
                    modificationTime: rows.number("add.modificationTime", row) ?? 0,
                    dataChange: false,
                    stats: rows.text("add.stats", row),
                    tags: rows.map("add.tags", row)?.compactMapValues { $0 },
                    deletionVector: try rows.deletionVector("add.deletionVector", row)
                )
                file.baseRowID = rows.number("add.baseRowId", row)
                file.defaultRowCommitVersion = rows.number("add.defaultRowCommitVersion", row)
                file.clusteringProvider = rows.text("add.clusteringProvider", row)
                snapshot.files[path] = file
            } else if let path = rows.text("remove.path", row) {
                var file = RemoveFile(
                    path: path,
                    deletionTimestamp: rows.number("remove.deletionTimestamp", row),
                    dataChange: false,
                    extendedFileMetadata: rows.flag("remove.extendedFileMetadata", row) ?? false,
                    partitionValues: rows.map("remove.partitionValues", row),
                    size: rows.number("remove.size", row),
                    deletionVector: try rows.deletionVector("remove.deletionVector", row)
                )
                file.baseRowID = rows.number("remove.baseRowId", row)
                file.defaultRowCommitVersion = rows.number("remove.defaultRowCommitVersion", row)
                snapshot.tombstones[file.key] = file
            } else if let appID = rows.text("txn.appId", row) {
                snapshot.transactions[appID] = rows.number("txn.version", row)
            } else if let domain = rows.text("domainMetadata.domain", row) {
                guard rows.flag("domainMetadata.removed", row) != true else { continue }
                snapshot.domains[domain] = DomainMetadata(
                    domain: domain,
                    configuration: rows.text("domainMetadata.configuration", row) ?? ""
                )
            } else if let id = rows.text("metaData.id", row) {
                snapshot.metadata = try metadata(rows, row, id: id)
            } else if let reader = rows.number("protocol.minReaderVersion", row) {
                let writer = rows.number("protocol.minWriterVersion", row) ?? 1
                snapshot.tableProtocol = TableProtocol(
                    minReaderVersion: reader,
                    minWriterVersion: writer,
                    readerFeatures: reader >= 3 ? rows.list("protocol.readerFeatures", row) : nil,
                    writerFeatures: writer >= 7 ? rows.list("protocol.writerFeatures", row) : nil
                )
            }
        }
    }

    private static func metadata(_ rows: CheckpointRows, _ row: Int, id: String)
        throws(ParquetError) -> TableMetadata
    {
        let schema: DeltaSchema
        do throws(JSONError) {
            schema = try DeltaSchema(json: rows.text("metaData.schemaString", row) ?? "")
        } catch {
            throw .corrupt(what: "metaData.schemaString: \(error.reason)", offset: -1)
        }
        return TableMetadata(
            id: id,
            name: rows.text("metaData.name", row),
            description: rows.text("metaData.description", row),
            schema: schema,
            partitionColumns: rows.list("metaData.partitionColumns", row),
            createdTime: rows.number("metaData.createdTime", row),
            configuration: rows.map("metaData.configuration", row)?.compactMapValues { $0 } ?? [:]
        )
    }
}

/// Typed access to the rows of a checkpoint by column name; a missing column reads as null.
private struct CheckpointRows {
    let count: Int
    private let batch: ColumnBatch
    private var flat: [String: Int] = [:]
    /// Leaves under a map or list, by the name of the map or list.
    private var nested: [String: [Int]] = [:]
    /// The first entry of each row and one past the last, for nested leaves.
    private var starts: [Int: [Int]] = [:]

    init(_ batch: ColumnBatch) {
        self.batch = batch
        count = batch.rowCount
        for (index, leaf) in batch.schema.leaves.enumerated() {
            guard leaf.maxRepetition > 0 else {
                flat[leaf.name] = index
                continue
            }
            // The repeated layers below a map or list have various names: key_value, map, list.element,
            // bag.array.
            let depth = leaf.path.prefix(2) == ["metaData", "format"] ? 3 : 2
            nested[leaf.path.prefix(depth).joined(separator: "."), default: []].append(index)
            let column = batch.columns[index]
            var rowStarts: [Int] = []
            for entry in 0..<column.count where column.repetition(at: entry) == 0 { rowStarts.append(entry) }
            rowStarts.append(column.count)
            starts[index] = rowStarts
        }
    }

    func text(_ name: String, _ row: Int) -> String? {
        guard let index = flat[name], isText(index) else { return nil }
        return batch.columns[index].string(at: row)
    }

    func number(_ name: String, _ row: Int) -> Int64? {
        guard let index = flat[name] else { return nil }
        switch batch.columns[index].type {
        case .int64: return batch.columns[index].int64(at: row)
        case .int32: return batch.columns[index].int32(at: row).map { Int64($0) }
        default: return nil
        }
    }

    func flag(_ name: String, _ row: Int) -> Bool? {
        guard let index = flat[name], batch.columns[index].type == .boolean else { return nil }
        return batch.columns[index].boolean(at: row)
    }

    /// The deletion vector of a row; nil when it is null.
    func deletionVector(_ name: String, _ row: Int) throws(ParquetError) -> DeletionVectorDescriptor? {
        guard let type = text("\(name).storageType", row) else { return nil }
        guard let storage = DeletionVectorDescriptor.Storage(rawValue: type),
            let location = text("\(name).pathOrInlineDv", row),
            let size = number("\(name).sizeInBytes", row).flatMap({ Int32(exactly: $0) }), size >= 0,
            let cardinality = number("\(name).cardinality", row)
        else { throw .corrupt(what: "\(name) is incomplete", offset: -1) }
        var offset: Int32?
        if let stored = number("\(name).offset", row) {
            guard let fitting = Int32(exactly: stored), fitting >= 0 else {
                throw .corrupt(what: "\(name).offset is negative or does not fit 32 bits", offset: -1)
            }
            offset = fitting
        }
        return DeletionVectorDescriptor(
            storage: storage,
            pathOrInlineDv: location,
            offset: offset,
            sizeInBytes: size,
            cardinality: cardinality
        )
    }

    /// The map of a row; nil when it is null.
    func map(_ name: String, _ row: Int) -> [String: String?]? {
        guard let leaves = nested[name], leaves.count == 2, leaves.allSatisfy(isText),
            let keys = starts[leaves[0]], let values = starts[leaves[1]]
        else { return nil }
        let key = batch.columns[leaves[0]]
        guard key.definition(at: keys[row]) + 1 >= key.maxDefinition else { return nil }
        var map: [String: String?] = [:]
        let shift = values[row] - keys[row]
        for entry in keys[row]..<keys[row + 1] {
            guard let name = key.string(at: entry), entry + shift < values[row + 1] else { continue }
            map.updateValue(batch.columns[leaves[1]].string(at: entry + shift), forKey: name)
        }
        return map
    }

    /// The texts of a row's list; empty when it is null.
    func list(_ name: String, _ row: Int) -> [String] {
        guard let leaf = nested[name]?.first, isText(leaf), let rows = starts[leaf] else { return [] }
        return (rows[row]..<rows[row + 1]).compactMap { batch.columns[leaf].string(at: $0) }
    }

    private func isText(_ index: Int) -> Bool {
        batch.columns[index].type == .string || batch.columns[index].type == .binary
    }
}
