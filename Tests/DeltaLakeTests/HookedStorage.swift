import Storage
import Synchronization

/// A storage that lets a test look at, or come between, what a table does.
final class HookedStorage: ObjectStorage {
    private let base: any ObjectStorage
    private let editListing: @Sendable ([String]) -> [String]
    private let beforeCommit: @Sendable (_ path: String) -> Void
    private let opens = Mutex<[String]>([])

    /// - Parameters:
    ///   - editListing: Changes what a listing shows.
    ///   - beforeCommit: Called before a name is claimed.
    init(
        _ base: any ObjectStorage,
        editListing: @escaping @Sendable ([String]) -> [String] = { $0 },
        beforeCommit: @escaping @Sendable (_ path: String) -> Void = { _ in }
    ) {
        self.base = base
        self.editListing = editListing
        self.beforeCommit = beforeCommit
    }

    /// The objects opened for ranges so far.
    var opened: [String] { opens.withLock { $0 } }

    func list(_ folder: String) throws(StorageError) -> [String] { editListing(try base.list(folder)) }
    func get(_ path: String) throws(StorageError) -> [UInt8] { try base.get(path) }
    func exists(_ path: String) throws(StorageError) -> Bool { try base.exists(path) }
    func status(of path: String) throws(StorageError) -> ObjectStatus { try base.status(of: path) }
    func makeFolder(_ path: String) throws(StorageError) { try base.makeFolder(path) }
    func delete(_ path: String) throws(StorageError) { try base.delete(path) }
    func sync(_ folder: String) throws(StorageError) { try base.sync(folder) }

    func open(_ path: String) throws(StorageError) -> any StoredObject {
        opens.withLock { $0.append(path) }
        return try base.open(path)
    }

    func putIfAbsent(_ bytes: [UInt8], at path: String, durably: Bool) -> PutOutcome {
        beforeCommit(path)
        return base.putIfAbsent(bytes, at: path, durably: durably)
    }

    func put(_ bytes: [UInt8], at path: String, durably: Bool) throws(StorageError) {
        try base.put(bytes, at: path, durably: durably)
    }

    func putNew(_ bytes: [UInt8], at path: String, durably: Bool) throws(StorageError) {
        try base.putNew(bytes, at: path, durably: durably)
    }
}
