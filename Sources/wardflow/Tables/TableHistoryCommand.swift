import ArgumentParser
import DeltaLake
import LakeQuery

/// `wardflow table history`: who did what to a table, newest first.
struct TableHistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Show the versions of a table, newest first."
    )

    private struct Entry: Encodable {
        var version: Int64
        var time: String
        var operation: String?
        var parameters: [String: String]
        var metrics: [String: String]
        var engine: String?
    }

    @Argument(help: "The table, such as gold/kpis.")
    var table: String

    @Option(help: "Versions to show.")
    var limit = 20

    @OptionGroup var options: LakeOptions

    func run() async throws {
        try await reporting {
            guard limit > 0 else { throw Failure(.usage, "--limit: expected a number of versions above 0") }
            let opened = try options.open(options.tables(table)[0])
            let entries = try opened.history(limit: limit).map { entry in
                Entry(
                    version: entry.version,
                    time: Figures.moment(entry.timestamp),
                    operation: entry.info?.operation,
                    parameters: entry.info?.operationParameters ?? [:],
                    metrics: entry.info?.operationMetrics ?? [:],
                    engine: entry.info?.engineInfo
                )
            }
            options.show(entries) { Self.print(entries) }
        }
    }

    private static func print(_ entries: [Entry]) {
        var table = TextTable(["version", "time", "operation", "parameters and counts"])
        for entry in entries {
            let details = (pairs(entry.parameters) + pairs(entry.metrics)).joined(separator: ", ")
            table.add([
                .number(entry.version), .init(text: entry.time), .init(text: entry.operation ?? "not said"),
                .init(text: details),
            ])
        }
        table.flush()
    }

    private static func pairs(_ values: [String: String]) -> [String] {
        values.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    }
}
