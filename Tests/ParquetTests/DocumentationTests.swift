import Foundation
import Parquet
import Testing

/// The code of the library's front page, compiled and run.
struct DocumentationTests {
    @Test func theExampleOfTheFrontPageWritesAndReads() throws {
        let schema = Schema([
            .required("event", .string, bloomFilter: true),
            .required("time", .timestamp),
            .optional("ward", .string),
            .list("codes", .optional("element", .int32)),
            .required("raw", .binary, identifying: true, encoding: .plain),
        ])
        var rows = ColumnBatch(schema: schema)
        rows.columns[0].append("e-1")
        rows.columns[1].append(Int64(1_767_225_600_000_000))
        rows.columns[2].append("ICU")
        rows.columns[3].append(Int32(7))
        rows.columns[3].append(Int32(9), repetition: 1)
        rows.columns[4].append("MSH|^~\\&|...")

        var writer = try FileWriter(schema: schema)
        try writer.write(rows)
        let file = try writer.finish()

        let reader = try FileReader(bytes: file.bytes)
        let intensive = RowFilter([.init("ward", .equals(.text("ICU")))])
        let found = try reader.read(ReadRequest(columns: ["event", "time"], filter: intensive))
        for row in 0..<found.rowCount {
            print(found.batch.columns[0].string(at: row) ?? "", found.batch.columns[1].int64Values[row])
        }

        #expect(found.rowCount == 1)
        #expect(found.batch.columns[0].string(at: 0) == "e-1")
    }

    @Test func everyExampleOfTheFrontPageIsInThisFile() throws {
        let here = URL(fileURLWithPath: #filePath)
        let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let page = root.appending(path: "Sources/Parquet/Parquet.docc/Parquet.md")
        let blocks = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```swift\n")
            .dropFirst()
        let code = Self.bare(try String(contentsOf: here, encoding: .utf8))
        #expect(blocks.count == 2)
        for block in blocks {
            let example = Self.bare(block.components(separatedBy: "\n```")[0])
            #expect(!example.isEmpty && code.contains(example), "not in the test: \(example)")
        }
    }

    /// Lines without indentation and without empty ones.
    private static func bare(_ text: String) -> String {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
            .joined(separator: "\n")
    }
}
