import Foundation

/// A comma-separated file with a header, without quotes, read whole.
struct CSVTable {
    /// Why a file cannot be used.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let columns: [String: Int]
    let rows: [[Substring]]

    /// Reads a file, through gzip when its name ends in .gz.
    init(_ path: String) throws {
        let text =
            try path.hasSuffix(".gz")
            ? Self.unzipped(path) : String(contentsOfFile: path, encoding: .utf8)
        var lines = text.split(whereSeparator: \.isNewline)
        guard !lines.isEmpty else { throw Failure(description: "\(path): empty") }
        let header = lines.removeFirst().split(separator: ",", omittingEmptySubsequences: false)
        columns = Dictionary(header.enumerated().map { (String($1), $0) }) { first, _ in first }
        rows = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        if let bad = rows.firstIndex(where: { $0.count != header.count }) {
            throw Failure(
                description: "\(path): line \(bad + 2) has \(rows[bad].count) of \(header.count) fields"
            )
        }
    }

    /// A column's text.
    func text(_ name: String) throws -> [Substring] {
        guard let column = columns[name] else { throw Failure(description: "no column \(name)") }
        return rows.map { $0[column] }
    }

    /// A column's numbers; NaN where a field is no number.
    func numbers(_ name: String) throws -> [Double] {
        try text(name).map { Double($0) ?? .nan }
    }

    /// A column's levels as codes in order of first appearance; NaN for an empty field.
    func codes(_ name: String) throws -> [Double] {
        var known: [Substring: Double] = [:]
        return try text(name).map { value in
            if value.isEmpty { return .nan }
            if let code = known[value] { return code }
            known[value] = Double(known.count)
            return Double(known.count - 1)
        }
    }

    private static func unzipped(_ path: String) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(description: "\(path): gzip failed") }
        return String(decoding: data, as: UTF8.self)
    }
}
