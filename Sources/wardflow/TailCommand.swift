import Lake
import Wiring
import ArgumentParser
import DeltaLake
import Parquet
import Foundation
import Pipeline

/// `wardflow tail`: follow alerts, events or KPIs as they land.
struct TailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail",
        abstract: "Follow alerts, events or KPIs as they land in the lake or on a screen."
    )

    enum Topic: String, ExpressibleByArgument, CaseIterable {
        case alerts, events, kpis

        var table: String {
            switch self {
            case .alerts: "gold/alerts"
            case .events: "silver/events"
            case .kpis: "gold/kpis"
            }
        }

        /// Columns a person wants to see; never patient identifiers.
        var columns: [String] {
            switch self {
            case .alerts:
                [
                    "at", "facility", "state", "severity", "rule", "ward", "bed", "value", "message",
                    "alert_id",
                ]
            case .events: ["event_time", "facility", "event_type", "ward", "bed", "partition", "offset"]
            case .kpis: ["bucket_start", "facility", "ward", "kpi", "value", "unit", "as_of"]
            }
        }
    }

    @Argument(help: "alerts, events or kpis.")
    var topic: Topic

    @Option(help: "Follow the tables in this folder.")
    var lake: String?

    @Option(help: "Follow the server-sent events of a control room, such as http://127.0.0.1:8080.")
    var url: String?

    @Flag(help: "One JSON object a line.")
    var json = false

    @Flag(help: "Print what is there and end.")
    var once = false

    func run() async throws {
        try await reporting {
            StopSignal.listen()
            switch (lake, url) {
            case (let lake?, nil): try await follow(lake: lake)
            case (nil, let url?): try await ScreenTail(url: url, topic: topic, json: json).run(once: once)
            default: throw Failure(.usage, "name one of --lake DIR and --url http://...")
            }
        }
    }

    private func follow(lake: String) async throws {
        var table = try GoldReader(lake: lake).table(topic.table)
        var seen: Set<String> = []
        while !StopSignal.isRequested {
            // A merge of files brings no row that was not there.
            let new = Set(table.files.filter { seen.isEmpty || $0.value.dataChange }.keys).subtracting(seen)
            for batch in try table.read(columns: topic.columns, where: { new.contains($0.path) }) {
                show(batch)
            }
            seen = Set(table.files.keys)
            if once { return }
            try await Task.sleep(for: .milliseconds(250))
            try table.refresh()
        }
    }

    private func show(_ batch: ColumnBatch) {
        let cells = Cells(batch)
        for row in 0..<batch.rowCount {
            let values = topic.columns.map { ($0, cells.display($0, row)) }
            if json {
                let object = Dictionary(
                    uniqueKeysWithValues: values.compactMap { name, value in value.map { (name, $0) } }
                )
                Terminal.say(JSONLine.encode(object))
            } else {
                Terminal.say(values.map { $1 ?? "-" }.joined(separator: "  "))
            }
        }
    }
}

/// One JSON object on a line.
enum JSONLine {
    static func encode(_ object: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(object)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
