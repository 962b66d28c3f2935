import Foundation
import Testing

/// The wardflow binary under test, driven as a person drives it: arguments, exit code, two streams.
struct Program {
    /// Seconds after which a run hangs and is ended, and the test fails; no speed is asked for.
    static let patience = 300.0

    /// How a run ended.
    struct Ending {
        var code: Int32
        /// Whether a signal ended it.
        var wasKilled: Bool
        var output: String
        var errors: String
    }

    /// Root of the repository; every run starts there.
    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// The binary: `WARDFLOW_BINARY`, or the release build of this package.
    static let path: String? = {
        let named = ProcessInfo.processInfo.environment["WARDFLOW_BINARY"]
        let path = named ?? "\(repository)/.build/release/wardflow"
        if FileManager.default.isExecutableFile(atPath: path) { return path }
        print("skipped: EndToEndTests, no binary at \(path); build it or set WARDFLOW_BINARY")
        return nil
    }()

    /// Runs to the end and returns how it went; the test fails when it takes longer than `patience`.
    @discardableResult
    static func run(
        _ arguments: [String],
        input: String? = nil,
        patience: Double = patience,
        at location: SourceLocation = #_sourceLocation
    ) throws -> Ending {
        try start(arguments, input: input, patience: patience, at: location).wait()
    }

    /// Starts the binary, with `NAME=value` added to its environment.
    static func start(
        _ arguments: [String],
        environment: [String] = [],
        input: String? = nil,
        patience: Double = patience,
        at location: SourceLocation = #_sourceLocation
    ) throws -> Child {
        let binary = try #require(path, sourceLocation: location)
        if !environment.isEmpty {
            return try Child(
                "/usr/bin/env",
                environment + [binary] + arguments,
                input: input,
                patience: patience,
                at: location
            )
        }
        return try Child(binary, arguments, input: input, patience: patience, at: location)
    }

    /// Runs and expects exit code 0 and clean errors; returns standard output.
    @discardableResult
    static func succeed(
        _ arguments: [String],
        input: String? = nil,
        at location: SourceLocation = #_sourceLocation
    ) throws -> String {
        let ending = try run(arguments, input: input, at: location)
        ending.expect(code: 0, at: location)
        return ending.output
    }

    /// Feeds a seeded simulation to `target`.
    static func feed(
        seed: Int,
        days: Int,
        to target: String,
        extra: [String] = [],
        at location: SourceLocation = #_sourceLocation
    ) throws {
        try succeed(["feed", "--seed", "\(seed)", "--days", "\(days)", "--to", target] + extra, at: location)
    }

    /// Asks `doctor` until the log holds `records`, or any when nil; false when `feeder` ended first.
    static func waits(for records: Int?, in log: String, of feeder: Child) throws -> Bool {
        let wanted = try Regex(records.map { " \($0) records" } ?? " [1-9][0-9]* records")
        return try feeder.waits { try run(["doctor", "--log", log, "--json"]).output.contains(wanted) }
    }

    /// `run --until-end --json` from `log` to `lake`; expects success and returns the summary.
    @discardableResult
    static func summary(
        log: String,
        lake: String,
        pipeline: String? = nil,
        at location: SourceLocation = #_sourceLocation
    ) throws -> Summary {
        var arguments = ["run", "--log", log, "--lake", lake, "--until-end", "--json"]
        if let pipeline { arguments += ["--pipeline", pipeline] }
        return try Summary(json: succeed(arguments, at: location))
    }
}

extension Program.Ending {
    /// Expects this exit code, and errors that show neither a crash nor anything of a message.
    func expect(code expected: Int32, at location: SourceLocation = #_sourceLocation) {
        #expect(code == expected && !wasKilled, "\(errors)", sourceLocation: location)
        expectCleanErrors(at: location)
    }

    /// Expects no trace of a crash and nothing of a message on standard error.
    func expectCleanErrors(at location: SourceLocation = #_sourceLocation) {
        let marks = [
            "Fatal error", "Stack dump", "Program crashed", "Crash", "0x0000", "MSH|", "PID|", "PV1|",
            "\u{1B}",
        ]
        for mark in marks {
            #expect(!errors.contains(mark), "standard error shows \(mark)", sourceLocation: location)
        }
    }

    /// Expects an error that names each of these.
    func expect(code: Int32, naming words: [String], at location: SourceLocation = #_sourceLocation) {
        expect(code: code, at: location)
        for word in words {
            #expect(errors.contains(word), "no \(word) in: \(errors)", sourceLocation: location)
        }
    }
}
