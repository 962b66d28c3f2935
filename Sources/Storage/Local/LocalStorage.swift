/// Objects as files of a local file system with hard links (ext4, xfs, btrfs, tmpfs); a name is a file's path.
public struct LocalStorage: ObjectStorage {
    private let calls: any FileCalls

    /// The local file system.
    public init() { calls = SystemCalls() }

    /// The local file system by way of other calls, so that tests can fail or stop at each of them.
    package init(calls: any FileCalls) { self.calls = calls }

    /// The names in a folder, unsorted, without `.` and `..`.
    public func list(_ folder: String) throws(StorageError) -> [String] { try calls.list(folder) }

    /// The whole file.
    public func get(_ path: String) throws(StorageError) -> [UInt8] { try calls.read(path) }

    /// A file to be read by ranges; it stays readable when its name goes away.
    public func open(_ path: String) throws(StorageError) -> any StoredObject { try calls.open(path) }

    /// Whether a file or folder is there.
    public func exists(_ path: String) throws(StorageError) -> Bool { try calls.exists(path) }

    /// Size and time of a file.
    public func status(of path: String) throws(StorageError) -> ObjectStatus { try calls.status(of: path) }

    /// Makes a folder and its parents; no error when it is there.
    public func makeFolder(_ path: String) throws(StorageError) { try calls.makeFolder(path) }

    /// Writes a file unless its name is taken: temporary file, fsync, link, unlink, fsync of the folder.
    ///
    /// A plain rename would overwrite another writer's file, so it is never used here.
    public func putIfAbsent(_ bytes: [UInt8], at path: String, durably: Bool) -> PutOutcome {
        let (folder, temporary) = temporaryName(for: path)
        do throws(StorageError) {
            try calls.create(temporary, bytes, sync: durably)
        } catch {
            deleteQuietly(temporary)
            return .failed(error)
        }
        let isOurs: Bool
        do throws(StorageError) {
            isOurs = try calls.link(temporary, as: path)
        } catch {
            deleteQuietly(temporary)
            return error.isDefinite ? .failed(error) : .unknown(error)
        }
        deleteQuietly(temporary)
        guard isOurs else { return .taken }
        guard durably else { return .written }
        do throws(StorageError) {
            try calls.syncFolder(folder)
            return .written
        } catch {
            return .unknown(error)
        }
    }

    /// Writes a file in place of the one of that name, by a rename.
    public func put(_ bytes: [UInt8], at path: String, durably: Bool) throws(StorageError) {
        let (folder, temporary) = temporaryName(for: path)
        do throws(StorageError) {
            try calls.create(temporary, bytes, sync: durably)
            try calls.rename(temporary, to: path)
        } catch {
            deleteQuietly(temporary)
            throw error
        }
        if durably { try calls.syncFolder(folder) }
    }

    /// Writes a file that must not exist yet; its bytes, not its name, are on the device on return.
    public func putNew(_ bytes: [UInt8], at path: String, durably: Bool) throws(StorageError) {
        try calls.create(path, bytes, sync: durably)
    }

    /// Removes a file.
    public func delete(_ path: String) throws(StorageError) { try calls.remove(path) }

    /// Makes the names in a folder durable.
    public func sync(_ folder: String) throws(StorageError) { try calls.syncFolder(folder) }

    /// The folder of `path` and a hidden name in it nobody else uses.
    private func temporaryName(for path: String) -> (folder: String, path: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", ".\(path).\(randomUUID()).tmp") }
        let folder = slash == path.startIndex ? "/" : String(path[..<slash])
        let name = path[path.index(after: slash)...]
        return (folder, "\(path[...slash]).\(name).\(randomUUID()).tmp")
    }
}
