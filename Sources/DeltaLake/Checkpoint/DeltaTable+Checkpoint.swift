internal import Parquet

extension DeltaTable {
    /// Writes a classic checkpoint of `version` and points `_last_checkpoint` at it.
    ///
    /// Tombstones older than `delta.deletedFileRetentionDuration` are left out and then forgotten; their
    /// files are deleted if `TableOptions.deletesExpiredFiles` is set. `commit` calls this on its own every
    /// `TableOptions.checkpointInterval` versions.
    ///
    /// - Throws: `diskFull` or a storage error; the table stays readable.
    public mutating func writeCheckpoint() throws(DeltaError) {
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
        for file in expired {
            guard let name = PartitionPath.file(uri: file.path) else { continue }
            options.storage.removeQuietly("\(path)/\(name)")
        }
    }

    /// Deletes commits and checkpoints no reader of `version` or a later one needs, and returns how many
    /// files went.
    ///
    /// The newest readable checkpoint up to `version` stays with its commit; without one nothing is deleted.
    ///
    /// - Throws: a storage error; the table stays readable.
    @discardableResult
    public func cleanLog(before version: Int64) throws(DeltaError) -> Int {
        do throws(StorageError) {
            let log = LogFiles(listing: try options.storage.list(logFolder))
            let reader = CheckpointReader(storage: options.storage, folder: logFolder)
            guard
                let kept = log.checkpoints.last(where: {
                    $0.version <= version && reader.isReadable($0.files)
                })
            else { return 0 }
            let checkpoints = log.checkpoints.filter { $0.version < kept.version }.flatMap(\.files)
            let commits = log.commits.filter { $0 < kept.version }.map(LogFiles.commit)
            // Oldest commits first: a reader that falls between finds a gap only below the checkpoint.
            for name in commits + checkpoints { try options.storage.remove("\(logFolder)/\(name)") }
            return commits.count + checkpoints.count
        } catch {
            throw DeltaError(error)
        }
    }
}
