import DeltaLake

/// Decides which conditions a scan takes over and what it would cost, from the log alone.
struct ScanPlanner {
    private let columns: [SQLColumn]
    private let rowCount: Double
    /// Distinct values of each partition column.
    private let partitionValues: [String: Int]

    init(_ columns: [SQLColumn], _ table: DeltaTable) {
        self.columns = columns
        var rows: Int64 = 0
        var seen: [String: Set<String?>] = [:]
        for file in table.files.values {
            rows += file.rowCount ?? Self.assumedRows
            for (name, value) in file.partitionValues { seen[name, default: []].insert(value) }
        }
        rowCount = Double(max(1, rows))
        partitionValues = seen.mapValues(\.count)
    }

    /// Rows of a file whose writer did not say.
    private static let assumedRows: Int64 = 100_000

    /// Whether the scan can make something of a condition.
    func canUse(_ offered: IndexOffer.Condition) -> Bool {
        let column = columns[offered.argument.column]
        let comparison = offered.argument.comparison
        if comparison.usesCollation, offered.collation != column.collation { return false }
        switch (column.kind, comparison) {
        case (.text, _), (_, .isNull), (_, .isNotNull), (_, .equals): return true
        case (_, .like), (_, .glob), (.json, _), (.decimal, _): return false
        default: return true
        }
    }

    /// The columns of SQLite's bit mask, whose last bit stands for all from the 64th.
    func columns(_ mask: UInt64) -> [Int] {
        columns.indices.filter { mask >> UInt64(min($0, 63)) & 1 == 1 }
    }

    /// Cost and rows of one run of `plan`.
    func estimate(_ plan: ScanPlan) -> (cost: Double, rows: Double) {
        let share = plan.arguments.reduce(1.0) { $0 * selectivity($1) }
        let rows = max(1, rowCount * share)
        let hasKey = plan.arguments.contains { $0.comparison == .equals && !$0.isSet }
        // With a key a second run looks up in an index; without, every run reads what the conditions leave.
        let cost =
            hasKey
            ? 10 + rows
            : 100 + rowCount * (0.2 + 0.8 * share) * (1 + 0.1 * Double(plan.columns.count))
        return (cost, rows)
    }

    private func selectivity(_ argument: ScanPlan.Argument) -> Double {
        let column = columns[argument.column]
        switch argument.comparison {
        case .equals, .identical:
            let one = partitionValues[column.name].map { 1 / Double(max(1, $0)) } ?? 0.02
            return argument.isSet ? min(1, one * 3) : one
        case .less, .atMost, .greater, .atLeast: return 0.3
        case .like, .glob, .isNull: return 0.1
        case .notEquals, .isNotNull: return 0.95
        }
    }
}
