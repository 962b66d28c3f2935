import Foundation
import Parquet
import Testing

/// Random nested tables, to and from other libraries.
///
/// `WARDFLOW_SEEDS` sets how many; a thousand is the full run. `WARDFLOW_PYTHON` names a python with pyarrow,
/// duckdb and polars, without which only our own reader is asked.
struct SeedTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let count = environment["WARDFLOW_SEEDS"].flatMap { UInt64($0) } ?? 40
    private static let python = environment["WARDFLOW_PYTHON"]
    /// Files per call of Python, whose start takes longer than a file.
    private static let perCall: UInt64 = 100

    @Test func whatWeWriteReadsBackInOurReader() throws {
        for seed in 0..<Self.count {
            let table = SeededTable(seed: seed)
            let read = try FileReader(bytes: table.written().bytes).read()
            #expect(RowAssembler.rows(read) == table.rows, "seed \(seed)")
            #expect(read.schema.leaves.map(\.type) == table.schema.leaves.map(\.type), "seed \(seed)")
        }
    }

    @Test func whatWeWriteReadsBackInPyarrowDuckDBAndPolars() throws {
        for first in stride(from: 0, to: Self.count, by: Int(Self.perCall)) {
            try Self.withFolder { folder in
                for seed in first..<min(first + Self.perCall, Self.count) {
                    let table = SeededTable(seed: seed)
                    let path = folder.appending(path: "seed-\(seed)").path
                    try Data(table.written().bytes).write(to: URL(fileURLWithPath: path + ".parquet"))
                    let lines = table.rows.map { Cell.sequence($0).json + "\n" }.joined()
                    try lines.write(toFile: path + ".jsonl", atomically: false, encoding: .utf8)
                    try SchemaText.json(table.schema.fields)
                        .write(toFile: path + ".schema.json", atomically: false, encoding: .utf8)
                }
                let differences = try Self.run(["check", folder.path])
                #expect(differences == "", "\(differences)")
            }
        }
    }

    @Test func whatPyarrowDuckDBAndPolarsWriteReadsAsTheyHoldIt() throws {
        for first in stride(from: 0, to: Self.count, by: Int(Self.perCall)) {
            try Self.withFolder { folder in
                _ = try Self.run([
                    "write", folder.path, "\(first)", "\(min(Self.perCall, Self.count - first))",
                ])
                let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
                for name in files.filter({ $0.hasSuffix(".parquet") }).sorted() {
                    let file = folder.appending(path: name)
                    let text = try String(
                        contentsOf: file.deletingPathExtension().appendingPathExtension("jsonl"),
                        encoding: .utf8
                    )
                    let expected = text.split(separator: "\n").map(String.init)
                    let found = try Self.lines(file)
                    #expect(found.count == expected.count, "\(name)")
                    let different = zip(found, expected).enumerated().first { $1.0 != $1.1 }
                    #expect(different == nil, "\(name)")
                }
            }
        }
    }

    private static func lines(_ file: URL) throws -> [String] {
        do {
            let batch = try FileReader(bytes: [UInt8](Data(contentsOf: file))).read()
            return RowAssembler.rows(batch).map { Cell.sequence($0).json }
        } catch {
            Issue.record("\(file.lastPathComponent): \(error)")
            return []
        }
    }

    private static func withFolder(_ body: (URL) throws -> Void) throws {
        guard python != nil else {
            print("skipped: set WARDFLOW_PYTHON to a python with pyarrow, polars and duckdb")
            return
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: "seeds-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    private static func run(_ arguments: [String]) throws -> String {
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Scripts/foreign_seeds.py")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(python))
        process.arguments = [script.path] + arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: text, as: UTF8.self)
    }
}
