import Foundation
package import Hospital
package import Lake

/// What a run did, as `run --json` prints it; counts are those of the whole lake, times those of this process.
package struct RunSummary: Sendable, Equatable {
    /// Records and commands by outcome.
    package var accounting = Accounting()
    /// Rows put out by the processors since the first record, by name.
    package var outputs: [String: Int64] = [:]
    /// Table commits by this process.
    package var commits: Int64 = 0
    /// Log records read by this process, heartbeats and commands included.
    package var processed: Int64 = 0
    /// Rows, bytes and files written into tables by this process.
    package var written = WrittenAmount()
    /// Bytes of state snapshots written by this process.
    package var stateBytes: Int64 = 0
    package var seconds = 0.0
    package var cpuSeconds = 0.0
    package var peakRSSBytes: Int64 = 0

    package init() {}

    package var records: Int64 { accounting.records }
    /// Whether every record ended in exactly one place, and every command has its verdict.
    package var balances: Bool { accounting.balances }

    /// One line of JSON, keys sorted.
    package var json: String {
        var numbers = outputs
        for (name, count) in [
            ("records", accounting.records), ("silver", accounting.silver),
            ("quarantined", accounting.quarantined), ("duplicates", accounting.duplicates),
            ("late", accounting.late), ("commands", accounting.commands), ("done", accounting.done),
            ("refused", accounting.refused), ("commits", commits), ("processed", processed),
            ("rows_written", written.rows), ("bytes_written", written.bytes),
            ("files_written", written.files), ("state_bytes_written", stateBytes),
            ("peak_rss_bytes", peakRSSBytes),
        ] { numbers[name] = count }
        var texts = numbers.mapValues { "\($0)" }
        texts["seconds"] = "\(seconds)"
        texts["cpu_seconds"] = "\(cpuSeconds)"
        return "{"
            + texts.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",")
            + "}"
    }

    /// CPU seconds (user and system) and peak resident bytes of this process so far.
    static func usage() -> (cpuSeconds: Double, peakRSSBytes: Int64) {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return (seconds(usage.ru_utime) + seconds(usage.ru_stime), Int64(usage.ru_maxrss) * 1_024)
    }
}
