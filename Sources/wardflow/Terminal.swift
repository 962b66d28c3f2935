import Foundation

/// Standard output and error of the program.
enum Terminal {
    /// Writes a line to standard output at once.
    static func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    /// Writes a line to standard error.
    static func complain(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }
    static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Columns of the terminal standard output goes to; nil when it goes elsewhere.
    static var width: Int? {
        guard outputIsTerminal else { return nil }
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}

/// A progress line on standard error, only when that is a terminal and the work takes longer than a moment.
struct ProgressLine {
    private static let quietFor = Duration.seconds(1)
    private static let pause = Duration.milliseconds(200)

    private let label: String
    private let total: Int64?
    private let started = ContinuousClock.now
    private var lastShown: ContinuousClock.Instant?

    init(_ label: String, total: Int64? = nil) {
        self.label = label
        self.total = total
    }

    mutating func show(_ done: Int64) {
        guard Terminal.errorIsTerminal, started.duration(to: .now) > Self.quietFor else { return }
        if let lastShown, lastShown.duration(to: .now) < Self.pause { return }
        lastShown = .now
        var line = "\r\(label) \(done)"
        if let total, total > 0 {
            let filled = Int(min(1, Double(done) / Double(total)) * 30)
            let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled)
            line = "\r\(label) [\(bar)] \(done) of \(total)"
        }
        FileHandle.standardError.write(Data(line.utf8))
    }

    /// Ends the line if one was shown.
    func finish() {
        if lastShown != nil { Terminal.complain("") }
    }
}
