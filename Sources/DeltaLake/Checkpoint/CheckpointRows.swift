internal import Parquet

/// The rows of a checkpoint file, turned into actions a column at a time.
struct CheckpointRows {
    private let batch: ColumnBatch
    private var flat: [String: Int] = [:]
    /// Leaves under a map or list, by the name of the map or list.
    private var nested: [String: [Int]] = [:]

    init(_ batch: ColumnBatch) {
        self.batch = batch
        for (index, leaf) in batch.schema.leaves.enumerated() {
            guard leaf.maxRepetition > 0 else {
                flat[leaf.name] = index
                continue
            }
            // The repeated layers below a map or list have various names: key_value, map, list.element,
            // bag.array.
            let depth = leaf.path.prefix(2) == ["metaData", "format"] ? 3 : 2
            nested[leaf.path.prefix(depth).joined(separator: "."), default: []].append(index)
        }
    }

    /// Puts the actions into `snapshot`.
    func apply(to snapshot: inout Snapshot) throws(ParquetError) {
        snapshot.files.reserveCapacity(snapshot.files.count + rows(with: "add.path").count)
        try applyAdds(to: &snapshot)
        for file in try removes() { snapshot.apply(file) }
        let appIDs = rows(with: "txn.appId")
        let names = texts("txn.appId", appIDs)
        let versions = numbers("txn.version", appIDs)
        for index in appIDs.indices {
            if let name = names[index], let version = versions[index] {
                snapshot.transactions[name] = version
            }
        }
        let domainRows = rows(with: "domainMetadata.domain")
        let domains = texts("domainMetadata.domain", domainRows)
        let configurations = texts("domainMetadata.configuration", domainRows)
        let removed = flags("domainMetadata.removed", domainRows)
        for index in domainRows.indices where removed[index] != true {
            guard let domain = domains[index] else { continue }
            let configuration = configurations[index] ?? ""
            snapshot.domains[domain] = DomainMetadata(domain: domain, configuration: configuration)
        }
        if let metadata = try metadata() { snapshot.metadata = metadata }
        if let tableProtocol = tableProtocol() { snapshot.tableProtocol = tableProtocol }
    }

    /// The values of a text column, without nulls.
    func texts(_ name: String) -> [String] {
        texts(name, rows(with: name)).compactMap { $0 }
    }

    /// A row at a time from the columns, since a large table has little else.
    private func applyAdds(to snapshot: inout Snapshot) throws(ParquetError) {
        let rows = rows(with: "add.path")
        guard let paths = column("add.path") else { return }
        let sizes = column("add.size", .int64)
        let times = column("add.modificationTime", .int64)
        let stats = column("add.stats", .string)
        let counts = column("add.stats_parsed.numRecords", .int64)
        let partitions = maps("add.partitionValues", rows)
        let tags = maps("add.tags", rows)
        let vectors = try vectors("add.deletionVector", rows)
        let rowIDs = column("add.baseRowId", .int64)
        let firstCommits = column("add.defaultRowCommitVersion", .int64)
        let providers = column("add.clusteringProvider", .string)
        for (index, row) in rows.enumerated() {
            var file = AddFile(
                path: paths.string(at: row) ?? "",
                partitionValues: partitions[index] ?? [:],
                size: sizes?.int64(at: row) ?? 0,
                modificationTime: times?.int64(at: row) ?? 0,
                dataChange: false,
                stats: stats?.string(at: row) ?? counts?.int64(at: row).map { #"{"numRecords":\#($0)}"# },
                tags: tags[index]?.compactMapValues { $0 },
                deletionVector: vectors.isEmpty ? nil : vectors[index]
            )
            file.baseRowID = rowIDs?.int64(at: row)
            file.defaultRowCommitVersion = firstCommits?.int64(at: row)
            file.clusteringProvider = providers?.string(at: row)
            snapshot.apply(file)
        }
    }

    private func removes() throws(ParquetError) -> [RemoveFile] {
        let rows = rows(with: "remove.path")
        let paths = texts("remove.path", rows)
        let times = numbers("remove.deletionTimestamp", rows)
        let extended = flags("remove.extendedFileMetadata", rows)
        let partitions = maps("remove.partitionValues", rows)
        let sizes = numbers("remove.size", rows)
        let vectors = try vectors("remove.deletionVector", rows)
        let rowIDs = numbers("remove.baseRowId", rows)
        let firstCommits = numbers("remove.defaultRowCommitVersion", rows)
        var files: [RemoveFile] = []
        files.reserveCapacity(rows.count)
        for index in rows.indices {
            var file = RemoveFile(
                path: paths[index] ?? "",
                deletionTimestamp: times[index],
                dataChange: false,
                extendedFileMetadata: extended[index] ?? false,
                partitionValues: partitions[index],
                size: sizes[index],
                deletionVector: vectors.isEmpty ? nil : vectors[index]
            )
            file.baseRowID = rowIDs[index]
            file.defaultRowCommitVersion = firstCommits[index]
            files.append(file)
        }
        return files
    }

    private func metadata() throws(ParquetError) -> TableMetadata? {
        let rows = Array(rows(with: "metaData.id").suffix(1))
        guard let id = texts("metaData.id", rows).first ?? nil else { return nil }
        func text(_ name: String) -> String? { texts("metaData.\(name)", rows).first ?? nil }
        let schema: DeltaSchema
        do throws(JSONError) {
            schema = try DeltaSchema(json: text("schemaString") ?? "")
        } catch {
            throw .corrupt(what: "metaData.schemaString: \(error.reason)", offset: -1)
        }
        let configuration = maps("metaData.configuration", rows).first ?? nil
        return TableMetadata(
            id: id,
            name: text("name"),
            description: text("description"),
            schema: schema,
            partitionColumns: lists("metaData.partitionColumns", rows).first ?? [],
            createdTime: numbers("metaData.createdTime", rows).first ?? nil,
            configuration: configuration?.compactMapValues { $0 } ?? [:]
        )
    }

    private func tableProtocol() -> TableProtocol? {
        let rows = Array(rows(with: "protocol.minReaderVersion").suffix(1))
        guard let reader = numbers("protocol.minReaderVersion", rows).first ?? nil else { return nil }
        let writer = (numbers("protocol.minWriterVersion", rows).first ?? nil) ?? 1
        return TableProtocol(
            minReaderVersion: reader,
            minWriterVersion: writer,
            readerFeatures: reader >= 3 ? lists("protocol.readerFeatures", rows).first ?? [] : nil,
            writerFeatures: writer >= 7 ? lists("protocol.writerFeatures", rows).first ?? [] : nil
        )
    }
}

// MARK: Columns

extension CheckpointRows {
    /// The rows in which a flat column has a value.
    private func rows(with name: String) -> [Int] {
        guard let index = flat[name] else { return [] }
        let column = batch.columns[index]
        return (0..<column.count).filter { !column.isNull(at: $0) }
    }

    /// The flat column of that name unless it holds nulls only, which saves asking it row by row.
    private func column(_ name: String) -> Column? {
        guard let index = flat[name] else { return nil }
        let column = batch.columns[index]
        return column.nullCount == column.count ? nil : column
    }

    /// The flat column of that name and type unless it holds nulls only.
    private func column(_ name: String, _ type: ColumnType) -> Column? {
        guard let column = column(name), column.type == type || type == .string && column.type == .binary
        else {
            return nil
        }
        return column
    }

    private func texts(_ name: String, _ rows: [Int]) -> [String?] {
        guard let column = column(name), column.type == .string || column.type == .binary else {
            return Array(repeating: nil, count: rows.count)
        }
        return rows.map { column.string(at: $0) }
    }

    private func numbers(_ name: String, _ rows: [Int]) -> [Int64?] {
        guard let column = column(name) else { return Array(repeating: nil, count: rows.count) }
        switch column.type {
        case .int64: return rows.map { column.int64(at: $0) }
        case .int32: return rows.map { column.int32(at: $0).map { Int64($0) } }
        default: return Array(repeating: nil, count: rows.count)
        }
    }

    private func flags(_ name: String, _ rows: [Int]) -> [Bool?] {
        guard let column = column(name), column.type == .boolean else {
            return Array(repeating: nil, count: rows.count)
        }
        return rows.map { column.boolean(at: $0) }
    }

    /// The deletion vectors of rows; empty when no row has one.
    private func vectors(_ name: String, _ rows: [Int]) throws(ParquetError) -> [DeletionVectorDescriptor?] {
        let types = texts("\(name).storageType", rows)
        guard types.contains(where: { $0 != nil }) else { return [] }
        let locations = texts("\(name).pathOrInlineDv", rows)
        let offsets = numbers("\(name).offset", rows)
        let sizes = numbers("\(name).sizeInBytes", rows)
        let cardinalities = numbers("\(name).cardinality", rows)
        var vectors: [DeletionVectorDescriptor?] = []
        for index in rows.indices {
            guard let type = types[index] else {
                vectors.append(nil)
                continue
            }
            let offset = offsets[index].map { Int32(exactly: $0) }
            guard let storage = DeletionVectorDescriptor.Storage(rawValue: type),
                let location = locations[index],
                let size = sizes[index].flatMap({ Int32(exactly: $0) }), size >= 0,
                let cardinality = cardinalities[index], offset == nil || (offset ?? nil) ?? -1 >= 0
            else { throw .corrupt(what: "\(name) is incomplete or out of range", offset: -1) }
            vectors.append(
                DeletionVectorDescriptor(
                    storage: storage,
                    pathOrInlineDv: location,
                    offset: offset ?? nil,
                    sizeInBytes: size,
                    cardinality: cardinality
                )
            )
        }
        return vectors
    }

    /// Where the entries of each row begin, and one past the last.
    private func starts(_ column: Column) -> [Int] {
        var starts: [Int] = []
        starts.reserveCapacity(column.rowCount + 1)
        for entry in 0..<column.count where column.repetition(at: entry) == 0 { starts.append(entry) }
        starts.append(column.count)
        return starts
    }

    /// The maps of rows; nil where they are null.
    private func maps(_ name: String, _ rows: [Int]) -> [[String: String?]?] {
        guard !rows.isEmpty, let leaves = nested[name], leaves.count == 2, leaves.allSatisfy(isText) else {
            return Array(repeating: nil, count: rows.count)
        }
        let keys = batch.columns[leaves[0]]
        let values = batch.columns[leaves[1]]
        let keyStarts = starts(keys)
        let valueStarts = starts(values)
        return rows.map { row in
            let first = keyStarts[row]
            guard keys.definition(at: first) + 1 >= keys.maxDefinition else { return nil }
            var map: [String: String?] = [:]
            let shift = valueStarts[row] - first
            for entry in first..<keyStarts[row + 1] {
                guard let name = keys.string(at: entry), entry + shift < valueStarts[row + 1] else {
                    continue
                }
                map.updateValue(values.string(at: entry + shift), forKey: name)
            }
            return map
        }
    }

    /// The texts of lists; empty where they are null.
    private func lists(_ name: String, _ rows: [Int]) -> [[String]] {
        guard !rows.isEmpty, let leaf = nested[name]?.first, isText(leaf) else {
            return Array(repeating: [], count: rows.count)
        }
        let column = batch.columns[leaf]
        let starts = starts(column)
        return rows.map { row in (starts[row]..<starts[row + 1]).compactMap { column.string(at: $0) } }
    }

    private func isText(_ index: Int) -> Bool {
        batch.columns[index].type == .string || batch.columns[index].type == .binary
    }
}
