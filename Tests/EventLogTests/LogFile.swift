import GRDB

/// The database file of a log that nobody has open, by way of SQLite.
enum LogFile {
    /// Runs statements on the file.
    static func execute(_ path: String, _ sql: String) throws {
        try DatabaseQueue(path: path).inDatabase { try $0.execute(sql: sql) }
    }

    /// The first value that a query of the file gives.
    static func value(_ path: String, _ sql: String) throws -> String? {
        try DatabaseQueue(path: path).inDatabase { try String.fetchOne($0, sql: sql) }
    }

    /// Turns the file into one that the first version made: it cannot shrink, and has no index of kinds.
    static func makeFirstVersion(_ path: String) throws {
        try execute(path, "PRAGMA auto_vacuum = NONE; VACUUM; DROP TABLE kind_block;")
    }
}
