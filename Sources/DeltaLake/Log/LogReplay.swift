/// Builds snapshots from the files of one table's log.
struct LogReplay {
    let storage: any LogStorage
    /// The table's folder.
    let path: String

    var folder: String { "\(path)/\(LogFiles.folder)" }

    /// The snapshot of `wanted`, nil meaning the newest: a readable checkpoint and the commits after it.
    ///
    /// - Throws: `missingFolder`, `notADeltaTable`, `foreignFiles`, `corruptLog`, `corruptCheckpoint`,
    ///   `missingVersion`, `versionUnavailable` or a storage error.
    func snapshot(at wanted: Int64? = nil) throws(DeltaError) -> Snapshot {
        let files = try listing()
        let newest = max(files.commits.last ?? -1, files.checkpoints.last?.version ?? -1)
        guard newest >= 0 else { throw .notADeltaTable(path: path) }
        let last = wanted ?? newest
        guard (0...newest).contains(last) else {
            throw .versionUnavailable(version: last, oldest: files.oldestVersion, newest: newest, path: path)
        }
        var failure: DeltaError?
        for checkpoint in files.checkpoints.reversed() where checkpoint.version <= last {
            let tail = files.commits(after: checkpoint.version, through: last)
            guard isGapless(tail, after: checkpoint.version, through: last) else {
                failure = failure ?? gap(in: tail, after: checkpoint.version)
                continue
            }
            do throws(DeltaError) {
                var snapshot = try CheckpointReader(storage: storage, folder: folder).read(checkpoint.files)
                snapshot.version = checkpoint.version
                try replay(tail, onto: &snapshot)
                return try checked(snapshot, last: last)
            } catch {
                guard case .corruptCheckpoint = error else { throw error }
                failure = failure ?? error
            }
        }
        let tail = files.commits(after: -1, through: last)
        guard tail.first == 0 else {
            if wanted != nil, last < files.oldestVersion {
                throw .versionUnavailable(
                    version: last,
                    oldest: files.oldestVersion,
                    newest: newest,
                    path: path
                )
            }
            throw failure ?? .missingVersion(version: 0, path: path)
        }
        guard isGapless(tail, after: -1, through: last) else { throw gap(in: tail, after: -1) }
        var snapshot = Snapshot()
        try replay(tail, onto: &snapshot)
        return try checked(snapshot, last: last)
    }

    /// Reads one commit, `commitInfo` on request; nil when there is none of that version.
    func commit(_ version: Int64, keepingInfo: Bool = false)
        throws(DeltaError) -> (bytes: [UInt8], actions: [Action])?
    {
        let name = LogFiles.commit(version)
        let bytes: [UInt8]
        do throws(StorageError) {
            bytes = try storage.read("\(folder)/\(name)")
        } catch {
            if error.isMissing { return nil }
            throw DeltaError(error)
        }
        let file = "\(LogFiles.folder)/\(name)"
        let actions = try Action.decode(bytes, file: file, keepingInfo: keepingInfo)
        guard !actions.isEmpty || !bytes.isEmpty else {
            throw .corruptLog(file: file, line: 1, reason: "the commit is empty")
        }
        return (bytes, actions)
    }

    /// The `commitInfo` of a version; nil when it has none or the commit is gone.
    func commitInfo(of version: Int64) throws(DeltaError) -> CommitInfo? {
        for case .commitInfo(let info) in try commit(version, keepingInfo: true)?.actions ?? [] {
            return info
        }
        return nil
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

    /// The files of the log.
    func listing() throws(DeltaError) -> LogFiles {
        do throws(StorageError) {
            return LogFiles(listing: try storage.list(folder))
        } catch {
            throw error.isMissing ? refusal() : DeltaError(error)
        }
    }

    private func isGapless(_ versions: ArraySlice<Int64>, after version: Int64, through last: Int64) -> Bool {
        Int64(versions.count) == last - version
            && (versions.isEmpty || versions.first == version + 1 && versions.last == last)
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
