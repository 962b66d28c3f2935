internal import Parquet

extension DeltaTable {
    /// Writes a classic checkpoint of `version` and points `_last_checkpoint` at it.
    ///
    /// Tombstones older than `delta.deletedFileRetentionDuration` are left out and then forgotten; their
    /// files are deleted if `TableOptions.deletesExpiredFiles` is set. `commit` calls this on its own every
    /// `TableOptions.checkpointInterval` versions.
    ///
    /// - Throws: `diskFull` or a storage error, or `unsupportedFeature` on a table that wants statistics as a
    ///   struct; the table stays readable.
    public mutating func writeCheckpoint() throws(DeltaError) {
        if metadata.wantsStatsAsStruct {
            throw .unsupportedFeature(feature: "delta.checkpoint.writeStatsAsStruct", path: path)
        }
        let oldest = options.now().subtractingReportingOverflow(metadata.retentionMilliseconds).partialValue
        let expired = snapshot.expireTombstones(before: oldest)
        let name = LogFiles.checkpoint(version)
        let encoded: (file: EncodedFile, rowCount: Int64)
        do throws(ParquetError) {
            encoded = try CheckpointWriter.encode(snapshot)
        } catch {
            throw .dataFile(path: "\(LogFiles.folder)/\(name)", reason: error.description)
        }
        var pointer = JSONWriter()
        pointer.beginObject()
        pointer.key("version")
        pointer.value(version)
        pointer.key("size")
        pointer.value(encoded.rowCount)
        pointer.key("sizeInBytes")
        pointer.value(Int64(encoded.file.bytes.count))
        pointer.key("numOfAddFiles")
        pointer.value(Int64(snapshot.files.count))
        pointer.endObject()
        do throws(StorageError) {
            let storage = options.storage
            let sync = options.syncsToDevice
            try storage.replace(name, in: logFolder, with: encoded.file.bytes, sync: sync)
            try storage.replace(LogFiles.lastCheckpoint, in: logFolder, with: pointer.bytes, sync: sync)
        } catch {
            throw DeltaError(error)
        }
        checkpointFailure = nil
        guard options.deletesExpiredFiles else { return }
        // The same data file may be live, or removed lately, with another deletion vector.
        let kept = Set(snapshot.tombstones.keys.map(\.path))
        for file in expired where snapshot.files[file.path] == nil && !kept.contains(file.path) {
            guard let name = PartitionPath.file(uri: file.path) else { continue }
            options.storage.removeQuietly("\(path)/\(name)")
        }
    }

    /// Whether a commit of `version` is followed by a checkpoint.
    func isCheckpointDue(at version: Int64) -> Bool {
        options.checkpointInterval > 0 && version % options.checkpointInterval == 0
            && !metadata.wantsStatsAsStruct
    }
}

extension TableMetadata {
    /// True when checkpoints must have statistics in a form that is not written here.
    ///
    /// Such a table is written without checkpoints, which the protocol never demands; others make them.
    var wantsStatsAsStruct: Bool { configuration["delta.checkpoint.writeStatsAsStruct"] == "true" }
}
