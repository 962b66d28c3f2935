import Foundation

/// What a run did, as `run --json` prints it; counts are those of the whole lake, times those of this process.
package struct RunSummary: Sendable, Equatable, Codable {
    package var records: Int64 = 0
    package var silver: Int64 = 0
    package var quarantined: Int64 = 0
    package var duplicates: Int64 = 0
    package var late: Int64 = 0
    /// Rows of `gold/kpis` now.
    package var kpiRows: Int64 = 0
    package var predictions: Int64 = 0
    /// Alert transitions.
    package var alerts: Int64 = 0
    package var briefings: Int64 = 0
    /// Table commits by this process.
    package var commits: Int64 = 0
    /// Log records read by this process, heartbeats and commands included.
    package var processed: Int64 = 0
    package var seconds = 0.0
    package var cpuSeconds = 0.0
    package var peakRSSBytes: Int64 = 0

    private enum CodingKeys: String, CodingKey {
        case records, silver, quarantined, duplicates, late
        case kpiRows = "kpi_rows"
        case predictions, alerts, briefings, commits, processed, seconds
        case cpuSeconds = "cpu_seconds"
        case peakRSSBytes = "peak_rss_bytes"
    }

    package init() {}

    /// Whether every record ended in exactly one place.
    package var balances: Bool { records == silver + quarantined + duplicates + late }

    /// One line of JSON.
    package var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        guard let data = try? encoder.encode(self) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }

    /// CPU seconds (user and system) and peak resident bytes of this process so far.
    static func usage() -> (cpuSeconds: Double, peakRSSBytes: Int64) {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return (seconds(usage.ru_utime) + seconds(usage.ru_stime), Int64(usage.ru_maxrss) * 1_024)
    }
}
