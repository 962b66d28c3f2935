internal import Storage

/// Builds snapshots from the files of one table's log.
struct LogReplay {
    let storage: any ObjectStorage
    /// The table's folder.
    let path: String

    var folder: String { "\(path)/\(LogFiles.folder)" }

    /// The snapshot of `wanted`, nil meaning the newest: a readable checkpoint and the commits after it.
    ///
    /// - Throws: `missingFolder`, `notADeltaTable`, `foreignFiles`, `corruptLog`, `corruptCheckpoint`,
    ///   `missingVersion`, `versionUnavailable` or a storage error.
    func snapshot(at wanted: Int64? = nil) throws(DeltaError) -> Snapshot {
        let files = try listing()
        let newest = files.newestVersion
        guard newest >= 0 else { throw .notADeltaTable(path: path) }
        let last = wanted ?? newest
        guard (0...newest).contains(last) else { throw unavailable(last, files) }
        var failure: DeltaError?
        for checkpoint in files.checkpoints.reversed() where checkpoint.version <= last {
            do throws(DeltaError) {
                let tail = try segments(files, after: checkpoint.version, through: last)
                var snapshot = try CheckpointReader(storage: storage, folder: folder).read(checkpoint)
                try SegmentReader(replay: self).apply(tail, to: &snapshot)
                return try checked(snapshot, last: last)
            } catch {
                // An older checkpoint, or all commits, may do.
                switch error {
                case .corruptCheckpoint, .missingVersion: failure = failure ?? error
                default: throw error
                }
            }
        }
        guard files.commits.first == 0 || failure == nil else { throw failure ?? unavailable(last, files) }
        if wanted != nil, last < files.oldestVersion, files.oldestVersion <= newest {
            throw unavailable(last, files)
        }
        var snapshot = Snapshot()
        let all = try segments(files, after: -1, through: last)
        try SegmentReader(replay: self).apply(all, to: &snapshot)
        return try checked(snapshot, last: last)
    }

    private func segments(_ files: LogFiles, after version: Int64, through last: Int64) throws(DeltaError)
        -> [LogFiles.Segment]
    {
        do throws(MissingCommit) {
            return try files.segments(after: version, through: last)
        } catch {
            throw .missingVersion(version: error.version, path: path)
        }
    }

    private func unavailable(_ version: Int64, _ files: LogFiles) -> DeltaError {
        .versionUnavailable(
            version: version,
            oldest: files.oldestVersion,
            newest: files.newestVersion,
            path: path
        )
    }

    /// Reads one commit, `commitInfo` on request; nil when there is none of that version.
    func commit(_ version: Int64, keepingInfo: Bool = false)
        throws(DeltaError) -> (bytes: [UInt8], actions: [Action])?
    {
        let name = LogFiles.commit(version)
        let bytes: [UInt8]
        do throws(StorageError) {
            bytes = try storage.get("\(folder)/\(name)")
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
            var scanner = JSONScanner(try storage.get("\(folder)/\(LogFiles.lastCheckpoint)"))
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
