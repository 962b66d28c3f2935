import Foundation
import LakeQuery

/// Prints how a query was carried out.
enum PlanWriter {
    /// What EXPLAIN shows: the steps of SQLite and what each table gave.
    static func lines(_ rows: QueryRows, rowCount: Int) -> [String] {
        var lines = ["plan"]
        lines += rows.plan.map { "  " + String(repeating: "  ", count: $0.depth) + $0.detail }
        for reading in rows.readings { lines += table(reading) }
        lines.append("result: \(rowCount) rows")
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
        note("files", "\(reading.filesRead) of \(reading.files) read")
        note("rows", "\(reading.rows) handed to SQLite")
        note("index", reading.indexedRows.map { "\($0) rows in a temporary index for the join" } ?? "")
        return lines
    }
}
