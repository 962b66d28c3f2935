public import Parquet

extension DeltaTable {
    /// Reads the live files `isWanted` chooses by partition values, tags or statistics, one batch per file.
    ///
    /// Columns come in the order asked for, nil meaning all in table order. Partition columns repeat the
    /// file's value, and a column that is younger than a file reads as null, so nullability may differ
    /// between batches. Files come in the order they were written. Rows of removed files are never returned.
    ///
    /// - Throws: `invalidInput` for an unknown column, `dataFile` with the path, or a storage error.
    public func read(columns: [String]? = nil, where isWanted: (AddFile) -> Bool = { _ in true })
        throws(DeltaError) -> [ColumnBatch]
    {
        var wanted: [DeltaColumn] = []
        for name in columns ?? metadata.schema.columns.map(\.name) {
            guard let column = metadata.schema[name] else {
                throw .invalidInput("the table has no column \(name)")
            }
            wanted.append(column)
        }
        var batches: [ColumnBatch] = []
        let chosen = files.values.filter(isWanted).sorted {
            ($0.modificationTime, $0.path) < ($1.modificationTime, $1.path)
        }
        for file in chosen { batches.append(try read(file, wanted)) }
        return batches
    }

    private func read(_ file: AddFile, _ wanted: [DeltaColumn]) throws(DeltaError) -> ColumnBatch {
        guard let name = PartitionPath.file(uri: file.path) else {
            throw .dataFile(path: file.path, reason: "the path is not relative to the table")
        }
        guard file.deletionVector == nil else {
            throw .unsupportedFeature(feature: "deletionVectors", path: path)
        }
        let bytes: [UInt8]
        do throws(StorageError) {
            bytes = try options.storage.read("\(path)/\(name)")
        } catch {
            throw error.isMissing ? .dataFile(path: name, reason: "is missing") : DeltaError(error)
        }
        do throws(ParquetError) {
            let reader = try FileReader(bytes: bytes)
            return try assemble(wanted, file, reader)
        } catch {
            throw .dataFile(path: name, reason: error.description)
        }
    }

    private func assemble(_ wanted: [DeltaColumn], _ file: AddFile, _ reader: FileReader)
        throws(ParquetError) -> ColumnBatch
    {
        let stored = wanted.map(\.name).filter {
            !metadata.partitionColumns.contains($0) && reader.schema.leafIndex($0) != nil
        }
        let data = try reader.read(columns: stored)
        var fields: [Field] = []
        var columns: [Column] = []
        for column in wanted {
            var field = column.field
            if let index = data.schema.leafIndex(column.name), stored.contains(column.name) {
                let found = data.schema.leaves[index]
                guard found.type == column.type.columnType, found.maxRepetition == 0 else {
                    throw .unsupported(feature: "column \(column.name) is stored as \(found.type)")
                }
                field.repetition = found.maxDefinition == 0 ? .required : .optional
                columns.append(data.columns[index])
            } else {
                field.repetition = .optional
                let value = file.partitionValues[column.name] ?? nil
                columns.append(PartitionValue.column(value, column.type, count: reader.rowCount))
            }
            fields.append(field)
        }
        var batch = ColumnBatch(schema: Schema(fields))
        batch.columns = columns
        return batch
    }
}
