import Wiring
import Sites
import Board
import ArgumentParser
import ControlRoom
import EventLog
import Foundation
import Hospital
import Pipeline

/// `wardflow run`: process what the log holds and what comes.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Turn the records of a log into bronze, silver and gold tables."
    )

    @Option(help: "The log: log:DIR or kafka://host:port/topic.")
    var log: String

    @Option(help: "Folder of the tables; made when missing.")
    var lake: String

    @OptionGroup var pipeline: PipelineOptions

    @Flag(help: "Stop when everything the log holds now is done.")
    var untilEnd = false

    @Flag(help: "Print the summary as one line of JSON.")
    var json = false

    @Option(help: "Serve the control room at this address, such as 127.0.0.1:8080.")
    var serve: String?

    @Flag(help: "Do not sync files to the device; for benchmarks.")
    var noSync = false

    func run() async throws {
        try await reporting {
            StopSignal.listen()
            var configuration = try pipeline.load()
            configuration.fsync = !noSync
            let events = try LogURL.open(log, create: false)
            defer { events.close() }
            let summary =
                if let serve {
                    try await served(at: serve, events, configuration)
                } else {
                    try await PipelineThread.run(
                        log: events,
                        url: log,
                        lake: lake,
                        configuration: configuration,
                        untilEnd: untilEnd,
                        showsProgress: true
                    )
                }
            Terminal.say(json ? summary.json : summary.words)
            if !summary.balances { throw ExitCode(Failure.Kind.problemsFound.rawValue) }
        }
    }

    private func served(
        at address: String,
        _ events: any EventLog,
        _ configuration: PipelineConfiguration
    ) async throws -> RunSummary {
        let (host, port) = try Self.parse(address)
        let board = LiveBoard()
        let server = ControlRoomServer(
            board: board,
            commands: LogCommandSink(log: events, board: board),
            settings: ControlRoomSettings(
                host: host,
                port: port,
                clock: { configuration.rulesForReading($0).clock }
            )
        )
        return try await Screen.serve(server, announce: { "control room on http://\(host):\($0)" }) {
            try await PipelineThread.run(
                log: events,
                url: log,
                lake: lake,
                configuration: configuration,
                board: board,
                untilEnd: untilEnd
            )
        }
    }

    /// Splits `host:port`.
    static func parse(_ address: String) throws -> (host: String, port: Int) {
        guard let colon = address.lastIndex(of: ":"), let port = Int(address[address.index(after: colon)...]),
            (0...65_535).contains(port), colon > address.startIndex
        else { throw Failure(.usage, "--serve \(address): expected host:port, such as 127.0.0.1:8080") }
        return (String(address[..<colon]), port)
    }
}

extension RunSummary {
    /// The summary for a person.
    var words: String {
        """
        \(records) records = \(accounting.silver) silver + \(accounting.quarantined) quarantined\
         + \(accounting.duplicates) duplicates + \(accounting.late) late\
         \(balances ? "✓" : "✗ DOES NOT ADD UP")
        \(count("kpi_rows")) KPI rows, \(count("predictions")) predictions, \(count("alerts")) alert steps,\
         \(count("briefings")) briefings\(commandWords)
        \(processed) log records in \(commits) commits, \(seconds.formatted(.number.precision(.fractionLength(2)))) s\
         (CPU \(cpuSeconds.formatted(.number.precision(.fractionLength(2)))) s, peak memory\
         \(peakRSSBytes / 1_000_000) MB)
        """
    }

    private func count(_ name: String) -> Int64 { outputs[name] ?? 0 }

    private var commandWords: String {
        guard accounting.commands > 0 else { return "" }
        return "\n\(accounting.commands) commands = \(accounting.done) done + \(accounting.refused) refused"
    }
}
