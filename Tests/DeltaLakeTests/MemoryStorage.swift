import DeltaLake
import Glibc
import Parquet
import Synchronization

/// A folder in memory, for tests that damage thousands of logs.
final class MemoryStorage: LogStorage {
    private let files = Mutex<[String: [UInt8]]>([:])

    init(_ files: [String: [UInt8]] = [:]) {
        self.files.withLock { $0 = files }
    }

    private func missing(_ call: String, _ path: String) -> StorageError {
        StorageError(call: call, path: path, code: ENOENT)
    }

    func list(_ folder: String) throws(StorageError) -> [String] {
        let prefix = folder + "/"
        let names = files.withLock { files in
            files.keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
        }
        guard !names.isEmpty else { throw missing("opendir", folder) }
        return Array(Set(names.map { String($0.prefix { $0 != "/" }) }))
    }

    func read(_ path: String) throws(StorageError) -> [UInt8] {
        guard let bytes = files.withLock({ $0[path] }) else { throw missing("open", path) }
        return bytes
    }

    func open(_ path: String) throws(StorageError) -> any ByteSource {
        try read(path)
    }

    func exists(_ path: String) throws(StorageError) -> Bool {
        files.withLock { files in files.keys.contains { $0 == path || $0.hasPrefix(path + "/") } }
    }

    func status(of path: String) throws(StorageError) -> FileStatus {
        FileStatus(size: Int64(try read(path).count), modificationTime: 1_000_000, isFolder: false)
    }

    func makeFolder(_ path: String) throws(StorageError) {}

    func create(_ path: String, _ bytes: [UInt8], sync: Bool) throws(StorageError) {
        files.withLock { $0[path] = bytes }
    }

    func link(_ path: String, as name: String) throws(StorageError) -> Bool {
        let bytes = try read(path)
        return files.withLock { files in
            guard files[name] == nil else { return false }
            files[name] = bytes
            return true
        }
    }

    func rename(_ path: String, to name: String) throws(StorageError) {
        let bytes = try read(path)
        files.withLock { files in
            files[path] = nil
            files[name] = bytes
        }
    }

    func remove(_ path: String) throws(StorageError) {
        guard files.withLock({ $0.removeValue(forKey: path) }) != nil else { throw missing("unlink", path) }
    }

    func syncFolder(_ path: String) throws(StorageError) {}
}
