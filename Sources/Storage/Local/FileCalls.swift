/// The calls `LocalStorage` makes to the file system, one per step, so that tests can fail or stop at each.
package protocol FileCalls: Sendable {
    /// The names in a folder, unsorted, without `.` and `..`.
    func list(_ folder: String) throws(StorageError) -> [String]
    /// The whole file.
    func read(_ path: String) throws(StorageError) -> [UInt8]
    /// A file to be read in pieces; it stays readable when its name goes away.
    func open(_ path: String) throws(StorageError) -> any StoredObject
    /// Whether a file is there.
    func exists(_ path: String) throws(StorageError) -> Bool
    /// Size and times of a file.
    func status(of path: String) throws(StorageError) -> ObjectStatus
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
