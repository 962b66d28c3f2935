/// Where a lake's objects lie: named bytes that are read whole or in ranges, put, listed and deleted.
///
/// Names are paths with `/` between their parts; what a name stands for is the storage's own matter (a file of
/// the local file system, see `LocalStorage`, or a key). An object is never changed in place. Every call is
/// synchronous and safe to make from any thread.
///
/// For example:
/// ```swift
/// let storage: any ObjectStorage = MemoryStorage()
/// switch storage.putIfAbsent([1, 2], at: "t/_delta_log/0.json", durably: true) {
/// case .written: print("ours")
/// case .taken: print("another writer came first")
/// case .failed(let error), .unknown(let error): print(error)
/// }
/// ```
public protocol ObjectStorage: Sendable {
    /// The names of the objects and folders directly below a folder, unsorted.
    ///
    /// - Throws: An error that `isMissing` when there is nothing of that name.
    func list(_ folder: String) throws(StorageError) -> [String]
    /// The whole object.
    func get(_ path: String) throws(StorageError) -> [UInt8]
    /// An object to be read by ranges; it stays readable when it is deleted meanwhile.
    func open(_ path: String) throws(StorageError) -> any StoredObject
    /// Whether an object or a folder of that name is there.
    func exists(_ path: String) throws(StorageError) -> Bool
    /// Size and time of an object.
    func status(of path: String) throws(StorageError) -> ObjectStatus
    /// Makes a folder and its parents where the storage has folders; no error when it is there.
    func makeFolder(_ path: String) throws(StorageError)

    /// Puts an object unless its name is taken: of many writers one wins, and no reader sees a part of it.
    ///
    /// - Parameter durably: Whether object and name survive a loss of power once the call returns.
    func putIfAbsent(_ bytes: [UInt8], at path: String, durably: Bool) -> PutOutcome
    /// Puts an object in place of the one of that name, if any: readers see the old one or the new one.
    func put(_ bytes: [UInt8], at path: String, durably: Bool) throws(StorageError)
    /// Puts an object under a name that nobody else uses and nobody reads before it is made known.
    ///
    /// Cheaper than the other two; its name is durable after `sync` of its folder. On an error a part of it may
    /// be left.
    func putNew(_ bytes: [UInt8], at path: String, durably: Bool) throws(StorageError)
    /// Deletes an object.
    func delete(_ path: String) throws(StorageError)
    /// Makes the names in a folder durable.
    func sync(_ folder: String) throws(StorageError)
}

extension ObjectStorage {
    /// Deletes an object if that is possible; for leftovers, which harm nobody.
    package func deleteQuietly(_ path: String) {
        do throws(StorageError) { try delete(path) } catch { return }
    }
}

/// Random access to the bytes of an object.
public protocol StoredObject: Sendable {
    /// The length in bytes when it was opened.
    var count: Int { get }
    /// The bytes at `range`; fewer when the object has become shorter. Safe to call from several threads at once.
    func bytes(in range: Range<Int>) throws(StorageError) -> ArraySlice<UInt8>
}

/// What a storage knows of an object besides its bytes.
public struct ObjectStatus: Hashable, Sendable {
    /// Size in bytes.
    public var size: Int64
    /// Milliseconds since 1970 of the last change of its bytes, by the storage's clock.
    public var modificationTime: Int64
    /// Whether it is a folder.
    public var isFolder: Bool

    /// The status of an object.
    public init(size: Int64, modificationTime: Int64, isFolder: Bool) {
        self.size = size
        self.modificationTime = modificationTime
        self.isFolder = isFolder
    }
}

/// How an attempt to claim a name ended.
public enum PutOutcome: Hashable, Sendable {
    /// The object is ours.
    case written
    /// Another writer owns the name.
    case taken
    /// Nothing was written.
    case failed(StorageError)
    /// The name was perhaps claimed; look before deciding.
    case unknown(StorageError)
}
