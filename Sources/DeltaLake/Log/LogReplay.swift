/// Builds snapshots from the files of one table's log.
struct LogReplay {
    let storage: any LogStorage
    /// The table's folder.
    let path: String

    private var folder: String { "\(path)/\(LogFiles.folder)" }

    /// The newest snapshot: the newest readable checkpoint and all commits after it.
    ///
    /// - Throws: `missingFolder`, `notADeltaTable`, `foreignFiles`, `corruptLog`, `corruptCheckpoint`,
    ///   `missingVersion` or a storage error.
    func newest() throws(DeltaError) -> Snapshot {
        let files = try listing()
        guard let last = files.commits.last ?? files.checkpoints.last?.version else {
            throw .notADeltaTable(path: path)
        }
        var failure: DeltaError?
        for checkpoint in files.checkpoints.reversed() {
            let tail = files.commits.drop { $0 <= checkpoint.version }
            guard tail.isEmpty || isGapless(tail, after: checkpoint.version) else {
                failure = failure ?? gap(in: tail, after: checkpoint.version)
                continue
            }
            do throws(DeltaError) {
                var snapshot = try CheckpointReader(storage: storage, folder: folder).read(checkpoint.files)
                snapshot.version = checkpoint.version
                try replay(tail, onto: &snapshot)
                return try checked(snapshot, last: max(last, checkpoint.version))
            } catch {
                guard case .corruptCheckpoint = error else { throw error }
                failure = failure ?? error
            }
        }
        guard files.commits.first == 0 else { throw failure ?? .missingVersion(version: 0, path: path) }
        guard isGapless(files.commits[...], after: -1) else { throw gap(in: files.commits[...], after: -1) }
        var snapshot = Snapshot()
        try replay(files.commits[...], onto: &snapshot)
        return try checked(snapshot, last: last)
    }

    /// Reads one commit; nil when there is none of that version.
    func commit(_ version: Int64) throws(DeltaError) -> (bytes: [UInt8], actions: [Action])? {
        let name = LogFiles.commit(version)
        let bytes: [UInt8]
        do throws(StorageError) {
            bytes = try storage.read("\(folder)/\(name)")
        } catch {
            if error.isMissing { return nil }
            throw DeltaError(error)
        }
        let actions = try Action.decode(bytes, file: "\(LogFiles.folder)/\(name)")
        guard !actions.isEmpty || !bytes.isEmpty else {
            throw .corruptLog(file: "\(LogFiles.folder)/\(name)", line: 1, reason: "the commit is empty")
        }
        return (bytes, actions)
    }

    /// The version `_last_checkpoint` names; nil when it is missing or unreadable, which is harmless.
    func lastCheckpointVersion() -> Int64? {
        do throws(StorageError) {
            var scanner = JSONScanner(try storage.read("\(folder)/\(LogFiles.lastCheckpoint)"))
            var isFirst = true
            do throws(JSONError) {
                while let key = try scanner.nextKey(&isFirst) {
                    if key == "version" { return try scanner.int64() }
                    try scanner.skipValue()
                }
            } catch {
                return nil
            }
        } catch {
            return nil
        }
        return nil
    }

    /// The names a folder without a log holds, judged: an error that says what is wrong with it.
    func refusal() -> DeltaError {
        do throws(StorageError) {
            let names = try storage.list(path).filter { $0 != LogFiles.folder }.sorted()
            return names.isEmpty
                ? .notADeltaTable(path: path) : .foreignFiles(path: path, examples: Array(names.prefix(5)))
        } catch {
            return error.isMissing ? .missingFolder(path: path) : DeltaError(error)
        }
    }

    private func listing() throws(DeltaError) -> LogFiles {
        do throws(StorageError) {
            return LogFiles(listing: try storage.list(folder))
        } catch {
            throw error.isMissing ? refusal() : DeltaError(error)
        }
    }

    private func isGapless(_ versions: ArraySlice<Int64>, after version: Int64) -> Bool {
        versions.first == version + 1 && versions.last == version + Int64(versions.count)
    }

    private func gap(in versions: ArraySlice<Int64>, after version: Int64) -> DeltaError {
        var expected = version + 1
        for found in versions {
            if found != expected { break }
            expected += 1
        }
        return .missingVersion(version: expected, path: path)
    }

    private func replay(_ versions: ArraySlice<Int64>, onto snapshot: inout Snapshot) throws(DeltaError) {
        for version in versions {
            guard let commit = try commit(version) else {
                throw .missingVersion(version: version, path: path)
            }
            snapshot.apply(commit.actions, version: version)
        }
    }

    private func checked(_ snapshot: Snapshot, last: Int64) throws(DeltaError) -> Snapshot {
        let file = "\(LogFiles.folder)/\(LogFiles.commit(last))"
        guard snapshot.tableProtocol != nil else {
            throw .corruptLog(file: file, line: 0, reason: "no protocol action up to this version")
        }
        guard snapshot.metadata != nil else {
            throw .corruptLog(file: file, line: 0, reason: "no metaData action up to this version")
        }
        return snapshot
    }
}
