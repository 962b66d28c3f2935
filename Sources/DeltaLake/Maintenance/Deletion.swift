internal import Parquet

/// Plans which files lose rows to a filter, and how; what was found out of a file is kept for the next plan, so that
/// a lost race costs a look at the files that are new and no more.
struct Deletion {
    /// What a file loses.
    private enum Loss {
        case nothing
        /// All its rows.
        case all(rows: Int, change: AddCDCFile?)
        /// Some rows, taken out by a vector; `deleted` are those and the ones that were out before.
        case marked(rows: Int, deleted: RowSet, physicalRows: Int, change: AddCDCFile?)
        /// Some rows, left out of the file that takes its place; nil when no row is left.
        case rewritten(rows: Int, replacement: AddFile?, change: AddCDCFile?)
    }

    private let filter: RowFilter
    private var losses: [FileKey: Loss] = [:]

    init(_ filter: RowFilter) {
        self.filter = filter
    }

    /// Forgets what was found: the table's rules changed.
    mutating func forget() { losses = [:] }

    /// Adds to `transaction` what takes the rows that satisfy the filter out of `table`, which stages new files.
    mutating func plan(_ transaction: Transaction, in table: inout DeltaTable) throws(DeltaError)
        -> (transaction: Transaction, result: DeleteResult)
    {
        var transaction = transaction
        var result = DeleteResult()
        var vectors = DeletionVectorWriter()
        let pruning = try FilePruning(filter, table.metadata)
        for file in table.filesInOrder {
            let loss: Loss
            if let known = losses[file.key] {
                loss = known
            } else {
                loss = try self.loss(of: file, pruning, in: &table)
                losses[file.key] = loss
            }
            Self.apply(loss, to: file, &transaction, &result, &vectors)
        }
        if !vectors.bytes.isEmpty {
            try table.stage(sideFile: vectors.name, vectors.bytes)
            transaction.sideFiles.append(vectors.name)
        }
        transaction.metrics = [
            "numDeletedRows": "\(result.rows)", "numRemovedFiles": "\(transaction.removes.count)",
            "numAddedFiles": "\(transaction.adds.count)",
        ]
        return (transaction, result)
    }

    private static func apply(
        _ loss: Loss,
        to file: AddFile,
        _ transaction: inout Transaction,
        _ result: inout DeleteResult,
        _ vectors: inout DeletionVectorWriter
    ) {
        switch loss {
        case .nothing: return
        case .all(let rows, let change):
            if let change { transaction.addChange(change) }
            transaction.remove(file)
            result.rows += rows
            result.filesRemoved += 1
        case .marked(let rows, let deleted, let physicalRows, let change):
            if let change { transaction.addChange(change) }
            var marked = file
            marked.deletionVector = vectors.add(deleted)
            marked.stats = FileStatistics.loosened(file.stats, rowCount: physicalRows)
            transaction.replace(file, by: marked)
            result.rows += rows
            result.filesMarked += 1
        case .rewritten(let rows, let replacement, let change):
            if let change { transaction.addChange(change) }
            transaction.remove(file)
            if let replacement { transaction.add(replacement) }
            result.rows += rows
            result.filesRewritten += 1
        }
    }

    private func loss(of file: AddFile, _ pruning: FilePruning, in table: inout DeltaTable)
        throws(DeltaError) -> Loss
    {
        guard case .read(let rest) = try pruning.verdict(file) else { return .nothing }
        if rest.isEmpty, !table.writesChangeData, let count = file.liveRowCount {
            return .all(rows: count, change: nil)
        }
        let data = try DataFile(file, of: table)
        let columns = table.writesChangeData ? table.metadata.schema.columns : []
        let found = try data.rows(columns, matching: rest, wantsNumbers: true)
        guard found.count > 0 else { return .nothing }
        var change: AddCDCFile?
        if !columns.isEmpty {
            change = try table.stageChanges(found.batch, of: .delete, partitionValues: file.partitionValues)
        }
        if found.count == data.liveCount { return .all(rows: found.count, change: change) }
        let rows = RowSet(found.numbers)
        guard table.writesDeletionVectors else {
            return .rewritten(
                rows: found.count,
                replacement: try table.stage(rewriting: data, without: rows),
                change: change
            )
        }
        return .marked(
            rows: found.count,
            deleted: data.deleted.map { $0.union(rows) } ?? rows,
            physicalRows: data.reader.rowCount,
            change: change
        )
    }
}
