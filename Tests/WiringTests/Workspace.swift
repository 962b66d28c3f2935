import Wiring
import DeltaLake
import EventLog
import Foundation
import Hospital
import Parquet
import Pipeline
import Simulator

/// A folder of its own for a log and a lake, gone with the value's last reference.
final class Workspace {
    let path: String

    init() throws {
        path =
            FileManager.default.temporaryDirectory.appendingPathComponent("wardflow-\(UUID().uuidString)")
            .path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The lake called `name`.
    func lake(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file below the folder and returns its path.
    func write(_ text: String, to name: String) throws -> String {
        let file = "\(path)/\(name)"
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        return file
    }
}

/// Root of the repository, where `pipelines/` and `schemas/` are.
let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

/// The standard pipeline without device syncs; it commits and saves at the end only.
func standardConfiguration() throws -> PipelineConfiguration {
    var configuration = try PipelineConfiguration.load("\(repository)/pipelines/adt.yaml")
    configuration.fsync = false
    configuration.commitEvery = .seconds(3_600)
    configuration.snapshotEvery = .seconds(3_600)
    return configuration
}

/// An embedded log below `workspace` with what a simulation sends, heartbeats in every partition.
func simulatedLog(
    _ workspace: Workspace,
    _ configuration: SimulatorConfiguration,
    partitions: Int = 2
) throws -> (log: any EventLog, truth: TruthLog, records: [NewRecord]) {
    var simulation = Simulation(configuration)
    var records: [NewRecord] = []
    while let record = simulation.next() {
        let receivedAt = record.sentAt.microseconds
        guard record.kind == .heartbeat else {
            records.append(
                NewRecord(
                    key: record.facility,
                    kind: record.kind == .message ? .message : .shift,
                    receivedAt: receivedAt,
                    payload: record.payload
                )
            )
            continue
        }
        for partition in 0..<partitions {
            records.append(
                NewRecord(
                    key: "",
                    kind: .heartbeat,
                    receivedAt: receivedAt,
                    payload: [],
                    partition: partition
                )
            )
        }
    }
    return (try log(workspace, records, partitions: partitions), simulation.truth, records)
}

/// An embedded log below `workspace` that holds `records`.
func log(_ workspace: Workspace, _ records: [NewRecord], partitions: Int = 1) throws -> any EventLog {
    let log = try LogURL.open("log:\(workspace.path)/log", create: true, partitions: partitions)
    if !records.isEmpty { _ = try log.append(records) }
    return log
}

/// Runs a fresh pipeline over the whole log.
@discardableResult
func runToEnd(
    _ log: any EventLog,
    _ lake: String,
    _ configuration: PipelineConfiguration
) throws -> RunSummary {
    try Pipeline(log: log, lakePath: lake, configuration: configuration).run(untilEnd: true) { false }
}

/// All tables of a lake, the path below it.
let tablePaths = [
    "bronze/messages", "bronze/control", "silver/events", "silver/visits", "silver/bed_stays",
    "silver/quarantine",
    "silver/late", "silver/commands", "silver/rules",
    "gold/kpis", "gold/predictions", "gold/alerts", "gold/briefings", "gold/model_quality",
    "gold/discharge_forecast",
]

/// The rows of a table as dictionaries of text; null columns are left out.
func rows(_ lake: String, _ table: String) throws -> [[String: String]] {
    var rows: [[String: String]] = []
    for batch in try DeltaTable.open(at: "\(lake)/\(table)").read() {
        for row in 0..<batch.rowCount {
            var values: [String: String] = [:]
            for (leaf, column) in zip(batch.schema.leaves, batch.columns) where !column.isNull(at: row) {
                values[leaf.name] = text(column, row)
            }
            rows.append(values)
        }
    }
    return rows
}

private func text(_ column: Column, _ row: Int) -> String {
    switch column.type {
    case .boolean: column.boolean(at: row).map { String($0) } ?? ""
    case .int32, .date: column.int32(at: row).map { String($0) } ?? ""
    case .int64, .timestamp, .localTimestamp: column.int64(at: row).map { String($0) } ?? ""
    case .double: column.double(at: row).map { String($0) } ?? ""
    case .string: column.string(at: row) ?? ""
    default: Array(column.bytes(at: row)).description
    }
}

/// The rows of a table as sorted lines, for comparing whole tables.
func lines(_ lake: String, _ table: String) throws -> [String] {
    try rows(lake, table).map { row in
        row.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    }.sorted()
}

/// A small configuration of the simulator: two hospitals, two days, every fault.
func twoDays(seed: UInt64 = 5, facilities: Int = 2) -> SimulatorConfiguration {
    SimulatorConfiguration(
        seed: seed,
        length: .days(2),
        facilities: facilities,
        arrivalsPerDay: 300,
        heartbeat: .minutes(5),
        keepsHistory: true
    )
}
