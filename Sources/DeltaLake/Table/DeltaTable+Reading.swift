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
        var stored: [String: Field] = [:]
        for field in reader.schema.fields { stored[field.name] = field }
        for name in metadata.partitionColumns { stored[name] = nil }
        let data = try reader.read(columns: wanted.map(\.name).filter { stored[$0] != nil })
        var fields: [Field] = []
        var columns: [Column] = []
        for column in wanted {
            guard let field = stored[column.name] else {
                var field = column.field
                field.repetition = .optional
                fields.append(field)
                let value = file.partitionValues[column.name] ?? nil
                for leaf in Schema([field]).leaves {
                    columns.append(absent(leaf, value, column.type, count: reader.rowCount))
                }
                continue
            }
            let leaves = data.schema.leaves.indices.filter { data.schema.leaves[$0].path[0] == column.name }
            do throws(ColumnMismatch) {
                let aligned = try column.aligned(field, leaves.map { data.columns[$0] })
                fields.append(aligned.field)
                columns += aligned.columns
            } catch {
                throw .unsupported(
                    feature: "column \(error.path), \(error.table), is stored as \(error.stored)"
                )
            }
        }
        var batch = ColumnBatch(schema: Schema(fields))
        batch.columns = columns
        return batch
    }

    /// A leaf no row of the file has: the file's partition value or nulls.
    private func absent(_ leaf: Leaf, _ value: String?, _ type: DeltaType, count: Int) -> Column {
        guard leaf.maxDefinition > 1 || leaf.maxRepetition > 0 else {
            return PartitionValue.column(value, type, count: count)
        }
        var column = Column(leaf)
        for _ in 0..<count { column.appendNull(definition: 0) }
        return column
    }
}
