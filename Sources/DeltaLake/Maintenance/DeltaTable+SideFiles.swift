internal import Storage

extension DeltaTable {
    /// Writes a file that belongs to a transaction and is no data file, into the table's folder.
    mutating func stage(sideFile name: String, _ bytes: [UInt8]) throws(DeltaError) {
        StagedFiles.insert(name, in: path)
        do throws(StorageError) {
            try options.storage.putNew(bytes, at: "\(path)/\(name)", durably: options.syncsToDevice)
            if options.syncsToDevice { try options.storage.sync(path) }
        } catch {
            options.storage.deleteQuietly("\(path)/\(name)")
            StagedFiles.remove(name, in: path)
            throw DeltaError(error)
        }
        staged.insert(name)
    }
}
