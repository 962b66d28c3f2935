extension DeltaTable {
    /// Writes a file that belongs to a transaction and is no data file, into the table's folder.
    mutating func stage(sideFile name: String, _ bytes: [UInt8]) throws(DeltaError) {
        do throws(StorageError) {
            try options.storage.create("\(path)/\(name)", bytes, sync: options.syncsToDevice)
            if options.syncsToDevice { try options.storage.syncFolder(path) }
        } catch {
            options.storage.removeQuietly("\(path)/\(name)")
            throw DeltaError(error)
        }
        staged.insert(name)
    }
}
