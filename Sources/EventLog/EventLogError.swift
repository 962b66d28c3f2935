/// Why a log cannot do what was asked: what, where, and what to do about it; never a record's content.
package enum EventLogError: Error, Sendable, Equatable {
    /// The log URL or an argument is malformed.
    case invalidArgument(String)
    /// There is no log at that place.
    case notFound(place: String)
    /// The place holds something that is not a log of this version.
    case notALog(place: String, found: String)
    /// Stored bytes differ from what was written.
    case corrupt(place: String, found: String)
    /// The disk, or the log's size limit, is full; nothing was written.
    case diskFull(place: String)
    /// The log cannot be written here.
    case readOnly(place: String, reason: String)
    /// The broker, or another process's lock, did not answer in time; a later try may work.
    case unavailable(place: String, reason: String)
    /// The offsets from `requested` up to `firstKept` are gone.
    case dataLost(partition: Int, requested: Int64, firstKept: Int64)
    /// `requested` lies beyond the end: this is not the log that was read before.
    case recreated(partition: Int, requested: Int64, end: Int64)
    /// A record is larger than the log takes.
    case recordTooLarge(bytes: Int, limit: Int)
    /// There is no such partition.
    case noSuchPartition(partition: Int, partitionCount: Int)
    /// The log has no way to do this.
    case notSupported(place: String, reason: String)
    /// The log or reader was closed.
    case closed
    /// Anything else; reopening the log is the way out.
    case failed(place: String, reason: String)
}

extension EventLogError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .invalidArgument(let what):
            what
        case .notFound(let place):
            "no event log at \(place): create it first"
        case .notALog(let place, let found):
            "\(place) is not an event log: \(found)"
        case .corrupt(let place, let found):
            "event log \(place) is corrupt: \(found); restore it from a copy"
        case .diskFull(let place):
            "no space left for event log \(place): nothing was acknowledged; free space and retry"
        case .readOnly(let place, let reason):
            "event log \(place) cannot be written: \(reason)"
        case .unavailable(let place, let reason):
            "event log \(place) is unavailable: \(reason)"
        case .dataLost(let partition, let requested, let firstKept):
            "data lost: \(firstKept - requested) offsets of partition \(partition) "
                + "(wanted \(requested), first kept \(firstKept))"
        case .recreated(let partition, let requested, let end):
            "log recreated: offset \(requested) of partition \(partition) is beyond its end \(end)"
        case .recordTooLarge(let bytes, let limit):
            "record of \(bytes) bytes is over the log's limit of \(limit)"
        case .noSuchPartition(let partition, let partitionCount):
            "no partition \(partition): the log has \(partitionCount)"
        case .notSupported(let place, let reason):
            "event log \(place): \(reason)"
        case .closed:
            "the event log is closed"
        case .failed(let place, let reason):
            "event log \(place) failed: \(reason); reopen it"
        }
    }
}
