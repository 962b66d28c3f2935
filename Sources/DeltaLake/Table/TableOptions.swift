public import Storage

/// How a table is opened.
public struct TableOptions: Sendable {
    /// Where the table lies; `LocalStorage` unless said otherwise.
    public var storage: any ObjectStorage
    /// Whether files and folders are synced to the device; off only for benchmarks and tests.
    public var syncsToDevice: Bool
    /// Commits between checkpoints, doubled as often as a table with many files needs; 0 writes none.
    public var checkpointInterval: Int64
    /// Whether a checkpoint deletes the data files whose removal is older than
    /// `delta.deletedFileRetentionDuration`; when off, they stay until another tool vacuums the table.
    public var deletesExpiredFiles: Bool
    /// Whether a commit leaves a checksum of the table's state, see `DeltaTable.checksumVerdict`.
    public var writesChecksums: Bool
    /// The clock of the log's timestamps, in milliseconds since 1970.
    public var now: @Sendable () -> Int64

    /// The defaults: local files, synced, a checkpoint every 100 commits, the system's clock.
    public init(
        storage: any ObjectStorage = LocalStorage(),
        syncsToDevice: Bool = true,
        checkpointInterval: Int64 = 100,
        deletesExpiredFiles: Bool = false,
        writesChecksums: Bool = true,
        now: @escaping @Sendable () -> Int64 = systemMilliseconds
    ) {
        self.storage = storage
        self.syncsToDevice = syncsToDevice
        self.checkpointInterval = max(0, checkpointInterval)
        self.deletesExpiredFiles = deletesExpiredFiles
        self.writesChecksums = writesChecksums
        self.now = now
    }
}

/// The system's clock in milliseconds since 1970.
public func systemMilliseconds() -> Int64 { systemTime() }
