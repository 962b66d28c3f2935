import Parquet
import TestSupport
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
        let examples = try FrontPage.examples(of: "Parquet", in: #filePath)
        #expect(examples.count == 2)
        for (example, isCovered) in examples { #expect(isCovered, "not in the test: \(example)") }
    }
}
