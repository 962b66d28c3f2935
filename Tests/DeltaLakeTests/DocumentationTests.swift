import DeltaLake
import Foundation
import Parquet
import Testing

/// The example on the landing page of the documentation, compiled and run.
@Suite struct DocumentationTests {
    // example begins
    func arrivals(at path: String) throws {
        let schema = DeltaSchema([
            DeltaColumn("facility", .string, isNullable: false),
            DeltaColumn("visit", .long, isNullable: false),
            DeltaColumn("patient", .string, isIdentifying: true),
            DeltaColumn("arrived", .timestamp),
        ])
        var table = try DeltaTable.openOrCreate(at: path, schema: schema, partitionColumns: ["facility"])

        // Stage a file, then commit it with the writer's progress: all of it or nothing.
        var batch = ColumnBatch(schema: schema.fileSchema(partitionColumns: ["facility"]))
        for visit in Int64(1)...1_000 {
            batch.columns[0].append(visit)
            batch.columns[1].append("patient \(visit)")
            batch.columns[2].append(1_767_250_800_000_000 + visit * 60_000_000)
        }
        var transaction = Transaction()
        transaction.add(try table.stage(batch: batch, partitionValues: ["facility": "north"]))
        transaction.setTransaction("arrivals/0", version: 1_000)
        switch try table.commit(transaction) {
        case .committed(let version): print("version \(version)")
        case .conflict(let conflict): print("another writer came first: \(conflict)")
        }

        // Read back what a filter keeps, one file at a time.
        let early = RowFilter([
            .init("facility", .equals(.text("north"))),
            .init("arrived", .less(.int64(1_767_254_400_000_000))),
        ])
        var scan = try table.scan(columns: ["visit", "arrived"], matching: early)
        while let rows = try scan.next() { print("\(rows.rowCount) early visits") }
        print("\(scan.report.filesRead) of \(scan.report.files) files read")

        // A patient asks to be forgotten: out of the table at once, out of every file by the purge.
        let patient = RowFilter([.init("patient", .equals(.text("patient 17")))])
        try table.erase(matching: patient, by: "records office", reason: "request 2026-17")
        try table.purge(matching: patient, by: "records office", reason: "request 2026-17")

        // Housekeeping: merge small files, drop what no version of the last week needs.
        try table.optimize()
        try table.vacuum()
        for entry in try table.history() { print(entry.version, entry.info?.operation ?? "") }
    }
    // example ends

    @Test func exampleRunsAndLeavesASoundTable() throws {
        let folder = try TemporaryFolder()
        try arrivals(at: folder.table)
        let table = try DeltaTable.open(at: folder.table)
        #expect(try table.verify(readsRows: true).problems == [])
        #expect(try table.read(columns: ["visit"]).reduce(0) { $0 + $1.rowCount } == 999)
    }

    @Test func landingPageShowsTheExampleAsItIsCompiled() throws {
        let file = URL(fileURLWithPath: #filePath)
        let source = try String(contentsOf: file, encoding: .utf8).split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        let first = try #require(source.firstIndex { $0.hasSuffix("// example begins") })
        let last = try #require(source.firstIndex { $0.hasSuffix("// example ends") })
        let code = source[(first + 1)..<last].map { $0.dropFirst(4) }.joined(separator: "\n")
        let page = file.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Sources/DeltaLake/DeltaLake.docc/DeltaLake.md")
        #expect(try String(contentsOf: page, encoding: .utf8).contains("```swift\n\(code)\n```"))
    }
}
