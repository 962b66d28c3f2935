import DeltaLake

/// The state of a table to look at.
package enum TableMoment: Hashable, Sendable {
    /// The newest.
    case newest
    /// After this commit.
    case version(Int64)
    /// The last commit not after this many milliseconds since 1970.
    case time(Int64)

    /// Reads `12` as a version and `2026-01-08T07:00:00Z` and its shorter forms as a time; nil for anything else.
    package init?(_ text: String) {
        if let version = Int64(text), version >= 0 {
            self = .version(version)
        } else if text.utf8.contains(UInt8(ascii: "-")), let moment = Moment(text) {
            self = .time(moment.microseconds / 1_000)
        } else {
            return nil
        }
    }
}
