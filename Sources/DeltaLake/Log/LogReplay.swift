internal import Storage

/// Builds snapshots from the files of one table's log.
struct LogReplay {
    let storage: any ObjectStorage
    /// The table's folder.
    let path: String

    var folder: String { "\(path)/\(LogFiles.folder)" }

    /// The snapshot of `wanted`, nil meaning the newest: a readable checkpoint and the commits after it.
    ///
    /// It is held against its version's checksum, if there is one: a checkpoint that leads to another state is
    /// passed over like an unreadable one.
    ///
    /// - Throws: `missingFolder`, `notADeltaTable`, `foreignFiles`, `corruptLog`, `corruptCheckpoint`,
    ///   `missingVersion`, `versionUnavailable`, `commitsLost`, `checksumDiffers` or a storage error.
    func snapshot(at wanted: Int64? = nil) throws(DeltaError) -> Snapshot {
        let pointer = checkpointPointer()
        let files = try wholeListing(pointer)
        let newest = files.newestVersion
        guard newest >= 0 else { throw .notADeltaTable(path: path) }
        let last = wanted ?? newest
        guard (0...newest).contains(last) else { throw unavailable(last, files) }
        let checksum = storedChecksum(of: last)
        var failure: DeltaError?
        for checkpoint in files.checkpoints.reversed() where checkpoint.version <= last {
            do throws(DeltaError) {
                let tail = try segments(files, after: checkpoint.version, through: last)
                var snapshot = try CheckpointReader(storage: storage, folder: folder).read(checkpoint)
                try SegmentReader(replay: self).apply(tail, to: &snapshot)
                snapshot.hasDamagedCheckpoint = failure != nil || pointer.isBroken(in: files)
                return try checked(snapshot, last: last, checksum)
            } catch {
                // An older checkpoint, or all commits, may do.
                switch error {
                case .corruptCheckpoint, .missingVersion, .checksumDiffers: failure = failure ?? error
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
        snapshot.hasDamagedCheckpoint = failure != nil || pointer.isBroken(in: files)
        return try checked(snapshot, last: last, checksum)
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

    private func checked(_ snapshot: Snapshot, last: Int64, _ checksum: VersionChecksum?)
        throws(DeltaError) -> Snapshot
    {
        let file = "\(LogFiles.folder)/\(LogFiles.commit(last))"
        guard snapshot.tableProtocol != nil else {
            throw .corruptLog(file: file, line: 0, reason: "no protocol action up to this version")
        }
        guard snapshot.metadata != nil else {
            throw .corruptLog(file: file, line: 0, reason: "no metaData action up to this version")
        }
        try checksum?.verify(snapshot, path: path)
        return snapshot
    }
}
