extension DeltaTable {
    /// Gives the commit of `version` its own time when the table keeps in-commit timestamps.
    ///
    /// The time is the clock's, or one more than the commit before it when the clock is behind. The commit that
    /// switches the timestamps on also records its version and time in the properties.
    /// - Throws: `corruptLog` or a storage error of the commit before.
    func stamp(_ actions: inout [Action], as version: Int64) throws(DeltaError) {
        var changed: (index: Int, metadata: TableMetadata)?
        for (index, action) in actions.enumerated() {
            if case .metadata(let value) = action { changed = (index, value) }
        }
        guard (changed?.metadata ?? metadata).hasInCommitTimestamps,
            case .commitInfo(var info) = actions.first
        else { return }
        var time = options.now()
        if version > 0 { time = max(time, try commitTime(before: version) + 1) }
        info.inCommitTimestamp = time
        info.timestamp = time
        actions[0] = .commitInfo(info)
        guard version > 0, let changed, !metadata.hasInCommitTimestamps else { return }
        var value = changed.metadata
        value.configuration[TableMetadata.inCommitTimestampVersionKey] = String(version)
        value.configuration[TableMetadata.inCommitTimestampTimeKey] = String(time)
        actions[changed.index] = .metadata(value)
    }

    /// The time of the commit before `version`: its own, or that of its file before the timestamps began.
    private func commitTime(before version: Int64) throws(DeltaError) -> Int64 {
        let replay = LogReplay(storage: options.storage, path: path)
        if metadata.hasInCommitTimestamps {
            guard let time = try replay.commitInfo(of: version - 1)?.inCommitTimestamp else {
                throw .corruptLog(
                    file: "\(LogFiles.folder)/\(LogFiles.commit(version - 1))",
                    line: 1,
                    reason: "commitInfo has no inCommitTimestamp"
                )
            }
            return time
        }
        return try commitTimes(of: (version - 1)...(version - 1))[version - 1] ?? 0
    }
}
