import DeltaLake
import Parquet

/// A table of the lake at one version, as SQLite plans and reads it.
final class TableSource {
    /// `gold.kpis`.
    let name: String
    let table: DeltaTable
    let columns: [SQLColumn]
    let stop: StopCondition
    /// What was read, for EXPLAIN.
    let usage: TableReading
    private(set) var plans: [ScanPlan] = []
    private let planner: ScanPlanner
    private var repeats: [Int: RepeatedScan] = [:]
    private let fileNumbers: [String: Int64]

    init(name: String, table: DeltaTable, stop: StopCondition) {
        self.name = name
        self.table = table
        self.stop = stop
        columns = table.metadata.schema.columns.map(SQLColumn.init)
        usage = TableReading(table: name, version: table.version)
        planner = ScanPlanner(columns, table)
        var numbers: [String: Int64] = [:]
        for (number, path) in table.files.keys.sorted().enumerated() { numbers[path] = Int64(number) }
        fileNumbers = numbers
    }

    /// The number of a live file, the same as long as the table stands at its version.
    func number(ofFile path: String) -> Int64 { fileNumbers[path] ?? 0 }

    /// Runs `body` and puts this table's name to what it throws.
    func reading<Result>(_ body: () throws(DeltaError) -> Result) throws(QueryError) -> Result {
        do throws(DeltaError) {
            return try body()
        } catch {
            throw .table(name: name, reason: error.description)
        }
    }

    /// The table as `CREATE TABLE`, which is how SQLite wants to be told.
    var declaration: String {
        "CREATE TABLE x(\(columns.map(\.declaration).joined(separator: ", ")))"
    }

    /// A plan for what SQLite offers, with the places of the conditions it takes and what it would cost.
    func choose(_ offered: [IndexOffer.Condition], columnsUsed: UInt64) -> (
        number: Int, plan: ScanPlan, places: [Int], cost: Double, rows: Double
    ) {
        let taken = offered.filter { $0.isUsable && planner.canUse($0) }
        let used = Set(planner.columns(columnsUsed) + taken.map(\.argument.column))
        let plan = ScanPlan(columns: used.sorted(), arguments: taken.map(\.argument))
        let number = plans.firstIndex(of: plan) ?? plans.count
        if number == plans.count { plans.append(plan) }
        let (cost, rows) = planner.estimate(plan)
        return (number, plan, taken.map(\.place), cost, rows)
    }

    /// Starts to read by plan `number`.
    func rows(plan number: Int, _ values: [ArgumentValue]) throws(QueryError) -> RowSource {
        let plan = plans[number]
        var scan = repeats[number] ?? RepeatedScan(plan)
        let step = scan.next(values)
        defer { repeats[number] = scan }
        switch step {
        case .read(let values): return .files(try fileRows(plan, number, values))
        case .index(let constant, let keys):
            let index = try TransientIndex(
                try fileRows(plan, number, constant),
                keys: keys.map { plan.arguments[$0].column },
                of: self
            )
            scan.index = index
            usage.noteIndex(index.rowCount)
            return .index(try index.rows(scan.keyValues(values)))
        case .lookup(let index, let keys): return .index(try index.rows(keys))
        }
    }

    /// Reads files by `plan`; nil values are not pushed down.
    private func fileRows(_ plan: ScanPlan, _ number: Int, _ values: [ArgumentValue?]) throws(QueryError)
        -> FileRows
    {
        let known = values.map { $0 ?? .largeSet }
        let conditions = plan.conditions(known, columns)
        usage.noteScan(plan, number: number, conditions, columns)
        guard let conditions else { return try FileRows(self, plan, nil) }
        return try FileRows(self, plan, RowFilter(conditions.flatMap(\.self)))
    }
}

/// Where a cursor takes its rows from.
enum RowSource {
    case files(FileRows)
    case index(IndexRows)
}
