import Wiring
import ArgumentParser
import DeltaLake
import Foundation
import Pipeline

/// `wardflow status`: what the tables of a lake hold.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show the tables of a lake: version, files, rows and size."
    )

    struct TableStatus: Encodable {
        var table: String
        var version: Int64
        var files: Int
        var rows: Int64
        var bytes: Int64
    }

    @Option(help: "Folder of the tables.")
    var lake = "demo-data/lake"

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        try await reporting {
            guard FileManager.default.fileExists(atPath: lake) else {
                throw Failure(.usage, "\(lake): no such folder; name the lake with --lake")
            }
            let rows = try HospitalLake.tables.compactMap { path -> TableStatus? in
                guard FileManager.default.fileExists(atPath: "\(lake)/\(path)") else { return nil }
                let table = try GoldReader(lake: lake).table(path)
                return TableStatus(
                    table: path,
                    version: table.version,
                    files: table.files.count,
                    rows: table.files.values.reduce(0) { $0 + ($1.rowCount ?? 0) },
                    bytes: table.files.values.reduce(0) { $0 + $1.size }
                )
            }
            guard !rows.isEmpty else { throw Failure(.problemsFound, "\(lake): no wardflow tables here") }
            if json { return Terminal.say(JSONLine.encode(rows)) }
            Terminal.say("table                  version    files       rows       bytes")
            for row in rows {
                let cells = [
                    row.table.padding(toLength: 20, withPad: " ", startingAt: 0), pad("\(row.version)", 9),
                    pad("\(row.files)", 8), pad("\(row.rows)", 10), pad("\(row.bytes)", 11),
                ]
                Terminal.say(cells.joined(separator: " "))
            }
        }
    }

    private func pad(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
