import FoundationEssentials
import GRDB

#if canImport(Glibc)
    import Glibc
#endif

extension BlockStore {
    /// The name of the database within the log's directory.
    static let fileName = "log.sqlite"

    /// Opens the log for appending, making one in a missing or empty directory when `partitions` is given.
    static func openWriter(
        directory: String,
        creating partitions: Int?,
        byteLimit: Int?
    ) throws(EventLogError) -> BlockStore {
        let path = directory + "/" + fileName
        let isNew = try prepare(directory, path, create: partitions != nil)
        var configuration = Configuration()
        configuration.label = "EventLog.writer"
        configuration.busyMode = .timeout(lockTimeoutSeconds)
        configuration.prepareDatabase { database in
            if !isNew { try checkIdentity(database, path, blankAllowed: partitions != nil) }
            try database.execute(
                sql: """
                    PRAGMA page_size = \(pageBytes);
                    PRAGMA auto_vacuum = INCREMENTAL;
                    PRAGMA secure_delete = ON;
                    PRAGMA cell_size_check = ON;
                    PRAGMA journal_mode = WAL;
                    PRAGMA synchronous = FULL;
                    PRAGMA wal_autocheckpoint = \(checkpointBytes / pageBytes);
                    PRAGMA journal_size_limit = \(4 * checkpointBytes);
                    """
            )
            if let byteLimit {
                try database.execute(sql: "PRAGMA max_page_count = \(byteLimit / pageBytes)")
            }
        }
        let store = try connect(path, configuration)
        if let partitions {
            try store.createTables(partitions)
            if isNew { try DirectoryEntry.sync(directory) }
        }
        try store.createKindIndex()
        return store
    }

    /// Opens a further connection that can only read.
    static func openReader(path: String) throws(EventLogError) -> BlockStore {
        var configuration = Configuration()
        configuration.label = "EventLog.reader"
        configuration.readonly = true
        configuration.busyMode = .timeout(lockTimeoutSeconds)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA cell_size_check = ON")
        }
        return try connect(path, configuration)
    }

    /// The number of partitions the log was made with.
    func partitionCount() throws(EventLogError) -> Int {
        let stored = try run { database in
            try Int.fetchOne(database, sql: "SELECT value FROM setting WHERE name = 'partitions'")
        }
        guard let stored, (1...EmbeddedLog.partitionLimit).contains(stored) else {
            throw .corrupt(place: path, found: "no valid number of partitions")
        }
        return stored
    }

    /// The digits drawn when the log was made; empty for one made before they were.
    func origin() throws(EventLogError) -> String {
        try run { database in
            try String.fetchOne(database, sql: "SELECT value FROM setting WHERE name = 'origin'")
        } ?? ""
    }

    private static func connect(
        _ path: String,
        _ configuration: Configuration
    ) throws(EventLogError) -> BlockStore {
        do {
            let database = try DatabaseQueue(path: path, configuration: configuration)
            return BlockStore(database: database, path: path)
        } catch {
            throw .from(error, place: path)
        }
    }

    /// Checks the directory, and makes it when allowed; returns whether there is no database yet.
    private static func prepare(
        _ directory: String,
        _ path: String,
        create: Bool
    ) throws(EventLogError) -> Bool {
        let files = FileManager.default
        var isDirectory = false
        if files.fileExists(atPath: directory, isDirectory: &isDirectory) {
            guard isDirectory else { throw .notALog(place: directory, found: "a file, expected a directory") }
            if files.fileExists(atPath: path) { return false }
            guard create else { throw .notFound(place: directory) }
            let names = (try? files.contentsOfDirectory(atPath: directory)) ?? []
            guard names.allSatisfy({ $0.hasPrefix(".") }) else {
                throw .notALog(place: directory, found: "other files and no \(fileName)")
            }
            return true
        }
        guard create else { throw .notFound(place: directory) }
        do {
            try files.createDirectory(atPath: directory, withIntermediateDirectories: true)
        } catch {
            throw .readOnly(place: directory, reason: "the directory cannot be made")
        }
        return true
    }

    private static func checkIdentity(_ database: Database, _ path: String, blankAllowed: Bool) throws {
        let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        if application == applicationID {
            guard version == formatVersion else {
                throw EventLogError.notALog(
                    place: path,
                    found: "format \(version), expected \(formatVersion)"
                )
            }
            return
        }
        let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        guard application == 0, tables == 0 else {
            throw EventLogError.notALog(place: path, found: "another program's SQLite database")
        }
        guard blankAllowed else { throw EventLogError.notFound(place: path) }
    }

    private func createTables(_ partitions: Int) throws(EventLogError) {
        try run { database in
            try database.inTransaction(.immediate) {
                if try database.tableExists("block") { return .rollback }
                try database.execute(
                    sql: """
                        CREATE TABLE setting(name TEXT PRIMARY KEY, value) WITHOUT ROWID;
                        CREATE TABLE block(
                            id INTEGER PRIMARY KEY,
                            partition INTEGER NOT NULL,
                            base_offset INTEGER NOT NULL,
                            record_count INTEGER NOT NULL,
                            max_received_at INTEGER NOT NULL,
                            digest INTEGER NOT NULL,
                            envelope BLOB NOT NULL,
                            payload BLOB NOT NULL);
                        CREATE UNIQUE INDEX block_by_offset ON block(partition, base_offset);
                        INSERT INTO setting VALUES ('partitions', \(partitions));
                        INSERT INTO setting VALUES ('origin', lower(hex(randomblob(8))));
                        PRAGMA application_id = \(Self.applicationID);
                        PRAGMA user_version = \(Self.formatVersion);
                        """
                )
                return .commit
            }
        }
    }
}

private enum DirectoryEntry {
    /// Makes the new names in and of the directory survive a power loss.
    static func sync(_ directory: String) throws(EventLogError) {
        for name in [directory, directory + "/.."] {
            let descriptor = open(name, O_RDONLY | O_DIRECTORY)
            guard descriptor >= 0 else {
                throw .failed(place: directory, reason: "cannot be opened to sync it, errno \(errno)")
            }
            defer { close(descriptor) }
            guard fsync(descriptor) == 0 else {
                throw .failed(place: directory, reason: "cannot be synced, errno \(errno)")
            }
        }
    }
}

extension EventLogError {
    /// SQLite's result codes in the log's terms.
    static func from(_ error: any Error, place: String) -> EventLogError {
        if let error = error as? EventLogError { return error }
        guard let error = error as? DatabaseError else {
            return .failed(place: place, reason: "\(type(of: error))")
        }
        let reason = error.message ?? "SQLite code \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_FULL: return .diskFull(place: place)
        case .SQLITE_CORRUPT: return .corrupt(place: place, found: reason)
        case .SQLITE_NOTADB: return .notALog(place: place, found: reason)
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN, .SQLITE_AUTH:
            return .readOnly(place: place, reason: reason)
        case .SQLITE_BUSY, .SQLITE_LOCKED: return .unavailable(place: place, reason: reason)
        default: return .failed(place: place, reason: reason)
        }
    }
}
