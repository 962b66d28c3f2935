extension DeltaTable {
    /// Rows of a checkpoint that are worth one commit more without it.
    static let rowsPerCommit: Int64 = 64

    /// Writes a classic checkpoint of `version` and points `_last_checkpoint` at it.
    ///
    /// Tombstones older than `delta.deletedFileRetentionDuration` are left out and then forgotten; their
    /// files are deleted if `TableOptions.deletesExpiredFiles` is set. `commit` calls this on its own, see
    /// `TableOptions.checkpointInterval`.
    ///
    /// - Throws: `diskFull` or a storage error, or `unsupportedFeature` on a table that wants statistics as a
    ///   struct; the table stays readable.
    public mutating func writeCheckpoint() throws(DeltaError) {
        try pendingCheckpoint().write()
        checkpointFailure = nil
        snapshot.hasDamagedCheckpoint = false
    }

    /// The checkpoint of `version`, to be written on another thread while this handle commits on.
    ///
    /// For an owner that opens the table with a `checkpointInterval` of 0 and keeps its own time. Tombstones
    /// that are too old are forgotten here.
    /// - Throws: `unsupportedFeature` on a table that wants statistics as a struct.
    public mutating func pendingCheckpoint() throws(DeltaError) -> PendingCheckpoint {
        if metadata.wantsStatsAsStruct {
            throw .unsupportedFeature(feature: "delta.checkpoint.writeStatsAsStruct", path: path)
        }
        let oldest = options.now().subtractingReportingOverflow(metadata.retentionMilliseconds).partialValue
        let expired = snapshot.expireTombstones(before: oldest)
        return PendingCheckpoint(snapshot: snapshot, path: path, options: options, expired: expired)
    }

    /// Whether a commit of `version` is followed by a checkpoint.
    ///
    /// A large table is checkpointed less often, so that a commit's share of the cost does not grow with it:
    /// the interval doubles until it has a version for every `rowsPerCommit` rows.
    func isCheckpointDue(at version: Int64) -> Bool {
        guard options.checkpointInterval > 0, !metadata.wantsStatsAsStruct else { return false }
        // Other readers fail at a pointer that leads to nothing, or at what it leads to.
        if snapshot.hasDamagedCheckpoint { return true }
        var interval = options.checkpointInterval
        let rows = Int64(snapshot.files.count + snapshot.tombstones.count)
        while interval < rows / Self.rowsPerCommit { interval *= 2 }
        return version % interval == 0
    }
}

extension TableMetadata {
    /// True when checkpoints must have statistics in a form that is not written here.
    ///
    /// Such a table is written without checkpoints, which the protocol never demands; others make them.
    var wantsStatsAsStruct: Bool { configuration["delta.checkpoint.writeStatsAsStruct"] == "true" }
}
