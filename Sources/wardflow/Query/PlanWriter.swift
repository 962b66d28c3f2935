import DeltaLake
import Foundation
import LakeQuery
import Parquet

/// Prints how a query was carried out.
enum PlanWriter {
    /// What EXPLAIN shows: the steps of SQLite and what each table gave.
    static func lines(_ rows: QueryRows, rowCount: Int) -> [String] {
        var lines = ["plan"]
        lines += rows.plan.map { "  " + String(repeating: "  ", count: $0.depth) + $0.detail }
        for reading in rows.readings { lines += table(reading) }
        lines.append("result: \(Figures.count(rowCount, "row"))")
        return lines
    }

    private static func table(_ reading: TableReading) -> [String] {
        var lines = ["\(reading.table) at version \(reading.version)"]
        func note(_ label: String, _ text: String) {
            if !text.isEmpty {
                lines.append("  \(label.padding(toLength: 12, withPad: " ", startingAt: 0)) \(text)")
            }
        }
        note(
            "columns",
            reading.columns.isEmpty ? "none, rows are only counted" : reading.columns.joined(separator: ", ")
        )
        note("pushed", reading.conditions.joined(separator: "; "))
        note("by SQLite", reading.rest.joined(separator: "; "))
        note("reads", reading.scans == 1 ? "" : "\(reading.scans)")
        note("files", files(reading.report))
        note("row groups", groups(reading.report.pruning))
        note("pages", pages(reading.report.pruning))
        note(
            "rows",
            "\(Figures.count(reading.report.pruning.rowsDecoded)) decoded, \(Figures.count(reading.rows)) handed to SQLite"
        )
        note("index", reading.indexedRows.map { "\($0) rows in a temporary index for the join" } ?? "")
        return lines
    }

    private static func files(_ report: ScanReport) -> String {
        read(
            report.filesRead,
            of: report.files,
            [
                (report.filesPrunedByPartition, "partition"), (report.filesPrunedByStatistics, "statistics"),
            ]
        )
    }

    private static func groups(_ report: PruningReport) -> String {
        read(
            report.rowGroupsRead,
            of: report.rowGroups,
            [
                (report.rowGroupsPrunedByStatistics, "statistics"),
                (report.rowGroupsPrunedByBloom, "bloom filter"),
                (report.rowGroupsPrunedByDictionary, "dictionary"),
            ]
        )
    }

    private static func read(_ count: Int, of all: Int, _ passedOver: [(count: Int, cause: String)]) -> String
    {
        let causes = passedOver.filter { $0.count > 0 }.map { "\($0.count) by \($0.cause)" }
        return "\(count) of \(all) read"
            + (causes.isEmpty ? "" : "; passed over: \(causes.joined(separator: ", "))")
    }

    private static func pages(_ report: PruningReport) -> String {
        guard report.pages > 0 else { return "" }
        return "\(report.pagesRead) of \(report.pages) read, \(Figures.bytes(Int64(report.bytesRead)))"
    }
}
