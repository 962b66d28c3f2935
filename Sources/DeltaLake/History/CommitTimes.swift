internal import Storage

/// When the commits of a log were made: in-commit timestamps where the table keeps them, else the times of the
/// commit files, pushed up where a clock ran backwards so that a later version never has an earlier time.
struct CommitTimes {
    let replay: LogReplay
    /// Versions with a commit file, ascending.
    let versions: [Int64]
    /// The first version with an in-commit timestamp; nil when the table keeps none.
    let firstInCommit: Int64?

    init(replay: LogReplay, metadata: TableMetadata) throws(DeltaError) {
        self.replay = replay
        versions = try replay.listing().commits
        guard metadata.hasInCommitTimestamps else {
            firstInCommit = nil
            return
        }
        // Without the property the timestamps are as old as the table.
        let key = TableMetadata.inCommitTimestampVersionKey
        firstInCommit = metadata.configuration[key].flatMap { Int64($0) } ?? 0
    }

    /// The newest version that was there at `time` (milliseconds since 1970).
    ///
    /// - Throws: `timeUnavailable` before the oldest commit of the log, `notADeltaTable` without commits.
    func version(at time: Int64) throws(DeltaError) -> Int64 {
        guard let oldest = versions.first else { throw .notADeltaTable(path: replay.path) }
        let inCommit = versions.drop { $0 < (firstInCommit ?? .max) }
        // These times grow by the protocol, so that a few commits have to be read only.
        var low = inCommit.startIndex
        var high = inCommit.endIndex
        while low < high {
            let middle = (low + high) / 2
            if try inCommitTime(inCommit[middle]) > time { high = middle } else { low = middle + 1 }
        }
        if low > inCommit.startIndex { return inCommit[low - 1] }
        var found: Int64?
        var first: Int64?
        try eachFileTime(through: (inCommit.first ?? .max) - 1) { version, fileTime in
            first = first ?? fileTime
            if fileTime <= time { found = version }
            return fileTime <= time
        }
        if let found { return found }
        if first == nil { first = try inCommitTime(oldest) }
        throw .timeUnavailable(time: time, oldest: first ?? time, path: replay.path)
    }

    /// The times of `wanted`, in ascending order; versions without a commit file are left out.
    func times(of wanted: ClosedRange<Int64>) throws(DeltaError) -> [Int64: Int64] {
        var times: [Int64: Int64] = [:]
        let border = firstInCommit ?? .max
        if wanted.lowerBound < border {
            try eachFileTime(through: min(wanted.upperBound, border - 1)) { version, time in
                if wanted.contains(version) { times[version] = time }
                return true
            }
        }
        for version in versions where version >= border && wanted.contains(version) {
            times[version] = try inCommitTime(version)
        }
        return times
    }

    /// The in-commit timestamp of a version.
    func inCommitTime(_ version: Int64) throws(DeltaError) -> Int64 {
        let info = try replay.commitInfo(of: version)
        guard let time = info?.inCommitTimestamp else {
            throw .corruptLog(
                file: "\(LogFiles.folder)/\(LogFiles.commit(version))",
                line: 1,
                reason: "commitInfo has no inCommitTimestamp"
            )
        }
        return time
    }

    /// Calls `body` with versions and adjusted file times in order until it returns false.
    private func eachFileTime(
        through last: Int64,
        _ body: (_ version: Int64, _ time: Int64) throws(DeltaError) -> Bool
    ) throws(DeltaError) {
        var previous = Int64.min
        for version in versions where version <= last {
            let status: ObjectStatus
            do throws(StorageError) {
                status = try replay.storage.status(of: "\(replay.folder)/\(LogFiles.commit(version))")
            } catch {
                // Log cleanup by another writer may come between.
                if error.isMissing { continue }
                throw DeltaError(error)
            }
            let time = previous == .min ? status.modificationTime : max(status.modificationTime, previous + 1)
            previous = time
            guard try body(version, time) else { return }
        }
    }
}
