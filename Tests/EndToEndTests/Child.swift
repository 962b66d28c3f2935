import Foundation
import Testing

/// A started program.
///
/// Its standard output is read on the test's own thread; its errors go to a file.
final class Child {
    private let process = Process()
    private let output = Pipe()
    private let errorsFile: URL
    private let ended = DispatchSemaphore(value: 0)
    private var hasEnded = false
    private let watchdog: DispatchWorkItem
    private let location: SourceLocation
    private var read: [UInt8] = []
    private let deadline: Date

    init(
        _ binary: String,
        _ arguments: [String],
        input: String?,
        patience: Double,
        at location: SourceLocation
    ) throws {
        self.location = location
        errorsFile = FileManager.default.temporaryDirectory.appending(
            path: "wardflow-errors-\(UUID().uuidString)"
        )
        try Data().write(to: errorsFile)
        process.executableURL = URL(filePath: binary)
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: Program.repository)
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: errorsFile)
        process.standardInput =
            try input.map { try FileHandle(forReadingFrom: URL(filePath: $0)) }
            ?? FileHandle.nullDevice
        let ended = ended
        process.terminationHandler = { _ in ended.signal() }
        deadline = Date(timeIntervalSinceNow: patience)
        try process.run()
        let identifier = process.processIdentifier
        watchdog = DispatchWorkItem { kill(identifier, SIGKILL) }
        DispatchQueue.global().asyncAfter(deadline: .now() + patience, execute: watchdog)
    }

    deinit {
        watchdog.cancel()
        if !hasEnded { kill(process.processIdentifier, SIGKILL) }
        try? FileManager.default.removeItem(at: errorsFile)
    }

    /// Sends a signal.
    func send(_ signal: Int32) {
        if !hasEnded { kill(process.processIdentifier, signal) }
    }

    /// Whether the program ends by itself within `seconds`.
    func ends(within seconds: Double) -> Bool {
        if !hasEnded { hasEnded = ended.wait(timeout: .now() + seconds) == .success }
        return hasEnded
    }

    /// Looks at `condition` until it holds; false when the program ends first, which `patience` sees to.
    func waits(until condition: () throws -> Bool) rethrows -> Bool {
        while try !condition() {
            if ends(within: 0.02) { return try condition() }
        }
        return true
    }

    /// The first line of standard output that contains `text`; nil when the program ends without one.
    func line(containing text: String) -> String? {
        while true {
            for line in lines() where line.contains(text) { return line }
            let piece = output.fileHandleForReading.availableData
            if piece.isEmpty { return nil }
            read += piece
        }
    }

    /// Whole lines so far.
    private func lines() -> [String] {
        String(decoding: read, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            .dropLast()
            .map(String.init)
    }

    /// Waits for the end.
    func wait() -> Program.Ending {
        read += output.fileHandleForReading.readDataToEndOfFile()
        if !hasEnded { ended.wait() }
        hasEnded = true
        watchdog.cancel()
        let errors = (try? String(decoding: Data(contentsOf: errorsFile), as: UTF8.self)) ?? ""
        let arguments = (process.arguments ?? []).joined(separator: " ")
        #expect(Date() < deadline, "wardflow \(arguments) took too long: \(errors)", sourceLocation: location)
        return Program.Ending(
            code: process.terminationStatus,
            wasKilled: process.terminationReason == .uncaughtSignal,
            output: String(decoding: read, as: UTF8.self),
            errors: errors
        )
    }
}

/// A failed expectation describes what it looked at; the parts of a running process cannot be looked at.
extension Child: CustomReflectable {
    var customMirror: Mirror { Mirror(self, children: []) }
}
