/// What went wrong while reading or writing a Parquet file; never carries a value from the data.
public enum ParquetError: Error, Hashable, Sendable {
    /// The bytes break the format: what and where (byte offset in the file or page, -1 when unknown).
    case corrupt(what: String, offset: Int)
    /// The file uses a feature this library does not read or write; `feature` names it.
    case unsupported(feature: String)
    /// Reading would pass a limit of `ReaderLimits`: which one, its value, and what was asked for.
    case limitExceeded(limit: String, allowed: Int, found: Int)
    /// The caller's batch or schema cannot be written: what was expected and found.
    case invalidBatch(String)
    /// A string column holds bytes that are not UTF-8; `entry` counts from 0 in the row group being
    /// written.
    case invalidUTF8(column: String, entry: Int)
    /// No column or group of that name in the file.
    case unknownColumn(String)
    /// A condition of a filter cannot be evaluated on its column, and why.
    case invalidFilter(column: String, reason: String)
    /// The bytes of the file could not be read; the text is the source's own message.
    case source(String)
    /// The compressor refused its input; the text is the codec's own message.
    case compression(String)
}

extension ParquetError: CustomStringConvertible {
    /// One line saying what failed, where, and what was expected.
    public var description: String {
        switch self {
        case .corrupt(let what, let offset):
            offset < 0 ? "corrupt Parquet: \(what)" : "corrupt Parquet at byte \(offset): \(what)"
        case .unsupported(let feature):
            "unsupported Parquet feature: \(feature)"
        case .limitExceeded(let limit, let allowed, let found):
            "Parquet read limit \(limit) exceeded: allowed \(allowed), found \(found)"
        case .invalidBatch(let reason):
            "cannot write this batch as Parquet: \(reason)"
        case .invalidUTF8(let column, let entry):
            "column \(column), entry \(entry): not UTF-8; use a binary column for other bytes"
        case .unknownColumn(let name):
            "no Parquet column named \(name)"
        case .invalidFilter(let column, let reason):
            "cannot filter on column \(column): it \(reason)"
        case .source(let message):
            "the Parquet file could not be read: \(message)"
        case .compression(let message):
            "Parquet page compression failed: \(message)"
        }
    }
}
