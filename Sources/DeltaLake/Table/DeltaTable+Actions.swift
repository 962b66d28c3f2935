internal import Storage

extension DeltaTable {
    /// The lines of the commit; `commitInfo` comes first.
    func actions(of transaction: Transaction) -> [Action] {
        let time = options.now()
        var info = CommitInfo(
            timestamp: time,
            operation: transaction.operation,
            operationParameters: transaction.parameters,
            isBlindAppend: transaction.isBlindAppend,
            readVersion: version,
            transactionID: randomUUID()
        )
        info.operationMetrics = transaction.metrics
        var actions: [Action] = [.commitInfo(info)]
        if let tableProtocol = transaction.tableProtocol { actions.append(.tableProtocol(tableProtocol)) }
        if let metadata = transaction.metadata { actions.append(.metadata(metadata)) }
        for item in transaction.setTransactions { actions.append(.setTransaction(item)) }
        for path in transaction.removes {
            guard let file = snapshot.files[path] else { continue }
            actions.append(.remove(RemoveFile(file, at: time, dataChange: transaction.dataChange)))
        }
        for var file in transaction.adds {
            file.dataChange = transaction.dataChange
            actions.append(.add(file))
        }
        for file in transaction.changes { actions.append(.addChange(file)) }
        return actions
    }

    /// Refuses what the protocol forbids in one commit, before anything is written.
    func verify(_ transaction: Transaction) throws(DeltaError) {
        guard !transaction.isEmpty else { throw .invalidInput("the transaction changes nothing") }
        try verifyNames(transaction)
        guard Set(transaction.setTransactions.map(\.appID)).count == transaction.setTransactions.count else {
            throw .invalidInput("the transaction sets an application's progress twice")
        }
        if metadata.isAppendOnly, transaction.dataChange, !transaction.removes.isEmpty {
            throw .appendOnly(path: path)
        }
        let partitionColumns = Set((transaction.metadata ?? metadata).partitionColumns)
        for file in transaction.adds {
            guard Set(file.partitionValues.keys) == partitionColumns else {
                throw .invalidInput("an added file does not have a value for each partition column")
            }
            guard let name = PartitionPath.file(uri: file.path) else {
                throw .invalidInput("an added file's path is not relative to the table")
            }
            // This handle wrote it a moment ago, or the table has it already.
            if staged.contains(file.path) || snapshot.files[file.path] != nil { continue }
            let isThere: Bool
            do throws(StorageError) {
                isThere = try options.storage.exists("\(path)/\(name)")
            } catch {
                throw DeltaError(error)
            }
            guard isThere else { throw .dataFile(path: name, reason: "is missing") }
        }
    }

    /// A path may be added once and removed once, and both only with different deletion vectors.
    private func verifyNames(_ transaction: Transaction) throws(DeltaError) {
        let added = Set(transaction.adds.map(\.path))
        let removed = Set(transaction.removes)
        guard added.count == transaction.adds.count, removed.count == transaction.removes.count else {
            throw .invalidInput("the transaction names a file twice")
        }
        if added.isDisjoint(with: removed) { return }
        for file in transaction.adds where removed.contains(file.path) {
            guard snapshot.files[file.path]?.key != file.key else {
                throw .invalidInput("the transaction names a file twice")
            }
        }
    }
}
