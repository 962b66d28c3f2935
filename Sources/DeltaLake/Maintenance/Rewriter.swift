internal import Parquet

/// Writes rows of existing files as a new data file of the table.
struct Rewriter {
    private let schema: Schema
    private let columns: [DeltaColumn]
    private var writer: FileWriter

    init(_ table: DeltaTable) throws(DeltaError) {
        columns = table.dataColumns
        schema = Schema(columns.map(\.field))
        do throws(ParquetError) { writer = try FileWriter(schema: schema) } catch {
            throw .invalidInput(error.description)
        }
    }

    /// The live rows of a file, without `excluded`, in the shape all rewritten rows have.
    func rows(_ data: DataFile, without excluded: RowSet? = nil) throws(DeltaError) -> ColumnBatch {
        let rows = try data.rows(columns, without: excluded)
        guard let batch = rows.batch.shaped(as: schema) else {
            throw .dataFile(
                path: data.name,
                reason: "a nested column is laid out unlike the table's; not rewritten"
            )
        }
        return batch
    }

    /// Adds rows that `rows` returned.
    mutating func write(_ batch: ColumnBatch) throws(DeltaError) {
        do throws(ParquetError) { try writer.write(batch) } catch { throw .invalidInput(error.description) }
    }

    /// Adds rows that `rows` returned, ordered by the flat columns with these names.
    mutating func write(_ batch: ColumnBatch, sortedBy names: [String]) throws(DeltaError) {
        do throws(ParquetError) {
            try writer.write(batch.rows(batch.order(by: names)))
        } catch {
            throw .invalidInput(error.description)
        }
    }

    /// Stages what was written as one file with the partition and tags of `file`; nil when there are no rows.
    mutating func finish(like file: AddFile, in table: inout DeltaTable) throws(DeltaError) -> AddFile? {
        let encoded: EncodedFile
        do throws(ParquetError) { encoded = try writer.finish() } catch {
            throw .invalidInput(error.description)
        }
        guard encoded.rowCount > 0 else { return nil }
        return try table.stage(
            encoded,
            schema: schema,
            partitionValues: file.partitionValues,
            tags: file.tags
        )
    }
}

extension DeltaTable {
    /// The columns that are in the data files.
    var dataColumns: [DeltaColumn] {
        metadata.schema.columns.filter { !metadata.partitionColumns.contains($0.name) }
    }

    /// Stages the live rows of `data` without `excluded` as a new file; nil when none are left.
    mutating func stage(rewriting data: DataFile, without excluded: RowSet?) throws(DeltaError) -> AddFile? {
        var rewriter = try Rewriter(self)
        try rewriter.write(rewriter.rows(data, without: excluded))
        return try rewriter.finish(like: data.file, in: &self)
    }
}
