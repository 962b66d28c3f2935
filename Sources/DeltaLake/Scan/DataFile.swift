internal import Parquet
internal import Storage

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
            source = StoredSource(object: try table.options.storage.open("\(table.path)/\(name)"))
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
                let none = try assemble(wanted, ColumnBatch(schema: Schema([])), count: 0)
                return Rows(batch: none, count: 0, numbers: [], report: PruningReport())
            }
            let request = ReadRequest(
                columns: stored,
                filter: filter,
                excluding: excluded.map { deleted?.union($0) ?? $0 } ?? deleted,
                wantsRowNumbers: wantsNumbers
            )
            let result = try reader.read(request)
            return Rows(
                batch: try assemble(wanted, result.batch, count: result.rowCount),
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

    /// The wanted columns in order: those of the file under the table's names, the others repeated or null.
    private func assemble(_ wanted: [DeltaColumn], _ data: ColumnBatch, count: Int) throws(ParquetError)
        -> ColumnBatch
    {
        let stored = Dictionary(data.schema.fields.map { ($0.name, $0) }) { first, _ in first }
        var fields: [Field] = []
        var columns: [Column] = []
        for column in wanted {
            guard let field = stored[column.name] else {
                let value = file.partitionValues[column.name] ?? nil
                fields.append(column.nullableField)
                for leaf in Schema([column.nullableField]).leaves {
                    columns.append(Self.absent(leaf, value, column.type, count: count))
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
    private static func absent(_ leaf: Leaf, _ value: String?, _ type: DeltaType, count: Int) -> Column {
        guard leaf.maxDefinition > 1 || leaf.maxRepetition > 0 else {
            return PartitionValue.column(value, type, count: count)
        }
        var column = Column(leaf)
        for _ in 0..<count { column.appendNull(definition: 0) }
        return column
    }
}
