internal import Storage

/// What went wrong with a table: what, where, expected and found; never a value from a row.
///
/// A lost race is not an error, see `CommitResult`.
public enum DeltaError: Error, Hashable, Sendable {
    /// The table's folder does not exist.
    case missingFolder(path: String)
    /// The folder exists and is empty, or has a log folder without commits.
    case notADeltaTable(path: String)
    /// The folder has no Delta log but holds other files; up to five of their names.
    case foreignFiles(path: String, examples: [String])
    /// `create` found a table.
    case alreadyExists(path: String)
    /// The table needs a reader or writer ability that is not built in; `feature` is its protocol name.
    case unsupportedFeature(feature: String, path: String)
    /// A constraint that cannot be checked here, so that nothing may be written.
    case unsupportedConstraint(name: String, expression: String, reason: String, path: String)
    /// Rows that break a constraint; `row` is the first, counted from 0 in the batch.
    case constraintViolated(name: String, expression: String, row: Int)
    /// A line of the log cannot be read; `line` counts from 1.
    case corruptLog(file: String, line: Int, reason: String)
    /// No checkpoint could be read and the commits alone do not reach back to version 0.
    case corruptCheckpoint(file: String, reason: String)
    /// Commits around this version exist, this one does not.
    case missingVersion(version: Int64, path: String)
    /// The log ends at `newest`, but `file` in it speaks of version `known`: the newest commits were lost.
    case commitsLost(newest: Int64, known: Int64, file: String, path: String)
    /// The log leads to another state of `version` than its checksum says; `field` is the checksum's name for it.
    case checksumDiffers(version: Int64, field: String, expected: String, found: String, path: String)
    /// A version that is not in the log: not written yet, or cleaned up.
    case versionUnavailable(version: Int64, oldest: Int64, newest: Int64, path: String)
    /// A time (milliseconds since 1970) before the oldest version the log still shows.
    case timeUnavailable(time: Int64, oldest: Int64, path: String)
    /// The handle stands at an old version or the table must not be written; `reason` says which.
    case readOnly(path: String, reason: String)
    /// A column differs from what the caller expects.
    case schemaMismatch(column: String, expected: String, found: String)
    /// The table is partitioned differently from what the caller expects.
    case partitionMismatch(expected: [String], found: [String])
    /// The caller's schema, batch, partition values or transaction cannot be used.
    case invalidInput(String)
    /// A removal on a table whose property `delta.appendOnly` is true.
    case appendOnly(path: String)
    /// No room is left; the table stays as it was.
    case diskFull(path: String)
    /// A file call failed; `code` is the system's error number. The table stays as it was.
    case storage(call: String, path: String, code: Int32)
    /// The commit may or may not have happened; `refresh()` and look at `transactionVersion`. No file was
    /// deleted.
    case commitUnknown(version: Int64, path: String, code: Int32)
    /// A data file is missing or cannot be read or encoded.
    case dataFile(path: String, reason: String)
    /// The deletion vector of a data file is missing or cannot be read.
    case deletionVector(path: String, reason: String)
    /// Other writers came first `attempts` times in a row; the operation changed nothing and can be repeated.
    case contention(operation: String, attempts: Int, path: String)

    /// The error of a failed file call.
    init(_ error: StorageError) {
        self =
            error.isDiskFull
            ? .diskFull(path: error.path)
            : .storage(call: error.call, path: error.path, code: error.code)
    }
}

extension DeltaError: CustomStringConvertible {
    /// One line that says what to look at.
    public var description: String {
        switch self {
        case .missingFolder(let path): "no folder at \(path); create the table or correct the path"
        case .notADeltaTable(let path): "\(path) holds no Delta table: its _delta_log has no commits"
        case .foreignFiles(let path, let examples):
            "\(path) holds no Delta table but other files (\(examples.joined(separator: ", "))); "
                + "choose an empty folder"
        case .alreadyExists(let path): "\(path) already holds a Delta table"
        case .unsupportedFeature(let feature, let path):
            "the table at \(path) needs the Delta feature \(feature), which is not supported here"
        case .unsupportedConstraint(let name, let expression, let reason, let path):
            "\(path) cannot be written: constraint \(name) (\(expression)) cannot be checked here: \(reason)"
        case .constraintViolated(let name, let expression, let row):
            "row \(row) of the batch breaks constraint \(name): \(expression) is not true"
        case .corruptLog(let file, let line, let reason): "\(file), line \(line): \(reason)"
        case .corruptCheckpoint(let file, let reason):
            "checkpoint \(file): \(reason); and the commits before it are gone"
        case .missingVersion(let version, let path): "\(path): commit \(version) is missing from the log"
        case .commitsLost(let newest, let known, let file, let path):
            "\(path): the log ends at version \(newest), but _delta_log/\(file) knows version \(known): the newest "
                + "commits are lost; put the log back from a copy, or delete that file to go on without them"
        case .checksumDiffers(let version, let field, let expected, let found, let path):
            "\(path): version \(version) is not what its checksum says: \(field) \(expected), the log gives "
                + "\(found); a commit was cut or changed: put the log back from a copy, or delete "
                + "_delta_log/\(LogFiles.checksum(version)) to accept it as it is"
        case .versionUnavailable(let version, let oldest, let newest, let path):
            "\(path) has no version \(version); the log shows versions \(oldest) to \(newest)"
        case .timeUnavailable(let time, let oldest, let path):
            "\(path): \(Self.moment(time)) is before the oldest version in the log, of \(Self.moment(oldest))"
        case .readOnly(let path, let reason): "\(path) is read-only here: \(reason)"
        case .schemaMismatch(let column, let expected, let found):
            "column \(column): expected \(expected), the table has \(found)"
        case .partitionMismatch(let expected, let found):
            "partition columns: expected \(expected), the table has \(found)"
        case .invalidInput(let reason): reason
        case .appendOnly(let path): "\(path) is append-only (delta.appendOnly): nothing can be removed"
        case .diskFull(let path): "no space left on the device while writing \(path)"
        case .storage(let call, let path, let code): "\(call) failed on \(path), errno \(code)"
        case .commitUnknown(let version, let path, let code):
            "\(path): whether commit \(version) happened is unknown (errno \(code)); refresh and look"
        case .dataFile(let path, let reason): "data file \(path): \(reason)"
        case .deletionVector(let path, let reason): "deletion vector \(path): \(reason)"
        case .contention(let operation, let attempts, let path):
            "\(path): \(operation) lost \(attempts) races in a row and changed nothing; repeat it"
        }
    }

    private static func moment(_ milliseconds: Int64) -> String {
        let (microseconds, overflow) = milliseconds.multipliedReportingOverflow(by: 1_000)
        return (overflow ? nil : CalendarText.timestamp(microseconds: microseconds)) ?? "\(milliseconds) ms"
    }
}
