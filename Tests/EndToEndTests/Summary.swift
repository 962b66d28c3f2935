import Foundation

/// What `run --json` prints.
struct Summary: Decodable, Equatable {
    var records: Int
    var silver: Int
    var quarantined: Int
    var duplicates: Int
    var late: Int
    var kpiRows: Int
    var predictions: Int
    var alerts: Int
    var briefings: Int
    var commits: Int
    var processed: Int
    var seconds: Double
    var cpuSeconds: Double
    var peakRSSBytes: Int

    private enum CodingKeys: String, CodingKey {
        case records, silver, quarantined, duplicates, late, predictions, alerts, briefings, commits,
            processed
        case seconds
        case kpiRows = "kpi_rows"
        case cpuSeconds = "cpu_seconds"
        case peakRSSBytes = "peak_rss_bytes"
    }

    /// Reads the one line of JSON.
    init(json: String) throws {
        self = try JSONDecoder().decode(Summary.self, from: Data(json.utf8))
    }

    /// Whether nothing vanished.
    var balances: Bool { records == silver + quarantined + duplicates + late }

    /// The figures that do not depend on how often and how fast it ran.
    var counts: [Int] {
        [records, silver, quarantined, duplicates, late, kpiRows, predictions, alerts, briefings]
    }
}
