/// Why the pipeline stopped.
package enum LakeError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Another writer moved a table on: this process is a zombie and must re-read before it goes on.
    case fenced(table: String, conflict: String)
    /// A table holds offsets the log no longer or not yet has.
    case logDoesNotFit(partition: Int, detail: String)
    /// The lake's tables or state belong to another pipeline or log.
    case foreignLake(detail: String)
    /// A table of the lake cannot be opened.
    case unusableTable(path: String, detail: String)
    /// An erasure that cannot be carried out as asked.
    case erasureRefused(detail: String)
    /// The folder of saved state cannot be read or written.
    case unusableState(path: String, detail: String)
    /// Saved state that a later program wrote, or that names what this one cannot do.
    case unknownState(owner: String, detail: String)
    /// Records that are needed are neither in the log nor in bronze.
    case recordsMissing(partition: Int, from: Int64, to: Int64, detail: String)
    /// A site that has no records here; `known` are those that have.
    case unknownSite(_ site: String, known: [String])
    /// No saved state answers a question.
    case savedStateMissing(detail: String)

    package var description: String {
        switch self {
        case .fenced(let table, let conflict):
            "table \(table) was moved on by another writer (\(conflict)); two pipelines write the same partitions"
        case .logDoesNotFit(let partition, let detail):
            "partition \(partition): the log does not fit the lake: \(detail). Point --log and --lake at the same run, "
                + "or start a new lake"
        case .foreignLake(let detail):
            "this lake was not written by this pipeline: \(detail)"
        case .unusableTable(let path, let detail):
            "table \(path): \(detail)"
        case .erasureRefused(let detail): "erase: \(detail)"
        case .unusableState(let path, let detail): "saved state \(path) \(detail)"
        case .unknownState(let owner, let detail):
            "the saved state of \(owner) cannot be taken over: \(detail)"
        case .recordsMissing(let partition, let from, let to, let detail):
            "partition \(partition): the records \(from) to \(to) are neither in the log nor in bronze: \(detail)"
        case .unknownSite(let site, let known):
            "no records of a site \(site) are here; there are records of \(known.joined(separator: ", "))"
        case .savedStateMissing(let detail): detail
        }
    }
}
