public import Parquet

/// Plans which files lose rows to a filter, and how.
struct Deletion {
    private(set) var transaction: Transaction
    private(set) var result = DeleteResult()
    private var vectors = DeletionVectorWriter()
    private let filter: RowFilter

    /// Plans the deletion of the rows that satisfy `filter`.
    ///
    /// Rewritten files and change data are staged by `table`, of whose snapshot the plan is.
    init(_ filter: RowFilter, transaction: Transaction, in table: inout DeltaTable) throws(DeltaError) {
        self.filter = filter
        self.transaction = transaction
        let pruning = try FilePruning(filter, table.metadata)
        for file in table.filesInOrder {
            guard case .read(let rest) = try pruning.verdict(file) else { continue }
            if rest.isEmpty, !table.writesChangeData, let count = file.liveRowCount {
                remove(file, rows: count)
            } else {
                try delete(rest, from: file, in: &table)
            }
        }
        try stageVectors(in: &table)
        self.transaction.metrics = [
            "numDeletedRows": "\(result.rows)", "numRemovedFiles": "\(transaction.removes.count)",
            "numAddedFiles": "\(transaction.adds.count)",
        ]
    }

    private mutating func remove(_ file: AddFile, rows: Int) {
        transaction.remove(file)
        result.rows += rows
        result.filesRemoved += 1
    }

    private mutating func delete(_ rest: RowFilter, from file: AddFile, in table: inout DeltaTable)
        throws(DeltaError)
    {
        let data = try DataFile(file, of: table)
        let columns = table.writesChangeData ? table.metadata.schema.columns : []
        let found = try data.rows(columns, matching: rest, wantsNumbers: true)
        guard found.count > 0 else { return }
        if !columns.isEmpty {
            let change = try table.stageChanges(
                found.batch,
                of: .delete,
                partitionValues: file.partitionValues
            )
            transaction.addChange(change)
        }
        if found.count == data.liveCount { return remove(file, rows: found.count) }
        result.rows += found.count
        let rows = RowSet(found.numbers)
        if table.writesDeletionVectors {
            var marked = file
            marked.deletionVector = vectors.add(data.deleted.map { $0.union(rows) } ?? rows)
            marked.stats = FileStatistics.loosened(file.stats, rowCount: data.reader.rowCount)
            transaction.replace(file, by: marked)
            result.filesMarked += 1
        } else {
            transaction.remove(file)
            if let rest = try table.stage(rewriting: data, without: rows) { transaction.add(rest) }
            result.filesRewritten += 1
        }
    }

    private mutating func stageVectors(in table: inout DeltaTable) throws(DeltaError) {
        guard !vectors.bytes.isEmpty else { return }
        try table.stage(sideFile: vectors.name, vectors.bytes)
        transaction.sideFiles.append(vectors.name)
    }
}

extension DeltaTable {
    /// Takes the rows that satisfy `filter` out of the table.
    ///
    /// Files that lose some rows get a deletion vector where the table allows them, else they are rewritten;
    /// files that lose all are removed. With `delta.enableChangeDataFeed` the rows go into change data files.
    /// Rows other writers append meanwhile stay, as if they came after. The filter enters no log; `parameters`
    /// do.
    ///
    /// - Throws: `invalidInput` for a filter that does not fit the table, `appendOnly`, `dataFile`,
    ///   `deletionVector`, `contention`, or as `commit`.
    @discardableResult
    public mutating func delete(
        matching filter: RowFilter,
        operation: String = "DELETE",
        parameters: [String: String] = [:]
    ) throws(DeltaError) -> DeleteResult {
        var transaction = Transaction(operation: operation, parameters: parameters)
        transaction.reads = .rows(filter, seesBlindAppends: false)
        return try delete(filter, transaction)
    }

    /// Deletes by the given empty transaction.
    mutating func delete(_ filter: RowFilter, _ transaction: Transaction) throws(DeltaError) -> DeleteResult {
        let operation = transaction.operation
        let done = try commitRetrying(operation) { (table) throws(DeltaError) in
            let plan = try Deletion(filter, transaction: transaction, in: &table)
            return plan.transaction.isEmpty ? nil : (plan.transaction, plan.result)
        }
        guard let done else { return DeleteResult() }
        var result = done.result
        result.version = done.version
        return result
    }

    /// Whether rows are deleted by vectors: the protocol must list the feature and the property be set.
    var writesDeletionVectors: Bool {
        metadata.hasDeletionVectors && tableProtocol.features.contains(.deletionVectors)
    }
}

extension AddFile {
    /// The rows of the file that are in the table, when its statistics say how many it has.
    public var liveRowCount: Int? {
        rowCount.map { Int($0) - Int(deletionVector?.cardinality ?? 0) }
    }
}
