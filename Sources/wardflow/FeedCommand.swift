import ArgumentParser
import EventLog
import Foundation
import Hospital
import Simulator

/// `wardflow feed`: send made-up or recorded events to a log or a file.
struct FeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feed",
        abstract: "Send simulated or recorded events to a log, a file or standard output.",
        discussion: """
            Sources: --seed N simulates hospitals; --from reads HL7 files (one message or many, batches, MLLP \
            captures, shift events as JSON lines); --attendances turns a CSV of real attendances into an ADT stream \
            by a mapping file (see sample-streams/mappings).
            """
    )

    enum Faults: String, ExpressibleByArgument, CaseIterable {
        case none
        case standard = "default"
    }

    @Option(help: "Simulate: seed of the hospitals; the same seed gives the same bytes.")
    var seed: UInt64?

    @Option(help: "Simulate this many days (default 7).")
    var days: Int?

    @Option(help: "Simulate this many messages and shift events instead.")
    var events: Int?

    @Option(help: "Simulate this many hospitals, 1 to 78.")
    var facilities = 1

    @Option(help: "Simulated faults: duplicates, disorder, late and malformed messages.")
    var faults = Faults.standard

    @Option(help: "Records a second, or max.")
    var rate = "max"

    @Option(help: "Read HL7 from a file, a folder with all that is in it, or - for standard input.")
    var from: String?

    @Option(help: "Read attendances from a CSV file (may be .gz).")
    var attendances: String?

    @Option(help: "The mapping file for --attendances.")
    var mapping: String?

    @Option(help: "Where to: log:DIR, kafka://host:port/topic, a file, or - for standard output.")
    var to: String

    @Option(help: "Partitions of a log that is made anew.")
    var partitions = 4

    @Option(help: "Write the exact expected counts and KPIs of a simulation to this file.")
    var truth: String?

    func run() async throws {
        try await reporting {
            StopSignal.listen()
            let pace = try Pace(rate)
            try checkSources()
            // The source first: nothing is made at the target when there is nothing to send.
            if let from {
                let paths = try HL7Files.paths(from)
                var target = try open()
                try send(HL7Files(paths: paths, largest: target.largestRecord), to: &target, pace)
            } else if let attendances, let mapping {
                let feed = try AttendanceSource.load(csv: attendances, mapping: mapping)
                var target = try open()
                try send(SequenceSource(feed), to: &target, pace)
                AttendanceSource.tell(feed.report)
                if feed.report.malformed > 0 { throw ExitCode(Failure.Kind.problemsFound.rawValue) }
            } else {
                var target = try open()
                try simulate(&target, pace)
            }
        }
    }

    private func checkSources() throws {
        let sources = [seed != nil, from != nil, attendances != nil].count { $0 }
        guard sources == 1 else {
            throw Failure(.usage, "name one source: --seed N, --from FILE or --attendances FILE.csv")
        }
        guard (attendances != nil) == (mapping != nil) else {
            throw Failure(.usage, "--attendances and --mapping go together")
        }
        guard days == nil || events == nil else { throw Failure(.usage, "name --days or --events, not both") }
        guard (1...78).contains(facilities) else { throw Failure(.usage, "--facilities: expected 1 to 78") }
        guard (days ?? 1) > 0, (days ?? 1) <= 36_500, (events ?? 1) > 0 else {
            throw Failure(.usage, "--days and --events: expected a number above 0")
        }
        guard truth == nil || seed != nil else { throw Failure(.usage, "--truth goes with --seed") }
    }

    private func open() throws -> any FeedTarget {
        if to.hasPrefix("mllp://") {
            throw Failure(.usage, "--to mllp:// is not there yet: send to a log, Kafka, a file or -")
        }
        if to.hasPrefix("log:") || to.contains("://") {
            return LogTarget(try LogURL.open(to, create: true, partitions: partitions), url: to)
        }
        return try StreamTarget(path: to)
    }

    private func send(
        _ source: some FeedSource,
        to target: inout any FeedTarget,
        _ pace: Pace
    ) throws {
        var source = source
        var line = ProgressLine("sent")
        var count: Int64 = 0
        defer {
            line.finish()
            if to != "-" { Terminal.complain("sent \(target.sent) records to \(to)") }
        }
        do {
            while !StopSignal.isRequested, let step = try source.next() {
                guard case .record(let record) = step else {
                    try target.flush()
                    continue
                }
                if pace.isDue(count) { try target.flush() }
                pace.wait(count)
                try target.send(record)
                count += 1
                line.show(count)
            }
            while StopSignal.isRequested, let record = try source.stop() { try target.send(record) }
        } catch {
            // What came before the fault is whole; the fault is what has to be told.
            try? target.flush()
            throw error
        }
        try target.flush()
    }

    private func simulate(_ target: inout any FeedTarget, _ pace: Pace) throws {
        let length: SimulatorConfiguration.Length = events.map { .events($0) } ?? .days(days ?? 7)
        var configuration = SimulatorConfiguration(
            seed: seed ?? 1,
            length: length,
            facilities: facilities,
            faults: faults == .none ? .none : .default,
            keepsHistory: truth != nil
        )
        configuration.keepsHistory = truth != nil
        let simulation = SharedSimulation(configuration)
        try send(SequenceSource(simulation), to: &target, pace)
        guard let truth else { return }
        try Data(simulation.truth.json.utf8).write(to: URL(fileURLWithPath: truth))
        Terminal.complain("wrote the truth to \(truth)")
    }
}

/// A simulation that can be asked for its truth after it was sent.
final class SharedSimulation: Sequence, IteratorProtocol {
    private var simulation: Simulation

    init(_ configuration: SimulatorConfiguration) {
        simulation = Simulation(configuration)
    }

    func next() -> FeedRecord? { simulation.next() }

    var truth: TruthLog { simulation.truth }
}

/// Records a second, kept by the wall clock.
struct Pace {
    private let perSecond: Double?
    private let started = ContinuousClock.now

    /// Reads a number or `max`.
    init(_ text: String) throws {
        guard text != "max" else {
            perSecond = nil
            return
        }
        guard let rate = Double(text), rate > 0, rate <= 10_000_000 else {
            throw Failure(.usage, "--rate \(text): expected records a second, or max")
        }
        perSecond = rate
    }

    private func due(_ count: Int64) -> Duration? {
        perSecond.map { .seconds(Double(count) / $0) }
    }

    /// Whether record `count` still has to wait, so that what was sent before should go out now.
    func isDue(_ count: Int64) -> Bool {
        due(count).map { $0 > started.duration(to: .now) } ?? false
    }

    /// Waits for the turn of record `count`, or until a stop is requested.
    func wait(_ count: Int64) {
        guard let due = due(count) else { return }
        while !StopSignal.isRequested {
            let left = min(due - started.duration(to: .now), .milliseconds(100))
            guard left > .zero else { return }
            Thread.sleep(forTimeInterval: left / .seconds(1))
        }
    }
}
