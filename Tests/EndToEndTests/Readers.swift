import Foundation
import Testing

/// Other engines that open our tables, through the scripts beside this file and the Python of `WARDFLOW_PYTHON`.
enum Readers {
    /// The Python with pyarrow, DuckDB and deltalake.
    static let python: String? = {
        if let path = ProcessInfo.processInfo.environment["WARDFLOW_PYTHON"] { return path }
        print("skipped: EndToEndTests that read tables with other engines, WARDFLOW_PYTHON is not set")
        return nil
    }()

    static var areThere: Bool { python != nil && Program.path != nil }

    /// What a script found wrong, and what it looked at.
    struct Report: Decodable {
        var failures: [String]
        var checked: [String: Double]
    }

    private static let scripts = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "Scripts"
    ).path

    /// Runs a script and expects it to find nothing wrong; returns what it looked at.
    @discardableResult
    static func check(
        _ script: String,
        _ arguments: [String],
        note: String = "",
        at location: SourceLocation = #_sourceLocation
    ) throws -> [String: Double] {
        let python = try #require(python)
        let child = try Child(
            python,
            ["\(scripts)/\(script)"] + arguments,
            input: nil,
            patience: Program.patience,
            at: location
        )
        let ending = child.wait()
        try #require(ending.code == 0, "\(script): \(ending.errors)", sourceLocation: location)
        let report = try JSONDecoder().decode(Report.self, from: Data(ending.output.utf8))
        for failure in report.failures { Issue.record("\(note)\(failure)", sourceLocation: location) }
        return report.checked
    }

    /// Expects two lakes to hold the same rows in every table; file names and order do not count.
    @discardableResult
    static func expectSameRows(
        _ left: String,
        _ right: String,
        without columns: [String] = [],
        tables: [String] = [],
        note: String = "",
        at location: SourceLocation = #_sourceLocation
    ) throws -> [String: Double] {
        try check(
            "same_rows.py",
            [
                left, right, "--without", columns.joined(separator: ","), "--tables",
                tables.joined(separator: ","),
            ],
            note: note,
            at: location
        )
    }
}
