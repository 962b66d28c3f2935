import EventLog
import Foundation
package import Hospital
import Lake

/// Writing keyed tables anew by today's rules, because somebody asks for it.
extension Pipeline {
    /// Reads the log to its end, then has the keyed tables of `sites` written anew, one commit a table and site.
    ///
    /// Each rebuild is a command in the log, so that every replay ends with the same rows. A process that dies on the way
    /// leaves the tables as they were or as they become; the next run carries out what was asked for.
    ///
    /// - Parameters:
    ///   - sites: which; nil for all that have records.
    ///   - since: records that arrived before are judged as they were; nil for all of history.
    ///   - willBegin: called once the log is read and committed, before the first rebuild.
    /// - Returns: the sites, in order.
    /// - Throws: `LakeError.unknownSite` before anything is appended; what a run throws.
    package func rebuild(
        _ sites: [String]?,
        since: Timestamp?,
        actor: String,
        shouldStop: () -> Bool,
        willBegin: () throws -> Void = {}
    ) throws -> [String] {
        defer { close() }
        for partition in 0..<log.partitionCount {
            try take(partition: partition, shouldStop: shouldStop)
        }
        try work(untilEnd: true, progress: nil, shouldStop: shouldStop)
        let known = runners.values.reduce(into: [String: Int]()) { places, runner in
            for key in runner.keys { places[key] = runner.partition }
        }
        let asked = sites ?? known.keys.sorted()
        for site in asked where known[site] == nil {
            throw LakeError.unknownSite(site, known: known.keys.sorted())
        }
        try finishEpoch()
        try willBegin()
        for site in asked {
            guard let partition = known[site], !shouldStop() else { throw StoppedRebuild() }
            let command = try RebuildCommand.payload(
                id: UUID().uuidString,
                site: site,
                actor: actor,
                at: now(),
                since: since
            )
            _ = try log.append([
                NewRecord(
                    key: site,
                    kind: .command,
                    receivedAt: now().microseconds,
                    payload: command,
                    partition: partition
                )
            ])
            try work(untilEnd: true, progress: nil, shouldStop: shouldStop)
        }
        return asked
    }
}
