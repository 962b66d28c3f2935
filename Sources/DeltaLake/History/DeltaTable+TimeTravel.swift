extension DeltaTable {
    /// Opens the table as it was at `version`; the handle is read-only and stays there.
    ///
    /// - Throws: `versionUnavailable` for a version that is not in the log any more or not yet, else as
    ///   `open(at:)`.
    public static func open(at path: String, version: Int64, options: TableOptions = TableOptions())
        throws(DeltaError) -> DeltaTable
    {
        let path = trimmed(path)
        let snapshot = try LogReplay(storage: options.storage, path: path).snapshot(at: version)
        var table = try DeltaTable(path: path, options: options, snapshot: snapshot)
        table.isPinned = true
        table.readOnlyReason = .readOnly(path: path, reason: "the handle was opened at version \(version)")
        return table
    }

    /// Opens the table as it was at a time in milliseconds since 1970; the handle is read-only and stays there.
    ///
    /// A time after the newest commit gives the newest version.
    /// - Throws: `timeUnavailable` for a time before the oldest commit in the log, else as
    ///   `open(at:version:)`.
    public static func open(at path: String, asOf time: Int64, options: TableOptions = TableOptions())
        throws(DeltaError) -> DeltaTable
    {
        let newest = try open(at: path, options: options)
        return try open(at: path, version: newest.version(asOf: time), options: options)
    }

    /// The newest version that was there at a time in milliseconds since 1970.
    ///
    /// - Throws: `timeUnavailable` for a time before the oldest commit in the log, or as `open(at:)`.
    public func version(asOf time: Int64) throws(DeltaError) -> Int64 {
        min(version, try commitTimes().version(at: time))
    }

    /// The commit times of `versions` in milliseconds since 1970; versions that are not in the log are left out.
    public func commitTimes(of versions: ClosedRange<Int64>) throws(DeltaError) -> [Int64: Int64] {
        try commitTimes().times(of: versions)
    }

    /// The last `limit` versions up to this handle's, newest first, as far back as the log goes.
    ///
    /// - Throws: `corruptLog` or a storage error.
    public func history(limit: Int = .max) throws(DeltaError) -> [HistoryEntry] {
        let times = try commitTimes()
        let versions = times.versions.filter { $0 <= version }.suffix(max(0, limit))
        guard let first = versions.first, let last = versions.last else { return [] }
        let stamps = try times.times(of: first...last)
        var entries: [HistoryEntry] = []
        for version in versions.reversed() {
            // A commit that cleanup took away in between is no longer part of the history.
            guard let stamp = stamps[version] else { continue }
            let info = try times.replay.commitInfo(of: version)
            entries.append(HistoryEntry(version: version, timestamp: stamp, info: info))
        }
        return entries
    }

    private func commitTimes() throws(DeltaError) -> CommitTimes {
        try CommitTimes(replay: LogReplay(storage: options.storage, path: path), metadata: metadata)
    }
}
