public import Parquet

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
    ///
    /// When another writer comes first, files it did not touch are not read again.
    mutating func delete(_ filter: RowFilter, _ transaction: Transaction) throws(DeltaError) -> DeleteResult {
        try verifyWritable()
        let before = staged
        do throws(DeltaError) {
            let result = try attemptDeletion(filter, transaction)
            discard(stagedAfter: before)
            return result
        } catch {
            if case .commitUnknown = error { throw error }
            discard(stagedAfter: before)
            throw error
        }
    }

    private mutating func attemptDeletion(_ filter: RowFilter, _ transaction: Transaction)
        throws(DeltaError) -> DeleteResult
    {
        var deletion = Deletion(filter)
        for _ in 0..<Self.operationAttempts {
            let plan = try deletion.plan(transaction, in: &self)
            guard !plan.transaction.isEmpty else { return DeleteResult() }
            switch try attempt(plan.transaction) {
            case .committed(let version):
                var result = plan.result
                result.version = version
                return result
            case .conflict(.metadataChanged), .conflict(.protocolChanged): deletion.forget()
            case .conflict: break
            }
            try refresh()
        }
        throw .contention(
            operation: transaction.operation,
            attempts: Self.operationAttempts,
            path: path
        )
    }

    /// Deletes the files this handle wrote after `before` that no commit took.
    private mutating func discard(stagedAfter before: Set<String>) {
        for file in staged.subtracting(before) { discard(staged: file) }
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
