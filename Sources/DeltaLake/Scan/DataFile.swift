internal import Parquet

/// One data file of a table, opened: its rows under the table's schema, without the deleted ones.
struct DataFile {
    /// Rows of the file as the table sees them.
    struct Rows {
        var batch: ColumnBatch
        /// The number of rows; the batch cannot say when no column was asked for.
        var count: Int
        /// Where they are in the file, when that was asked for.
        var numbers: [Int64]
        var report: PruningReport
    }

    let file: AddFile
    /// The path relative to the table.
    let name: String
    let reader: FileReader
    /// The size of the file in bytes.
    let byteCount: Int
    /// The rows its deletion vector takes out.
    let deleted: RowSet?
    private let metadata: TableMetadata

    /// Opens the file and reads its footer and its deletion vector.
    ///
    /// - Throws: `dataFile`, `deletionVector` or a storage error.
    init(_ file: AddFile, of table: DeltaTable) throws(DeltaError) {
        self.file = file
        metadata = table.metadata
        guard let name = PartitionPath.file(uri: file.path) else {
            throw .dataFile(path: file.path, reason: "the path is not relative to the table")
        }
        self.name = name
        let source: any ByteSource
        do throws(StorageError) {
            source = try table.options.storage.open("\(table.path)/\(name)")
        } catch {
            guard error.isMissing else { throw DeltaError(error) }
            throw .dataFile(path: name, reason: "is missing; it was vacuumed, purged or lost")
        }
        byteCount = source.count
        do throws(ParquetError) {
            reader = try FileReader(source: source)
        } catch {
            throw .dataFile(path: name, reason: error.description)
        }
        let vectors = DeletionVectorReader(storage: table.options.storage, table: table.path)
        if let vector = file.deletionVector {
            deleted = try vectors.rows(of: vector, rowCount: reader.rowCount)
        } else {
            deleted = nil
        }
    }

    /// The rows of the file that are in the table.
    var liveCount: Int { reader.rowCount - (deleted?.count ?? 0) }

    /// The columns of the live rows that satisfy `filter`, which names no partition column.
    ///
    /// A column the file lacks is null, which satisfies `.isNull` alone. Rows in `excluded` count as deleted.
    func rows(
        _ wanted: [DeltaColumn],
        matching filter: RowFilter = RowFilter(),
        without excluded: RowSet? = nil,
        wantsNumbers: Bool = false
    ) throws(DeltaError) -> Rows {
        do throws(ParquetError) {
            let present = Set(reader.schema.fields.map(\.name))
            let stored = wanted.map(\.name).filter {
                present.contains($0) && !metadata.partitionColumns.contains($0)
            }
            guard let filter = filterOnStored(filter) else {
                let none = assemble(wanted, ColumnBatch(schema: Schema([])), count: 0)
                return Rows(batch: none, count: 0, numbers: [], report: PruningReport())
            }
            let request = ReadRequest(
                columns: stored,
                filter: filter,
                excluding: excluded.map { deleted?.union($0) ?? $0 } ?? deleted,
                wantsRowNumbers: wantsNumbers
            )
            let result = try reader.read(request)
            for column in wanted { try verify(column, result.batch) }
            return Rows(
                batch: assemble(wanted, result.batch, count: result.rowCount),
                count: result.rowCount,
                numbers: result.rowNumbers,
                report: result.report
            )
        } catch {
            throw .dataFile(path: name, reason: error.description)
        }
    }

    /// How many rows of the file satisfy the filter, deleted ones included.
    func physicalCount(matching filter: RowFilter) throws(DeltaError) -> Int {
        do throws(ParquetError) {
            guard let filter = filterOnStored(filter) else { return 0 }
            return try reader.read(ReadRequest(columns: [], filter: filter)).rowCount
        } catch {
            throw .dataFile(path: name, reason: error.description)
        }
    }

    /// The conditions on columns the file has; nil when one on a column it lacks excludes every row.
    private func filterOnStored(_ filter: RowFilter) -> RowFilter? {
        let missing = filter.conditions.filter { reader.schema.leafIndex($0.column) == nil }
        guard missing.allSatisfy({ $0.test == .isNull }) else { return nil }
        return RowFilter(filter.conditions.filter { !missing.contains($0) })
    }

    /// The wanted columns in order: those of the file as they are, the others repeated or null.
    private func assemble(_ wanted: [DeltaColumn], _ data: ColumnBatch, count: Int) -> ColumnBatch {
        var places: [String: (field: Field, columns: Range<Int>)] = [:]
        var start = 0
        for field in data.schema.fields {
            let end = start + Schema([field]).leaves.count
            places[field.name] = (field, start..<end)
            start = end
        }
        var fields: [Field] = []
        var columns: [Column] = []
        for column in wanted {
            var field = column.nullableField
            if let place = places[column.name] {
                // The table's own field, so that its identifying mark holds; the file's shape.
                field.repetition = place.field.repetition
                field.content = place.field.content
                columns += data.columns[place.columns]
            } else if metadata.partitionColumns.contains(column.name) {
                let value = file.partitionValues[column.name] ?? nil
                columns.append(PartitionValue.column(value, column.type, count: count))
            } else {
                for var missing in ColumnBatch(schema: Schema([field])).columns {
                    for _ in 0..<count { missing.appendNull(definition: 0) }
                    columns.append(missing)
                }
            }
            fields.append(field)
        }
        var batch = ColumnBatch(schema: Schema(fields))
        batch.columns = columns
        return batch
    }

    /// Fails when the file stores a flat column as another type than the table's.
    private func verify(_ column: DeltaColumn, _ data: ColumnBatch) throws(ParquetError) {
        guard let found = data.schema.fields.first(where: { $0.name == column.name }) else { return }
        guard case .leaf(let wanted) = column.field.content else { return }
        guard found.content == .leaf(wanted) else {
            throw .unsupported(feature: "column \(column.name) is stored as \(found.content)")
        }
    }
}
