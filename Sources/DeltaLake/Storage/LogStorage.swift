public import Parquet

/// The file calls a table makes, one per step, so that tests can fail or stop at each of them.
///
/// Paths are absolute. Every call is synchronous and safe to make from any thread.
public protocol LogStorage: Sendable {
    /// The names in a folder, unsorted, without `.` and `..`.
    func list(_ folder: String) throws(StorageError) -> [String]
    /// The whole file.
    func read(_ path: String) throws(StorageError) -> [UInt8]
    /// A file to be read in pieces; it stays readable when its name goes away.
    func open(_ path: String) throws(StorageError) -> any ByteSource
    /// Whether a file is there.
    func exists(_ path: String) throws(StorageError) -> Bool
    /// Size and times of a file.
    func status(of path: String) throws(StorageError) -> FileStatus
    /// Makes a folder and its parents; no error when it is there.
    func makeFolder(_ path: String) throws(StorageError)
    /// Writes a file that must not exist yet; with `sync` its bytes are on the device on return.
    func create(_ path: String, _ bytes: [UInt8], sync: Bool) throws(StorageError)
    /// Gives a file a second name; false when that name is taken.
    func link(_ path: String, as name: String) throws(StorageError) -> Bool
    /// Renames a file over another.
    func rename(_ path: String, to name: String) throws(StorageError)
    /// Removes a file.
    func remove(_ path: String) throws(StorageError)
    /// Makes the names in a folder durable.
    func syncFolder(_ path: String) throws(StorageError)
}

/// What the file system knows about a file.
public struct FileStatus: Hashable, Sendable {
    /// Size in bytes.
    public var size: Int64
    /// Milliseconds since 1970 of the last change of its bytes.
    public var modificationTime: Int64
    /// Whether it is a folder.
    public var isFolder: Bool

    /// The status of a file.
    public init(size: Int64, modificationTime: Int64, isFolder: Bool) {
        self.size = size
        self.modificationTime = modificationTime
        self.isFolder = isFolder
    }
}

/// How an attempt to claim a name ended.
package enum PutOutcome {
    /// The file is ours.
    case written
    /// Another writer owns the name.
    case taken
    /// Nothing was written.
    case failed(StorageError)
    /// The name was perhaps claimed; look before deciding.
    case unknown(StorageError)
}

extension LogStorage {
    /// Writes `bytes` under `name` in `folder` unless the name is taken: temp file, fsync, link, unlink,
    /// fsync.
    ///
    /// A plain rename would overwrite another writer's commit, so it is never used here.
    package func putIfAbsent(_ bytes: [UInt8], as name: String, in folder: String, sync: Bool) -> PutOutcome {
        let temporary = "\(folder)/.\(name).\(randomUUID()).tmp"
        do throws(StorageError) {
            try create(temporary, bytes, sync: sync)
        } catch {
            removeQuietly(temporary)
            return .failed(error)
        }
        let isOurs: Bool
        do throws(StorageError) {
            isOurs = try link(temporary, as: "\(folder)/\(name)")
        } catch {
            removeQuietly(temporary)
            return error.isDefinite ? .failed(error) : .unknown(error)
        }
        removeQuietly(temporary)
        guard isOurs else { return .taken }
        guard sync else { return .written }
        do throws(StorageError) {
            try syncFolder(folder)
            return .written
        } catch {
            return .unknown(error)
        }
    }

    /// Writes `bytes` under `name`, replacing what was there, so that a reader sees the old or the new file.
    package func replace(_ name: String, in folder: String, with bytes: [UInt8], sync: Bool)
        throws(StorageError)
    {
        let temporary = "\(folder)/.\(name).\(randomUUID()).tmp"
        do throws(StorageError) {
            try create(temporary, bytes, sync: sync)
            try rename(temporary, to: "\(folder)/\(name)")
        } catch {
            removeQuietly(temporary)
            throw error
        }
        if sync { try syncFolder(folder) }
    }

    /// Removes a file if that is possible; a leftover is harmless.
    package func removeQuietly(_ path: String) {
        do throws(StorageError) { try remove(path) } catch { return }
    }
}

/// A random UUID of version 4 in lower case.
package func randomUUID() -> String {
    var high = UInt64.random(in: .min ... .max)
    var low = UInt64.random(in: .min ... .max)
    high = high & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
    low = low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(36)
    for index in 0..<32 {
        if index == 8 || index == 12 || index == 16 || index == 20 { text.append(UInt8(ascii: "-")) }
        let word = index < 16 ? high : low
        text.append(digits[Int(word >> UInt64((15 - index % 16) * 4) & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}
