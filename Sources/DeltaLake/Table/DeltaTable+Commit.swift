extension DeltaTable {
    /// Carries out `transaction` as the next version of the table, all of it or nothing.
    ///
    /// When another writer took the version, its commit is read: a pure append goes on to the version after
    /// it, anything that touches the same metadata, application or files ends in `.conflict`. After a
    /// conflict the handle still stands at its old version, so that the same transaction cannot slip through
    /// before `refresh()`.
    ///
    /// Files staged by this handle for the transaction are deleted when it certainly did not happen, that is
    /// on a conflict and on a definite error; they are kept when the outcome is unknown.
    ///
    /// - Throws: `invalidInput`, `appendOnly`, `dataFile`, `diskFull`, `commitUnknown`, `corruptLog` (of a
    ///   winner) or a storage error.
    public mutating func commit(_ transaction: Transaction) throws(DeltaError) -> CommitResult {
        try verifyWritable()
        try verify(transaction)
        let check = ConflictCheck(transaction: transaction)
        if let conflict = check.conflict(with: snapshot) {
            discard(transaction.adds)
            return .conflict(conflict)
        }
        let actions = actions(of: transaction)
        let bytes = Action.encode(actions)
        for _ in 0..<Self.commitAttempts {
            let version = snapshot.version + 1
            let outcome = options.storage.putIfAbsent(
                bytes,
                as: LogFiles.commit(version),
                in: logFolder,
                sync: options.syncsToDevice
            )
            let isCommitted: Bool
            switch outcome {
            case .written: isCommitted = true
            case .taken: isCommitted = holds(version, bytes) ?? false
            case .unknown(let error):
                guard let found = holds(version, bytes) else {
                    throw .commitUnknown(version: version, path: path, code: error.code)
                }
                isCommitted = found
            case .failed(let error):
                discard(transaction.adds)
                throw DeltaError(error)
            }
            if isCommitted {
                finish(transaction, actions, at: version)
                return .committed(version: version)
            }
            if let conflict = try followWinners(check) {
                discard(transaction.adds)
                return .conflict(conflict)
            }
        }
        discard(transaction.adds)
        return .conflict(.contention(attempts: Self.commitAttempts))
    }

    /// Deletes staged files that will not be committed; files of a commit or of another handle are left
    /// alone.
    public mutating func discard(_ files: [AddFile]) {
        for file in files where staged.remove(file.path) != nil {
            guard let name = PartitionPath.file(uri: file.path) else { continue }
            options.storage.removeQuietly("\(path)/\(name)")
        }
    }

    /// Reads the commits after the snapshot; applies them when none conflicts, else names the conflict.
    private mutating func followWinners(_ check: ConflictCheck) throws(DeltaError) -> CommitConflict? {
        let replay = LogReplay(storage: options.storage, path: path)
        var winners: [[Action]] = []
        while let commit = try replay.commit(version + Int64(winners.count) + 1) {
            let version = version + Int64(winners.count) + 1
            if let conflict = check.conflict(with: commit.actions, version: version) { return conflict }
            winners.append(commit.actions)
        }
        for actions in winners { snapshot.apply(actions, version: version + 1) }
        return nil
    }

    /// Whether the commit file of `version` is ours, told by the UUID in its bytes; nil when it cannot be
    /// read.
    private func holds(_ version: Int64, _ bytes: [UInt8]) -> Bool? {
        do throws(StorageError) {
            return try options.storage.read("\(logFolder)/\(LogFiles.commit(version))") == bytes
        } catch {
            return nil
        }
    }

    private mutating func finish(_ transaction: Transaction, _ actions: [Action], at version: Int64) {
        snapshot.apply(actions, version: version)
        if let changed = transaction.tableProtocol { tableProtocol = changed }
        if let changed = transaction.metadata {
            metadata = changed
            do throws(DeltaError) { constraints = try changed.checkConstraints(path: path) } catch {
                readOnlyReason = error
            }
        }
        for file in transaction.adds { staged.remove(file.path) }
        guard options.checkpointInterval > 0, version % options.checkpointInterval == 0 else { return }
        do throws(DeltaError) {
            try writeCheckpoint()
        } catch {
            checkpointFailure = error
        }
    }

    private func actions(of transaction: Transaction) -> [Action] {
        let time = options.now()
        let info = CommitInfo(
            timestamp: time,
            operation: transaction.operation,
            operationParameters: transaction.parameters,
            isBlindAppend: transaction.removes.isEmpty && transaction.metadata == nil,
            readVersion: version,
            transactionID: randomUUID()
        )
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
        return actions
    }

    /// Refuses what the protocol forbids in one commit, before anything is written.
    private func verify(_ transaction: Transaction) throws(DeltaError) {
        guard !transaction.isEmpty else { throw .invalidInput("the transaction changes nothing") }
        let paths = transaction.adds.map(\.path) + transaction.removes
        guard Set(paths).count == paths.count else {
            throw .invalidInput("the transaction names a file twice")
        }
        guard Set(transaction.setTransactions.map(\.appID)).count == transaction.setTransactions.count else {
            throw .invalidInput("the transaction sets an application's progress twice")
        }
        if metadata.isAppendOnly, transaction.dataChange, !transaction.removes.isEmpty {
            throw .appendOnly(path: path)
        }
        for file in transaction.adds {
            guard Set(file.partitionValues.keys) == Set(metadata.partitionColumns) else {
                throw .invalidInput("an added file does not have a value for each partition column")
            }
            guard let name = PartitionPath.file(uri: file.path) else {
                throw .invalidInput("an added file's path is not relative to the table")
            }
            let isThere: Bool
            do throws(StorageError) {
                isThere = try options.storage.exists("\(path)/\(name)")
            } catch {
                throw DeltaError(error)
            }
            guard isThere else { throw .dataFile(path: name, reason: "is missing") }
        }
    }
}
