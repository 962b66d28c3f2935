import Foundation
import Testing

/// A python with pyarrow, polars, duckdb and deltalake, named by WARDFLOW_PYTHON.
enum ForeignPython {
    private static var path: String? { ProcessInfo.processInfo.environment["WARDFLOW_PYTHON"] }

    /// False, with a word about it, when no python is named.
    static func isThere() -> Bool {
        if path == nil { print("skipped: set WARDFLOW_PYTHON to a python with the foreign readers") }
        return path != nil
    }

    /// What `script` prints when its first argument is a file of these bytes.
    static func run(_ script: String, on bytes: [UInt8], _ arguments: [String] = []) throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).parquet")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(path))
        process.arguments = ["-c", script, file.path] + arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: text, as: UTF8.self)
    }
}
