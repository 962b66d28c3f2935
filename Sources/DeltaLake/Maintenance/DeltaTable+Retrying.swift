extension DeltaTable {
    /// Lost races after which an operation on many files gives up.
    static let operationAttempts = 10

    /// Commits what `plan` decides, deciding anew against the newer table when another writer came first.
    ///
    /// Files the plan staged go away when they are not committed.
    ///
    /// - Returns: the plan's result and the version it became; nil when the plan has nothing to change.
    /// - Throws: `contention`, or what the plan or the commit throws.
    mutating func commitRetrying<Result>(
        _ operation: String,
        _ plan: (inout DeltaTable) throws(DeltaError) -> (transaction: Transaction, result: Result)?
    ) throws(DeltaError) -> (result: Result, version: Int64)? {
        try verifyWritable()
        for _ in 0..<Self.operationAttempts {
            let before = staged
            let planned: (transaction: Transaction, result: Result)?
            do throws(DeltaError) {
                planned = try plan(&self)
            } catch {
                for file in staged.subtracting(before) { discard(staged: file) }
                throw error
            }
            guard let planned else { return nil }
            if case .committed(let version) = try commit(planned.transaction) {
                return (planned.result, version)
            }
            try refresh()
        }
        throw .contention(operation: operation, attempts: Self.operationAttempts, path: path)
    }
}
