internal import Parquet

/// Decides from the log alone which files a scan has to open.
struct FilePruning {
    /// What the log says of a file.
    enum Verdict {
        /// Its partition values exclude every row.
        case prunedByPartition
        /// Its statistics exclude every row.
        case prunedByStatistics
        /// It may hold rows that satisfy this rest of the filter.
        case read(RowFilter)
    }

    private let metadata: TableMetadata
    private let partition: [(condition: RowFilter.Condition, column: DeltaColumn)]
    private let data: [(condition: RowFilter.Condition, type: ColumnType?)]

    /// Splits a filter into what partition values decide and what rows decide.
    ///
    /// - Throws: `invalidInput` for a condition on a column the table lacks, or of another type than its.
    init(_ filter: RowFilter, _ metadata: TableMetadata) throws(DeltaError) {
        self.metadata = metadata
        var partition: [(RowFilter.Condition, DeltaColumn)] = []
        var data: [(RowFilter.Condition, ColumnType?)] = []
        for condition in filter.conditions {
            let top = condition.column.split(separator: ".").first.map(String.init) ?? ""
            guard let column = metadata.schema[condition.column] ?? metadata.schema[top] else {
                throw .invalidInput("the filter names \(condition.column), which the table does not have")
            }
            // Evaluating once on a null tells whether the condition fits, even when no file is opened.
            do throws(ParquetError) {
                _ = try RowFilter([condition]).rows(of: Self.nullRow(column))
            } catch {
                throw .invalidInput("the filter: \(error.description)")
            }
            if metadata.partitionColumns.contains(column.name) {
                partition.append((condition, column))
            } else {
                let leaves = Schema([column.field]).leaves
                data.append((condition, leaves.first { $0.name == condition.column }?.type))
            }
        }
        self.partition = partition
        self.data = data
    }

    /// What is known of `file` without opening it.
    ///
    /// - Throws: `dataFile` for a partition value that cannot be read.
    func verdict(_ file: AddFile) throws(DeltaError) -> Verdict {
        for (condition, column) in partition {
            guard try holds(condition, column, file) else { return .prunedByPartition }
        }
        if !data.isEmpty, let bounds = FileBounds(file) {
            for (condition, type) in data {
                guard let type, !bounds.mayMatch(condition.test, leaf: condition.column, type: type) else {
                    continue
                }
                return .prunedByStatistics
            }
        }
        return .read(dataFilter)
    }

    /// The conditions that rows decide.
    var dataFilter: RowFilter { RowFilter(data.map(\.condition)) }

    private func holds(_ condition: RowFilter.Condition, _ column: DeltaColumn, _ file: AddFile)
        throws(DeltaError) -> Bool
    {
        var batch = ColumnBatch(schema: Schema([column.nullableField]))
        let value = file.partitionValues[column.name] ?? nil
        if let value, !PartitionValue.isValid(value, column.type) {
            let reason = "its value of partition column \(column.name) is not of type \(column.type)"
            throw .dataFile(path: file.path, reason: reason)
        }
        batch.columns[0] = PartitionValue.column(value, column.type, count: 1)
        do throws(ParquetError) {
            return try !RowFilter([condition]).rows(of: batch).isEmpty
        } catch {
            throw .invalidInput("the filter: \(error.description)")
        }
    }

    private static func nullRow(_ column: DeltaColumn) -> ColumnBatch {
        var batch = ColumnBatch(schema: Schema([column.nullableField]))
        for index in batch.columns.indices { batch.columns[index].appendNull(definition: 0) }
        return batch
    }
}

extension DeltaColumn {
    /// The column's place in a batch that may lack its values.
    var nullableField: Field {
        var field = field
        field.repetition = .optional
        return field
    }
}
