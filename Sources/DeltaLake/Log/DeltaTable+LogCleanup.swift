internal import Storage

extension DeltaTable {
    /// Deletes what the log holds of versions older than `delta.logRetentionDuration` (30 days unless set), and
    /// returns how many files went.
    ///
    /// Every version that was current within that time can still be opened afterwards. Nothing is deleted when
    /// `delta.enableExpiredLogCleanup` is false.
    /// - Throws: A storage error; the table stays readable.
    @discardableResult
    public func cleanLog() throws(DeltaError) -> Int {
        guard metadata.configuration["delta.enableExpiredLogCleanup"] != "false" else { return 0 }
        let cutoff = options.now().subtractingReportingOverflow(metadata.logRetentionMilliseconds)
            .partialValue
        let oldest: Int64
        do throws(DeltaError) {
            oldest = try version(asOf: cutoff)
        } catch {
            guard case .timeUnavailable = error else { throw error }
            return 0
        }
        return try cleanLog(before: oldest)
    }

    /// Deletes commits, checksums and checkpoints no reader of `version` or a later one needs, and returns how
    /// many files went.
    ///
    /// The newest readable checkpoint up to `version` stays with its commit; without one nothing is deleted.
    ///
    /// - Throws: A storage error; the table stays readable.
    @discardableResult
    public func cleanLog(before version: Int64) throws(DeltaError) -> Int {
        let log = try LogReplay(storage: options.storage, path: path).listing()
        let reader = CheckpointReader(storage: options.storage, folder: logFolder)
        guard let kept = log.checkpoints.last(where: { $0.version <= version && reader.isReadable($0) })
        else {
            return 0
        }
        // Oldest first: a reader that falls between finds a gap only below the checkpoint.
        var names = log.commits.filter { $0 < kept.version }.map(LogFiles.commit)
        names += log.checksums.filter { $0 < kept.version }.map(LogFiles.checksum)
        names += log.compacted.filter { $0.lowerBound <= kept.version }
            .map { LogFiles.compacted($0.lowerBound, $0.upperBound) }
        names += log.checkpoints.filter { $0.version < kept.version }.flatMap(\.files)
        names += try unusedSidecars(log.checkpoints.filter { $0.version >= kept.version }, reader)
        do throws(StorageError) {
            for name in names { try options.storage.delete("\(logFolder)/\(name)") }
        } catch {
            // Another writer may clean up at the same time.
            if !error.isMissing { throw DeltaError(error) }
        }
        return names.count
    }

    /// Sidecars no remaining checkpoint refers to and that are too old to belong to one in the making.
    private func unusedSidecars(_ checkpoints: [LogFiles.Checkpoint], _ reader: CheckpointReader)
        throws(DeltaError) -> [String]
    {
        let folder = "\(logFolder)/\(LogFiles.sidecars)"
        var unused: [String] = []
        do throws(StorageError) {
            guard try options.storage.exists(folder) else { return [] }
            let yesterday = options.now() - 86_400_000
            for name in try options.storage.list(folder).sorted() {
                let status = try options.storage.status(of: "\(folder)/\(name)")
                if status.modificationTime < yesterday { unused.append(name) }
            }
        } catch {
            if error.isMissing { return [] }
            throw DeltaError(error)
        }
        guard !unused.isEmpty else { return [] }
        var needed: Set<String> = []
        do throws(DeltaError) {
            for checkpoint in checkpoints { needed.formUnion(try reader.sidecars(of: checkpoint)) }
        } catch {
            // What a checkpoint that cannot be read needs is not known.
            return []
        }
        return unused.filter { !needed.contains($0) }.map { "\(LogFiles.sidecars)/\($0)" }
    }
}
