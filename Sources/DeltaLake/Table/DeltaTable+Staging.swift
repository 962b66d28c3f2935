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
    /// - Throws: `schemaMismatch`, `invalidInput`, `dataFile`, `diskFull` or a storage error; no file is left
    ///   then.
    public mutating func stage(
        batch: ColumnBatch,
        partitionValues: [String: String?] = [:],
        tags: [String: String]? = nil
    ) throws(DeltaError) -> AddFile {
        try verifyWritable()
        let values = try checkedPartitionValues(partitionValues)
        let rows = try fitted(batch)
        for constraint in constraints {
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
        return try stage(encoded, schema: rows.schema, partitionValues: values, tags: tags)
    }

    /// Writes an encoded data file in the folder of its partition.
    mutating func stage(
        _ encoded: EncodedFile,
        schema: Schema,
        partitionValues values: [String: String?],
        tags: [String: String]?
    ) throws(DeltaError) -> AddFile {
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
            try storage.putNew(bytes, at: "\(path)/\(file)", durably: options.syncsToDevice)
            if options.syncsToDevice { try storage.sync(location) }
        } catch {
            storage.deleteQuietly("\(path)/\(file)")
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

    /// The values with empty texts as null, or an error naming the first column whose value cannot be of its
    /// type.
    private func checkedPartitionValues(_ values: [String: String?]) throws(DeltaError) -> [String: String?] {
        for name in values.keys.sorted() where !metadata.partitionColumns.contains(name) {
            throw .invalidInput("\(name) is not a partition column of the table")
        }
        var checked: [String: String?] = [:]
        for name in metadata.partitionColumns {
            guard let given = values[name] else {
                throw .invalidInput("partition column \(name) has no value; pass nil for null")
            }
            let text = given.flatMap { $0.isEmpty ? nil : $0 }
            let column = metadata.schema[name]
            if let text {
                guard column.map({ PartitionValue.isValid(text, $0.type) }) ?? false else {
                    throw .invalidInput("the value of partition column \(name) is not of its type")
                }
            } else if column?.isNullable == false {
                throw .invalidInput("partition column \(name) may not be null or empty")
            }
            checked.updateValue(text, forKey: name)
        }
        return checked
    }

    /// The batch under the table's own fields, so that its identifying marks and encodings hold.
    private func fitted(_ batch: ColumnBatch) throws(DeltaError) -> ColumnBatch {
        guard batch.rowCount > 0 else { throw .invalidInput("a batch without rows makes no file") }
        var given: [String: (field: Field, columns: ArraySlice<Column>)] = [:]
        var start = 0
        for field in batch.schema.fields {
            let end = start + Schema([field]).leaves.count
            given[field.name] = (field, batch.columns[start..<end])
            start = end
        }
        var fields: [Field] = []
        var columns: [Column] = []
        for column in metadata.schema.columns where !metadata.partitionColumns.contains(column.name) {
            guard let (field, values) = given.removeValue(forKey: column.name) else {
                if column.isNullable { continue }
                throw .schemaMismatch(column: column.name, expected: "no such column", found: column.kind)
            }
            do throws(ColumnMismatch) {
                let own = try column.aligned(field, Array(values), obeysNullability: true)
                fields.append(own.field)
                columns += own.columns
            } catch {
                throw .schemaMismatch(column: error.path, expected: error.stored, found: error.table)
            }
        }
        if let stranger = given.keys.sorted().first {
            throw .schemaMismatch(
                column: stranger,
                expected: "a data column of that name",
                found: metadata.partitionColumns.contains(stranger) ? "a partition column" : "no such column"
            )
        }
        var rows = ColumnBatch(schema: Schema(fields))
        rows.columns = columns
        return rows
    }
}
