internal import Glibc
internal import Synchronization

/// Objects in memory, for tests and for tables nobody keeps.
///
/// A folder is there once it was made, or while an object lies below it.
public final class MemoryStorage: ObjectStorage {
    private struct Object {
        var bytes: [UInt8]
        var time: Int64
    }

    private let objects = Mutex<[String: Object]>([:])
    private let folders = Mutex<Set<String>>([])
    private let now: @Sendable () -> Int64

    /// A storage with these objects.
    ///
    /// - Parameter now: The clock of `ObjectStatus.modificationTime`, in milliseconds since 1970; nil for the system's.
    public init(_ objects: [String: [UInt8]] = [:], now: (@Sendable () -> Int64)? = nil) {
        self.now = now ?? systemTime
        let time = self.now()
        self.objects.withLock { $0 = objects.mapValues { Object(bytes: $0, time: time) } }
    }

    /// The names of all objects, sorted.
    public var paths: [String] { objects.withLock { $0.keys.sorted() } }

    /// The names of the objects and folders directly below a folder, unsorted.
    public func list(_ folder: String) throws(StorageError) -> [String] {
        let prefix = folder + "/"
        let paths = objects.withLock { Array($0.keys) } + folders.withLock { Array($0) }
        let names = paths.filter { $0.hasPrefix(prefix) }.map { $0.dropFirst(prefix.count) }
        guard !names.isEmpty || isFolder(folder) else { throw missing("list", folder) }
        return Array(Set(names.map { String($0.prefix { $0 != "/" }) }))
    }

    /// The whole object.
    public func get(_ path: String) throws(StorageError) -> [UInt8] {
        guard let bytes = objects.withLock({ $0[path]?.bytes }) else { throw missing("get", path) }
        return bytes
    }

    /// An object to be read by ranges; it stays readable when it is deleted meanwhile.
    public func open(_ path: String) throws(StorageError) -> any StoredObject {
        MemoryObject(bytes: try get(path))
    }

    /// Whether an object or a folder of that name is there.
    public func exists(_ path: String) throws(StorageError) -> Bool {
        objects.withLock { $0[path] != nil } || isFolder(path)
    }

    /// Size and time of an object.
    public func status(of path: String) throws(StorageError) -> ObjectStatus {
        let found = objects.withLock { $0[path].map { (Int64($0.bytes.count), $0.time) } }
        if let (size, time) = found {
            return ObjectStatus(size: size, modificationTime: time, isFolder: false)
        }
        guard isFolder(path) else { throw missing("status", path) }
        return ObjectStatus(size: 0, modificationTime: 0, isFolder: true)
    }

    /// Makes a folder and its parents; no error when it is there.
    public func makeFolder(_ path: String) throws(StorageError) {
        folders.withLock { folders in
            var path = path[...]
            while !path.isEmpty, folders.insert(String(path)).inserted {
                path = path.lastIndex(of: "/").map { path[..<$0] } ?? ""
            }
        }
    }

    /// Puts an object unless its name is taken.
    public func putIfAbsent(_ bytes: [UInt8], at path: String, durably: Bool) -> PutOutcome {
        let object = Object(bytes: bytes, time: now())
        return objects.withLock { objects in
            guard objects[path] == nil else { return .taken }
            objects[path] = object
            return .written
        }
    }

    /// Puts an object in place of the one of that name, if any.
    public func put(_ bytes: [UInt8], at path: String, durably: Bool) throws(StorageError) {
        let object = Object(bytes: bytes, time: now())
        objects.withLock { $0[path] = object }
    }

    /// Puts an object under a new name.
    public func putNew(_ bytes: [UInt8], at path: String, durably: Bool) throws(StorageError) {
        guard case .written = putIfAbsent(bytes, at: path, durably: durably) else {
            throw StorageError(call: "putNew", path: path, code: EEXIST)
        }
    }

    /// Deletes an object.
    public func delete(_ path: String) throws(StorageError) {
        guard objects.withLock({ $0.removeValue(forKey: path) }) != nil else { throw missing("delete", path) }
    }

    /// Does nothing.
    public func sync(_ folder: String) throws(StorageError) {}

    private func isFolder(_ path: String) -> Bool {
        folders.withLock { $0.contains(path) }
            || objects.withLock { $0.keys.contains { $0.hasPrefix(path + "/") } }
    }

    private func missing(_ call: String, _ path: String) -> StorageError {
        StorageError(call: call, path: path, code: ENOENT)
    }
}

/// The bytes of an object as they were when it was opened.
private struct MemoryObject: StoredObject {
    let bytes: [UInt8]
    var count: Int { bytes.count }

    func bytes(in range: Range<Int>) throws(StorageError) -> ArraySlice<UInt8> {
        bytes[range.clamped(to: bytes.indices)]
    }
}

/// The system's clock in milliseconds since 1970.
package func systemTime() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
}
