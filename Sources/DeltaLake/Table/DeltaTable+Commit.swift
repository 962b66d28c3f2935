internal import Storage

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
        do throws(DeltaError) {
            let result = try attempt(transaction)
            if case .conflict = result { discard(transaction) }
            return result
        } catch {
            if case .commitUnknown = error { throw error }
            discard(transaction)
            throw error
        }
    }

    /// `commit` without discarding anything, for callers that use their staged files again.
    mutating func attempt(_ transaction: Transaction) throws(DeltaError) -> CommitResult {
        try verifyWritable()
        let transaction = try transaction.resolved(in: self)
        try verify(transaction)
        let check = ConflictCheck(transaction: transaction, metadata: metadata)
        if let conflict = check.conflict(with: snapshot) { return .conflict(conflict) }
        var actions = actions(of: transaction)
        for _ in 0..<Self.commitAttempts {
            let version = snapshot.version + 1
            try stamp(&actions, as: version)
            let bytes = Action.encode(actions)
            let outcome = options.storage.putIfAbsent(
                bytes,
                at: "\(logFolder)/\(LogFiles.commit(version))",
                durably: options.syncsToDevice
            )
            let isCommitted: Bool
            switch outcome {
            case .written: isCommitted = true
            case .taken: isCommitted = try holds(version, bytes, code: 0)
            case .unknown(let error): isCommitted = try holds(version, bytes, code: error.code)
            case .failed(let error): throw DeltaError(error)
            }
            if isCommitted {
                finish(transaction, actions, at: version)
                return .committed(version: version)
            }
            if let conflict = try followWinners(check) { return .conflict(conflict) }
        }
        return .conflict(.contention(attempts: Self.commitAttempts))
    }

    /// Deletes staged files that will not be committed; files of a commit or of another handle are left
    /// alone.
    public mutating func discard(_ files: [AddFile]) {
        for file in files { discard(staged: file.path) }
    }

    /// Deletes all files this handle wrote for a transaction that certainly did not happen.
    mutating func discard(_ transaction: Transaction) {
        for path in stagedPaths(of: transaction) { discard(staged: path) }
    }

    /// Deletes a file this handle wrote, named as in the log; others are left alone.
    mutating func discard(staged file: String) {
        guard staged.remove(file) != nil, let name = PartitionPath.file(uri: file) else { return }
        options.storage.deleteQuietly("\(path)/\(name)")
        StagedFiles.remove(name, in: path)
    }

    /// Names, relative to the table, of the files this handle staged that no commit took, sorted.
    public var stagedFiles: [String] { staged.compactMap { PartitionPath.file(uri: $0) }.sorted() }

    /// Deletes all files this handle staged that no commit took.
    public mutating func discardStaged() {
        for file in staged { discard(staged: file) }
    }

    private func stagedPaths(of transaction: Transaction) -> [String] {
        transaction.adds.map(\.path) + transaction.changes.map(\.path) + transaction.sideFiles
    }

    /// Reads the commits after the snapshot; applies them when none conflicts, else names the conflict.
    private mutating func followWinners(_ check: ConflictCheck) throws(DeltaError) -> CommitConflict? {
        let replay = LogReplay(storage: options.storage, path: path)
        var winners: [[Action]] = []
        while let commit = try replay.commit(version + Int64(winners.count) + 1, keepingInfo: true) {
            let version = version + Int64(winners.count) + 1
            if let conflict = check.conflict(with: commit.actions, version: version) { return conflict }
            winners.append(commit.actions)
        }
        for actions in winners { snapshot.apply(actions, version: version + 1) }
        return nil
    }

    /// Whether the commit file of `version` is ours, told by the UUID in its bytes.
    ///
    /// - Throws: `commitUnknown` with `code` when it cannot be read.
    private func holds(_ version: Int64, _ bytes: [UInt8], code: Int32) throws(DeltaError) -> Bool {
        do throws(StorageError) {
            return try options.storage.get("\(logFolder)/\(LogFiles.commit(version))") == bytes
        } catch {
            throw .commitUnknown(version: version, path: path, code: code == 0 ? error.code : code)
        }
    }

    private mutating func finish(_ transaction: Transaction, _ actions: [Action], at version: Int64) {
        snapshot.apply(actions, version: version)
        if let changed = transaction.tableProtocol { tableProtocol = changed }
        if let given = transaction.metadata, var changed = snapshot.metadata {
            changed.schema.adoptEncodings(of: given.schema)
            metadata = changed
            do throws(DeltaError) { constraints = try changed.checkConstraints(path: path) } catch {
                readOnlyReason = error
            }
        }
        for file in stagedPaths(of: transaction) {
            staged.remove(file)
            StagedFiles.remove(PartitionPath.file(uri: file) ?? file, in: path)
        }
        if isCheckpointDue(at: version) {
            do throws(DeltaError) {
                try writeCheckpoint()
            } catch {
                checkpointFailure = error
            }
        }
        writeChecksum(of: actions)
    }
}
