internal import Parquet
internal import Storage

/// A checkpoint of one version that is ready to be written, on any thread, while the table goes on.
public struct PendingCheckpoint: Sendable {
    /// The version it holds.
    public var version: Int64 { snapshot.version }

    let snapshot: Snapshot
    let path: String
    let options: TableOptions
    /// Tombstones the checkpoint leaves out since they are too old.
    let expired: [RemoveFile]

    /// Writes the file and points `_last_checkpoint` at it.
    ///
    /// - Throws: `diskFull` or a storage error; the table stays readable.
    public func write() throws(DeltaError) {
        let folder = "\(path)/\(LogFiles.folder)"
        let name = LogFiles.checkpoint(version)
        let encoded: (file: EncodedFile, rowCount: Int64)
        do throws(ParquetError) {
            encoded = try CheckpointWriter.encode(snapshot)
        } catch {
            throw .dataFile(path: "\(LogFiles.folder)/\(name)", reason: error.description)
        }
        var pointer = JSONWriter()
        pointer.beginObject()
        for (key, number) in [
            ("version", version), ("size", encoded.rowCount),
            ("sizeInBytes", Int64(encoded.file.bytes.count)),
            ("numOfAddFiles", Int64(snapshot.files.count)),
        ] {
            pointer.key(key)
            pointer.value(number)
        }
        pointer.endObject()
        let storage = options.storage
        let sync = options.syncsToDevice
        do throws(StorageError) {
            try storage.put(encoded.file.bytes, at: "\(folder)/\(name)", durably: sync)
            try storage.put(pointer.bytes, at: "\(folder)/\(LogFiles.lastCheckpoint)", durably: sync)
        } catch {
            throw DeltaError(error)
        }
        if options.deletesExpiredFiles { deleteExpiredFiles() }
    }

    /// Deletes data files no tombstone remembers any more, unless another logical file shares them.
    private func deleteExpiredFiles() {
        let kept = Set(snapshot.tombstones.keys.map(\.path))
        for file in expired where snapshot.files[file.path] == nil && !kept.contains(file.path) {
            guard let name = PartitionPath.file(uri: file.path) else { continue }
            options.storage.deleteQuietly("\(path)/\(name)")
        }
    }
}
