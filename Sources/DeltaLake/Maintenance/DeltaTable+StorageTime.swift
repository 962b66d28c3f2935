internal import Storage

extension DeltaTable {
    /// Now, by whichever of the machine's and the storage's clocks is behind, in milliseconds since 1970.
    ///
    /// How old a file is can be told by the clock that stamped it only: with a machine that runs ahead of its storage,
    /// a file written a moment ago would look old. So an empty object is written, its time read, and deleted again;
    /// where that is not possible the newest commit's time stands in, which is never too late.
    ///
    /// - Throws: A storage error.
    func storageTime() throws(DeltaError) -> Int64 {
        let storage = options.storage
        let probe = "\(logFolder)/.clock.\(randomUUID()).tmp"
        defer { storage.deleteQuietly(probe) }
        do throws(StorageError) {
            try storage.putNew([], at: probe, durably: false)
            return min(options.now(), try storage.status(of: probe).modificationTime)
        } catch {
            guard error.isDiskFull else { throw DeltaError(error) }
        }
        do throws(StorageError) {
            let newest = "\(logFolder)/\(LogFiles.commit(version))"
            return min(options.now(), try storage.status(of: newest).modificationTime)
        } catch {
            throw DeltaError(error)
        }
    }
}
