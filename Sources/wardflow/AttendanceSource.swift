import Foundation
import Pipeline
import Simulator
import Yams

/// Reads a CSV of attendances and its mapping from disk.
enum AttendanceSource {
    static func load(csv: String, mapping: String) throws -> AttendanceFeed {
        guard let text = FileManager.default.contents(atPath: mapping) else {
            throw Failure(.usage, "--mapping \(mapping): no such file")
        }
        let rules: AttendanceMapping
        do {
            rules = try YAMLDecoder().decode(AttendanceMapping.self, from: text)
        } catch {
            throw Failure(.badConfiguration, "\(mapping): \(words(error))")
        }
        return try AttendanceFeed(csv: try bytes(csv), mapping: rules, notAfter: .wall)
    }

    private static func words(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "\(error)" }
        switch error {
        case .keyNotFound(let key, let context):
            return "`\((context.codingPath + [key]).map(\.stringValue).joined(separator: "."))` must be given"
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            let path = context.codingPath.map(\.stringValue).joined(separator: ".")
            return path.isEmpty ? context.debugDescription : "`\(path)`: \(context.debugDescription)"
        @unknown default:
            return "\(error)"
        }
    }

    /// The file's bytes, unpacked when it ends in .gz.
    private static func bytes(_ path: String) throws -> [UInt8] {
        guard FileManager.default.isReadableFile(atPath: path) else {
            throw Failure(.usage, "--attendances \(path): no such file, or not readable")
        }
        guard path.hasSuffix(".gz") else {
            return [UInt8](FileManager.default.contents(atPath: path) ?? Data())
        }
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        gzip.arguments = ["gzip", "-dc", path]
        let output = Pipe()
        gzip.standardOutput = output
        try gzip.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        gzip.waitUntilExit()
        guard gzip.terminationStatus == 0 else { throw Failure(.failed, "\(path): gzip could not unpack it") }
        return [UInt8](data)
    }

    /// Says what became of the rows.
    static func tell(_ report: AttendanceReport) {
        Terminal.complain(
            "\(report.rows) rows: \(report.visits) visits (\(report.admissions) admitted, \(report.discharges) "
                + "discharged, \(report.open) open), \(report.malformed) malformed rows sent on for quarantine"
        )
        for fault in report.faults.prefix(20) { Terminal.complain("  \(fault)") }
        if report.malformed > 20 { Terminal.complain("  and \(report.malformed - 20) more") }
    }
}
