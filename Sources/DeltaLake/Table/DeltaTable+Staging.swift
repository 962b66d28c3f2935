public import Parquet
internal import Storage

extension DeltaTable {
    /// Writes a batch as a data file in the folder of its partition; it joins the table by a later commit.
    ///
    /// The batch holds the table's columns without partition columns, matched by name; nullable ones may be
    /// missing. `partitionValues` has one text per partition column, nil for null (an empty text means null
    /// in Delta): whole numbers in decimal, dates `2026-01-05`, moments `2026-01-05T07:00:00.000000Z`, `true`
    /// or `false`.
    ///
    /// It may be called many times before one commit; what is staged and not committed is told by `stagedFiles`, and by
    /// `StagedFiles` when the handle is gone.
    ///
    /// - Parameter layout: The layout that the transaction gives the table, nil for the one it has; see
    ///   `Transaction.replaceTable(with:)`.
    /// - Throws: `schemaMismatch`, `invalidInput`, `dataFile`, `diskFull` or a storage error; no file is left
    ///   then.
    public mutating func stage(
        batch: ColumnBatch,
        partitionValues: [String: String?] = [:],
        tags: [String: String]? = nil,
        layout: TableLayout? = nil
    ) throws(DeltaError) -> AddFile {
        try verifyWritable()
        let target: TableMetadata
        let rules: [CheckConstraint]
        if let layout {
            target = try metadata(under: layout)
            rules = try target.checkConstraints(path: path)
        } else {
            target = metadata
            rules = constraints
        }
        let values = try target.checkedPartitionValues(partitionValues)
        let rows = try target.fitted(batch)
        for constraint in rules {
            guard let row = constraint.violation(in: rows, partitionValues: values) else { continue }
            throw .constraintViolated(name: constraint.name, expression: constraint.expression, row: row)
        }
        let encoded: EncodedFile
        do throws(ParquetError) {
            var writer = try FileWriter(schema: rows.schema)
            try writer.write(rows)
            encoded = try writer.finish()
        } catch {
            throw .invalidInput("the batch cannot be encoded: \(error.description)")
        }
        return try stage(encoded, schema: rows.schema, partitionValues: values, tags: tags, under: target)
    }

    /// Writes an encoded data file in the folder of its partition.
    mutating func stage(
        _ encoded: EncodedFile,
        schema: Schema,
        partitionValues values: [String: String?],
        tags: [String: String]?,
        under target: TableMetadata? = nil
    ) throws(DeltaError) -> AddFile {
        let metadata = target ?? metadata
        let folder = PartitionPath.folder(metadata.partitionColumns, values)
        let name = "part-00000-\(randomUUID())-c000.zstd.parquet"
        let file = folder.isEmpty ? name : "\(folder)/\(name)"
        try writeDataFile(encoded.bytes, file, in: folder)
        let add = AddFile(
            path: PartitionPath.uri(file),
            partitionValues: values,
            size: Int64(encoded.bytes.count),
            modificationTime: options.now(),
            stats: FileStatistics.json(of: encoded, schema: schema, allowed: metadata.statsColumns),
            tags: tags
        )
        staged.insert(add.path)
        return add
    }

    /// Writes a file of the table and makes its name durable; `folder` is made when it is not known.
    mutating func writeDataFile(_ bytes: [UInt8], _ file: String, in folder: String)
        throws(DeltaError)
    {
        let storage = options.storage
        let location = folder.isEmpty ? path : "\(path)/\(folder)"
        do throws(StorageError) {
            if !knownFolders.contains(folder) {
                try storage.makeFolder(location)
                if options.syncsToDevice { try syncParents(of: folder) }
                knownFolders.insert(folder)
            }
            StagedFiles.insert(file, in: path)
            try storage.putNew(bytes, at: "\(path)/\(file)", durably: options.syncsToDevice)
            if options.syncsToDevice { try storage.sync(location) }
        } catch {
            storage.deleteQuietly("\(path)/\(file)")
            StagedFiles.remove(file, in: path)
            throw DeltaError(error)
        }
    }

    private func syncParents(of folder: String) throws(StorageError) {
        var location = path
        for part in folder.split(separator: "/") {
            try options.storage.sync(location)
            location += "/\(part)"
        }
    }
}
