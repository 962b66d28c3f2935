package import DeltaLake
import Parquet

/// What a statement read of one table, for EXPLAIN.
package final class TableReading {
    /// `gold.kpis`.
    package let table: String
    package let version: Int64
    /// Times the table was read from its files.
    package private(set) var scans = 0
    /// Columns read, in table order.
    package private(set) var columns: [String] = []
    /// Conditions given to the reader, as SQL; a value that changed from scan to scan shows as `?`.
    package var conditions: [String] { texts(pushed) }
    /// Conditions that only SQLite tests, row by row.
    package var rest: [String] { texts(kept) }
    /// Rows put into an index for a join; nil when none was made.
    package private(set) var indexedRows: Int?
    /// Files, row groups and pages that were read and passed over, of all scans together.
    package private(set) var report = ScanReport()
    /// Rows handed to SQLite.
    package internal(set) var rows = 0

    init(table: String, version: Int64) {
        self.table = table
        self.version = version
    }

    /// Adds what a scan that has ended did.
    func add(_ scan: ScanReport) { report += scan }

    func noteIndex(_ rows: Int) {
        indexedRows = (indexedRows ?? 0) + rows
    }

    /// Where a condition stands in the statement.
    private struct Place: Hashable, Comparable {
        var plan: Int
        var argument: Int
        var test: Int

        static func < (left: Place, right: Place) -> Bool {
            (left.plan, left.argument, left.test) < (right.plan, right.argument, right.test)
        }
    }

    private var pushed: [Place: String] = [:]
    private var kept: [Place: String] = [:]

    /// Notes a scan by plan `number`; nil conditions: no row can match.
    func noteScan(
        _ plan: ScanPlan,
        number: Int,
        _ conditions: [[RowFilter.Condition]]?,
        _ table: [SQLColumn]
    ) {
        scans += 1
        columns = table.indices.filter { plan.columns.contains($0) || columns.contains(table[$0].name) }
            .map { table[$0].name }
        guard let conditions else {
            pushed[Place(plan: number, argument: -1, test: 0)] = "false"
            return
        }
        for (index, (argument, tests)) in zip(plan.arguments, conditions).enumerated() {
            let column = table[argument.column]
            let anyValue =
                "\(column.name) \(argument.comparison.symbol)\(argument.comparison.takesValue ? " ?" : "")"
            if tests.isEmpty { kept[Place(plan: number, argument: index, test: 0)] = anyValue }
            for (place, test) in tests.enumerated() {
                let place = Place(plan: number, argument: index, test: place)
                let text = ConditionText.text(test, column)
                pushed[place] = pushed[place].map { $0 == text ? text : anyValue } ?? text
            }
        }
    }

    private func texts(_ conditions: [Place: String]) -> [String] {
        var seen: Set<String> = []
        return conditions.sorted { $0.key < $1.key }.map(\.value).filter { seen.insert($0).inserted }
    }
}

/// Conditions of the reader as a person writes them.
enum ConditionText {
    static func text(_ condition: RowFilter.Condition, _ column: SQLColumn) -> String {
        let name = condition.column
        switch condition.test {
        case .equals(let value): return "\(name) = \(literal(value, column))"
        case .notEquals(let value): return "\(name) <> \(literal(value, column))"
        case .less(let value): return "\(name) < \(literal(value, column))"
        case .atMost(let value): return "\(name) <= \(literal(value, column))"
        case .greater(let value): return "\(name) > \(literal(value, column))"
        case .atLeast(let value): return "\(name) >= \(literal(value, column))"
        case .oneOf(let values):
            if values.count > 5 { return "\(name) IN (\(values.count) values)" }
            return "\(name) IN (\(values.map { literal($0, column) }.joined(separator: ", ")))"
        case .hasPrefix(let bytes): return "\(name) LIKE '\(String(decoding: bytes, as: UTF8.self))%'"
        case .isNull: return "\(name) IS NULL"
        case .isNotNull: return "\(name) IS NOT NULL"
        }
    }

    private static func literal(_ value: StatisticValue, _ column: SQLColumn) -> String {
        var text: [UInt8] = []
        switch (value, column.kind) {
        case (.int32(let days), .date): Moment.append(days: Int64(days), to: &text)
        case (.int64(let microseconds), .moment(let isLocal)):
            Moment.append(microseconds: microseconds, isLocal: isLocal, to: &text)
        case (.bytes(let bytes), .text): text = bytes
        case (.bytes(let bytes), _): return "x'\(bytes.count) bytes'"
        case (.int32(let number), _): return "\(number)"
        case (.int64(let number), _): return "\(number)"
        case (.double(let number), _): return "\(number)"
        case (.float(let number), _): return "\(number)"
        case (.boolean(let truth), _): return truth ? "1" : "0"
        default: return "?"
        }
        return "'\(String(decoding: text, as: UTF8.self).replacing("'", with: "''"))'"
    }
}
