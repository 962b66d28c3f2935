import Alerts
import Wiring
import Sites
import Board
import ArgumentParser
import ControlRoom
import EventLog
import Foundation
import Hospital
import PatientFlow
import Pipeline
import Simulator

/// `wardflow demo`: a simulated hospital, the whole river, the screen and a briefing, on this machine alone.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Run a simulated hospital through everything and open the control room."
    )

    /// Days of history fed at once, so that models, wards and trends are there from the start.
    static let historyDays = 28
    /// Simulated minutes that pass in a second of the live part.
    static let minutesPerSecond = 15.0

    @Option(help: "End after this long, such as 40s or 5m; until Ctrl-C by default.")
    var exitAfter: String?

    @Option(help: "Port of the control room on 127.0.0.1; 0 picks a free one.")
    var port = 8080

    @Option(help: "Seed of the hospital.")
    var seed: UInt64 = 7

    @Option(help: "Folder for the log and the tables; what it held is replaced.")
    var data = "demo-data"

    @OptionGroup var pipeline: PipelineOptions

    func run() async throws {
        try await reporting {
            StopSignal.listen()
            let limit = try exitAfter.map(Self.duration)
            let configuration = try pipeline.load()
            try prepareFolder()
            let log = try LogURL.open("log:\(data)/log", create: true)
            let board = LiveBoard()
            let server = ControlRoomServer(
                board: board,
                commands: LogCommandSink(log: log, board: board),
                settings: ControlRoomSettings(port: port, clock: { configuration.rulesForReading($0).clock })
            )
            let feeder = DemoFeeder(
                log: log,
                seed: seed,
                historyDays: Self.historyDays,
                minutesPerSecond: Self.minutesPerSecond
            )
            let lake = "\(data)/lake"
            Terminal.say(
                "wardflow demo: one simulated hospital, 600 beds, \(Self.historyDays) days of history, then live"
            )
            let summary = try await Screen.serve(server, announce: Self.announcement) {
                let feeding = Task { try await feeder.run(exitAfter: limit) }
                let reading = Task { await readBriefings(board) }
                defer { reading.cancel() }
                let summary = try await PipelineThread.run(
                    log: log,
                    url: "log:\(data)/log",
                    lake: lake,
                    configuration: configuration,
                    board: board,
                    untilEnd: false
                )
                try await feeding.value
                return summary
            }
            log.close()
            try report(summary, lake: lake, configuration)
        }
    }

    @Sendable private static func announcement(_ port: Int) -> String {
        "control room: http://127.0.0.1:\(port)   (15 simulated minutes pass each second; Ctrl-C ends)"
    }

    /// Prints each shift-change briefing of the live part as it is written.
    private func readBriefings(_ board: LiveBoard) async {
        let live = DemoFeeder.liveStart(historyDays: Self.historyDays)
        var last = live
        while !Task.isCancelled {
            for facility in board.current?.snapshot.facilities ?? [] {
                guard let briefing = facility.briefing, briefing.at > last else { continue }
                last = briefing.at
                Terminal.say("\n\(briefing.markdown)\n")
            }
            try? await Task.sleep(for: .milliseconds(250))
        }
    }

    private func prepareFolder() throws {
        let files = FileManager.default
        var isFolder: ObjCBool = false
        if files.fileExists(atPath: data, isDirectory: &isFolder) {
            let names = (try? files.contentsOfDirectory(atPath: data)) ?? []
            guard isFolder.boolValue, Set(names).isSubset(of: ["log", "lake"]) else {
                throw Failure(
                    .usage,
                    "--data \(data): holds files that are not a demo's; choose another folder"
                )
            }
            for name in names { try files.removeItem(atPath: "\(data)/\(name)") }
        }
        try files.createDirectory(atPath: data, withIntermediateDirectories: true)
    }

    private func report(_ summary: RunSummary, lake: String, _ configuration: PipelineConfiguration) throws {
        let facility = SimulatorConfiguration.facilityCode(0)
        let reader = GoldReader(lake: lake)
        if try reader.facilities().contains(facility) {
            let briefing = try Briefings.text(
                lake: lake,
                facility: facility,
                at: nil,
                format: .markdown,
                configuration: configuration
            )
            Terminal.say("\n\(briefing)\n")
        } else {
            Terminal.say("stopped before the first figures: there is nothing to brief on")
        }
        Terminal.say(summary.words)
        let steps = try reader.alerts(facility)
        let raised = steps.count { $0.alert.state == .raised }
        let cleared = steps.count { $0.alert.state == .cleared }
        Terminal.say(
            "alerts: \(raised) raised, \(cleared) cleared; tables in \(lake), open them in any Delta reader"
        )
        if !summary.balances { throw ExitCode(Failure.Kind.problemsFound.rawValue) }
    }

    /// Reads `40s`, `5m`, `1h` or plain seconds.
    static func duration(_ text: String) throws -> Duration {
        let scale: Double =
            switch text.last {
            case "m": 60
            case "h": 3_600
            default: 1
            }
        let digits = text.last.map { "smh".contains($0) } == true ? String(text.dropLast()) : text
        guard let number = Double(digits), number > 0, number < 1e7 else {
            throw Failure(.usage, "--exit-after \(text): expected a time such as 40s or 5m")
        }
        return .seconds(number * scale)
    }
}

/// Feeds the demo: history at full speed, then simulated time at a steady multiple of the wall clock.
struct DemoFeeder: Sendable {
    let log: any EventLog
    let seed: UInt64
    let historyDays: Int
    let minutesPerSecond: Double

    /// Where the live part begins: shortly before a shift change.
    static func liveStart(historyDays: Int) -> Timestamp {
        SimulatorConfiguration().start + .hours(Int64(24 * historyDays + 5))
    }

    /// Seconds a record may wait for its batch.
    private static let tick = 0.02

    /// Ends after `limit`, or when a stop is requested; either way the program is asked to stop.
    func run(exitAfter limit: Duration?) async throws {
        try await OwnThread.run("wardflow.feeder") { try feed(exitAfter: limit) }
    }

    private func feed(exitAfter limit: Duration?) throws {
        defer { StopSignal.request() }
        var simulation = Simulation(
            SimulatorConfiguration(seed: seed, length: .days(3_650), heartbeat: .minutes(1))
        )
        var target = LogTarget(log, url: "log:")
        let live = Self.liveStart(historyDays: historyDays)
        var next = simulation.next()
        while let record = next, record.sentAt < live, !StopSignal.isRequested {
            try target.send(record)
            next = simulation.next()
        }
        try target.flush()
        let started = ContinuousClock.now
        while !StopSignal.isRequested {
            let elapsed = started.duration(to: .now)
            if let limit, elapsed >= limit { return }
            let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
            let now = live + TimeSpan(microseconds: Int64(seconds * minutesPerSecond * 60_000_000))
            while let record = next, record.sentAt <= now {
                try target.send(record)
                next = simulation.next()
            }
            try target.flush()
            Thread.sleep(forTimeInterval: Self.tick)
        }
    }
}
